export { changesIn } from './changes.ts';
export {
  type ChartFault,
  type ChartRepository,
  type ChartRepositoryOptions,
  startChartRepository,
  type StoredChart,
} from './charts/stand-in.ts';
export {
  type GitCredential,
  type GitFault,
  type GitRepository,
  type GitRequest,
  type GitServer,
  type GitServerOptions,
  startGitServer,
} from './git/server.ts';
export type { ProtectedRef, RefusalName } from './git/refusals.ts';
export type { RegistryFault, RegistryFaultKind } from './registry/exchange.ts';
export {
  type LoggedRequest,
  type RegistryOptions,
  type RegistryStandIn,
  startRegistry,
} from './registry/stand-in.ts';
export type { LabelledImage, RegistryInspection } from './registry/inspection.ts';
export { defaultAccount, type RegistryAccount } from './registry/auth.ts';
export { type FaultOptions, type FaultReport, survives } from './faults/survives.ts';
export type { ReleaseCommand } from './faults/as-process.ts';
export type { Point } from './faults/run.ts';
export { type FolderState, folderState } from './faults/state.ts';
export {
  type FaultProxy,
  type FaultProxyOptions,
  type PassingRequest,
  startFaultProxy,
} from './faults/proxy.ts';
export { type RequestFault, requestFaults } from './faults/request-faults.ts';
export { conforms, type Finding, type Scenario, type Targets, type World } from './conformance.ts';
export {
  createTestRepository,
  quietGit,
  type RepositorySnapshot,
  type TestRepository,
} from './repository.ts';
export { type JsrLoggedRequest, type JsrOptions, type JsrStandIn, startJsr } from './jsr/stand-in.ts';
export type { JsrFault, JsrFaultKind } from './jsr/exchange.ts';
export type { JsrToken, JsrWorkflow } from './jsr/identity.ts';
export type { JsrMember, JsrPackage, JsrScope, JsrTask, JsrTaskCourse, JsrVersion } from './jsr/store.ts';
export {
  type GitlabLoggedRequest,
  type GitlabOptions,
  type GitlabStandIn,
  startGitlab,
} from './gitlab/stand-in.ts';
export type { GitlabToken } from './gitlab/access.ts';
export type { GitlabJob } from './gitlab/environment.ts';
export type { GitlabAnswer, GitlabFault, GitlabFaultKind } from './gitlab/exchange.ts';
export type {
  GitlabFile,
  GitlabLink,
  GitlabPackage,
  GitlabPipeline,
  GitlabProject,
  GitlabProtectedTag,
  GitlabRelease,
} from './gitlab/store.ts';
export {
  type GithubAddresses,
  type GithubExchange,
  type GithubFault,
  type GithubLoggedRequest,
  type GithubOptions,
  type GithubPush,
  type GithubStandIn,
  startGithub,
} from './github/stand-in.ts';
export type { GithubToken } from './github/access.ts';
export type { GithubJob } from './github/environment.ts';
export type {
  GithubAsset,
  GithubPull,
  GithubRelease,
  GithubRun,
  GithubStore,
} from './github/store.ts';
