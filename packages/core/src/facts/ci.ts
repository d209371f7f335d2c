import type { CiFacts, ForgeFacts } from '../model/facts.ts';

/** Gives a variable of the environment. */
export type Env = (name: string) => string | undefined;

/**
 * Reads what the CI says of the run. GitHub Actions and GitLab CI are known by the variable each sets to `true`; a
 * plain `CI` is another one.
 */
export function readCi(env: Env): CiFacts {
  const say = (name: string) => env(name) || undefined;
  if (env('GITHUB_ACTIONS') === 'true') return github(say);
  if (env('GITLAB_CI') === 'true') return gitlab(say);
  const other = say('CI');
  return { provider: other === undefined || /^(?:false|0|no)$/i.test(other) ? 'none' : 'other' };
}

/** Gives the repository's page as the CI names it, behind whatever host and path the forge is served. */
export function forgeOfCi(ci: CiFacts, env: Env): ForgeFacts | undefined {
  const [server, repository] = [env('GITHUB_SERVER_URL'), env('GITHUB_REPOSITORY')];
  if (ci.provider === 'github' && server && repository) {
    return { kind: 'github', url: `${withoutSlash(server)}/${repository}` };
  }
  const project = env('CI_PROJECT_URL');
  return ci.provider === 'gitlab' && project ? { kind: 'gitlab', url: withoutSlash(project) } : undefined;
}

/** Variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
function github(env: Env): CiFacts {
  const ref = env('GITHUB_REF') ?? '';
  const request = requestOfGithub(ref, env);
  const branch = request === undefined ? /^refs\/heads\/(.+)$/.exec(ref)?.[1] : env('GITHUB_HEAD_REF');
  const run = [env('GITHUB_SERVER_URL'), env('GITHUB_REPOSITORY'), 'actions/runs', env('GITHUB_RUN_ID')];
  return facts('github', {
    branch,
    tag: /^refs\/tags\/(.+)$/.exec(ref)?.[1],
    request,
    target: request === undefined ? undefined : (queueOf(ref)?.target ?? env('GITHUB_BASE_REF')),
    runUrl: run.every((part) => part !== undefined) ? run.join('/') : undefined,
  });
}

/** A run for a pull request also has the branch it is to go to as its ref (`pull_request_target`), or a queue's branch. */
function requestOfGithub(ref: string, env: Env): string | undefined {
  return /^refs\/pull\/(\d+)\//.exec(ref)?.[1] ?? queueOf(ref)?.request ?? env('GITHUB_HEAD_REF');
}

/** The request and its target that the branch of a merge queue is for. */
function queueOf(ref: string): { readonly target?: string; readonly request?: string } | undefined {
  return /^refs\/heads\/gh-readonly-queue\/(?<target>.+)\/pr-(?<request>\d+)-/.exec(ref)?.groups;
}

/** Variables: https://docs.gitlab.com/ci/variables/predefined_variables/ */
function gitlab(env: Env): CiFacts {
  return facts('gitlab', {
    branch: env('CI_COMMIT_BRANCH') ?? env('CI_MERGE_REQUEST_SOURCE_BRANCH_NAME'),
    tag: env('CI_COMMIT_TAG'),
    request: env('CI_MERGE_REQUEST_IID') ?? env('CI_EXTERNAL_PULL_REQUEST_IID'),
    target: env('CI_MERGE_REQUEST_TARGET_BRANCH_NAME') ?? env('CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME'),
    runUrl: env('CI_JOB_URL') ?? env('CI_PIPELINE_URL'),
  });
}

type Said = { readonly [Key in Exclude<keyof CiFacts, 'provider'>]: CiFacts[Key] | undefined };

function facts(provider: CiFacts['provider'], { branch, tag, request, target, runUrl }: Said): CiFacts {
  return {
    provider,
    ...(branch !== undefined && { branch }),
    ...(tag !== undefined && { tag }),
    ...(request !== undefined && { request }),
    ...(target !== undefined && { target }),
    ...(runUrl !== undefined && { runUrl }),
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
