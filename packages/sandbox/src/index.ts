export {
  type GitCredential,
  type GitFault,
  type GitRepository,
  type GitRequest,
  type GitServer,
  type GitServerOptions,
  startGitServer,
} from './git-server.ts';
export type { ProtectedRef, RefusalName } from './git-refusals.ts';
