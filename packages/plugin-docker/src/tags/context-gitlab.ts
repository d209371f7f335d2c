import type { ContextSources, ProviderContext } from './context.ts';

/** Reads the event from GitLab CI's variables, in GitHub's words so that the same rules fire. */
export function gitlabEvent({ env, git, defaultBranch: given }: ContextSources): ProviderContext {
  const defaultBranch = given ?? env('CI_DEFAULT_BRANCH') ?? git?.defaultBranch ?? '';
  const request = env('CI_MERGE_REQUEST_IID');
  const name = env('CI_COMMIT_REF_NAME') ?? env('CI_COMMIT_TAG') ?? env('CI_COMMIT_BRANCH') ?? '';
  const ref = request ? `refs/pull/${request}/merge` : refOf(env, name);
  return {
    provider: 'gitlab',
    eventName: eventName(env('CI_PIPELINE_SOURCE') ?? ''),
    ref,
    sha: commitOf(env),
    sourceRef: env('CI_MERGE_REQUEST_SOURCE_BRANCH_NAME') ?? name,
    baseRef: env('CI_MERGE_REQUEST_TARGET_BRANCH_NAME') ?? '',
    defaultBranch,
    isDefaultBranch: defaultBranch !== '' && ref === `refs/heads/${defaultBranch}`,
    commitDate: env('CI_COMMIT_TIMESTAMP'),
    repository: {
      name: env('CI_PROJECT_NAME') ?? '',
      description: env('CI_PROJECT_DESCRIPTION') ?? '',
      url: env('CI_PROJECT_URL') ?? '',
      license: '',
    },
  };
}

function refOf(env: ContextSources['env'], name: string): string {
  const tag = env('CI_COMMIT_TAG');
  if (tag) return `refs/tags/${tag}`;
  const branch = env('CI_COMMIT_BRANCH') ?? name;
  return branch === '' ? '' : `refs/heads/${branch}`;
}

/** A merged-results pipeline runs on a commit that no branch holds; the source's is to be had by asking for it. */
function commitOf(env: ContextSources['env']): string {
  const wanted = /true/i.test(env('DOCKER_METADATA_PR_HEAD_SHA') ?? '');
  return (wanted ? env('CI_MERGE_REQUEST_SOURCE_BRANCH_SHA') : undefined) || (env('CI_COMMIT_SHA') ?? '');
}

function eventName(source: string): string {
  return source === 'merge_request_event' ? 'pull_request' : source;
}
