import type { GithubTokenKind, GitlabTokenKind } from '../tokens.ts';

/** Who pushes: a token of a known kind, or a key. */
export type Pusher =
  | { readonly forge: 'gitlab'; readonly token: GitlabTokenKind | 'key' }
  | { readonly forge: 'github'; readonly token: GithubTokenKind | 'key'; readonly inWorkflow: boolean };

/** Gives why nothing starts for a push of this token, whatever the pipeline files say; nothing where it does. */
export function pusherStartsNothing(pusher: Pusher): string | undefined {
  if (pusher.forge === 'gitlab' && pusher.token === 'job')
    return 'it is pushed with a job token, which starts no pipeline';
  if (pusher.forge === 'github' && pusher.token === 'installation' && pusher.inWorkflow)
    return "it is pushed with the workflow's own GITHUB_TOKEN, which starts no workflow";
  return undefined;
}

/**
 * The workflow files among these paths. GitHub refuses a push with a workflow's own token of a commit whose workflow files
 * differ from those at the tip of every branch.
 */
export function workflowFiles(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => path.startsWith('.github/workflows/'));
}
