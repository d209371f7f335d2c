import type { GithubTokenKind, GitlabTokenKind } from '../tokens.ts';

/** Who pushes: a token of a known kind, or a key. */
export type Pusher =
  | { readonly forge: 'gitlab'; readonly token: GitlabTokenKind | 'key' }
  | { readonly forge: 'github'; readonly token: GithubTokenKind | 'key'; readonly inWorkflow: boolean };

/** How many refs of one push may be tags (GitHub), or refs at all (GitLab), for pipelines to start. */
export const mostRefsAtOnce = { github: 3, gitlab: 4 } as const;

/** Gives why nothing starts for a push of this token, whatever the pipeline files say; nothing where it does. */
export function pusherStartsNothing(pusher: Pusher): string | undefined {
  if (pusher.forge === 'gitlab' && pusher.token === 'job')
    return 'it is pushed with a job token, which starts no pipeline';
  if (pusher.forge === 'github' && pusher.token === 'installation' && pusher.inWorkflow)
    return "it is pushed with the workflow's own GITHUB_TOKEN, which starts no workflow";
  return undefined;
}

/** Gives why a push of so many refs starts nothing, for all of its tags (GitHub) or those beyond the limit (GitLab). */
export function manyRefsStartNothing(
  forge: 'gitlab' | 'github',
  refs: { readonly tags: number; readonly branches: number },
): string | undefined {
  if (forge === 'github' && refs.tags > mostRefsAtOnce.github)
    return `GitHub starts nothing for more than ${mostRefsAtOnce.github} tags in one push`;
  if (forge === 'gitlab' && refs.tags + refs.branches > mostRefsAtOnce.gitlab)
    return `GitLab starts pipelines for ${mostRefsAtOnce.gitlab} refs of one push at most`;
  return undefined;
}

/**
 * The workflow files among these paths. GitHub refuses a push with a workflow's own token of a commit whose workflow files
 * differ from those at the tip of every branch.
 */
export function workflowFiles(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => path.startsWith('.github/workflows/'));
}
