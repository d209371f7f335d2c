import { createHash } from 'node:crypto';
import { defined } from '@launchway/core';

/** What a workflow runs for. */
export interface GithubJob {
  /** `main` unless told. */
  readonly branch?: string;
  readonly tag?: string;
  /** Number of a pull request. */
  readonly request?: number;
  readonly commit?: string;
  /** Name of the workflow's file; `release.yml` unless told. */
  readonly workflow?: string;
  /** Id of the job; `release` unless told. */
  readonly job?: string;
  /** Whether the job may ask for an identity (`id-token: write`), and where. */
  readonly identity?: { readonly url: string; readonly token: string };
}

export interface GithubPlace {
  readonly web: string;
  readonly root: string;
  readonly repository: string;
  /** What the workflow hands to the step as GITHUB_TOKEN. */
  readonly token?: string;
}

/**
 * Gives the variables that GitHub sets for a job, and the token that the workflow hands to the step.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export function githubJob(place: GithubPlace, job: GithubJob): Readonly<Record<string, string>> {
  const { repository, web, root } = place;
  const ref = refOf(job);
  const sha = job.commit ?? createHash('sha1').update(ref.full).digest('hex');
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: web,
    GITHUB_API_URL: root,
    GITHUB_GRAPHQL_URL: root.replace(/\/v3$/, '/graphql'),
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER: repository.split('/')[0] ?? '',
    GITHUB_ACTOR: 'ada',
    GITHUB_JOB: job.job ?? 'release',
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/${job.workflow ?? 'release.yml'}@${ref.full}`,
    GITHUB_WORKFLOW_SHA: sha,
    GITHUB_RUN_ID: '4711',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: job.request === undefined ? 'push' : 'pull_request',
    GITHUB_REF: ref.full,
    GITHUB_REF_NAME: ref.name,
    GITHUB_REF_TYPE: job.tag === undefined ? 'branch' : 'tag',
    GITHUB_SHA: sha,
    ...(job.request === undefined ? {} : { GITHUB_BASE_REF: 'main', GITHUB_HEAD_REF: job.branch ?? 'topic' }),
    ...defined({ GITHUB_TOKEN: place.token }),
    ...(job.identity === undefined
      ? {}
      : {
          ACTIONS_ID_TOKEN_REQUEST_URL: job.identity.url,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: job.identity.token,
        }),
  };
}

function refOf({ branch = 'main', tag, request }: GithubJob): {
  readonly full: string;
  readonly name: string;
} {
  if (tag !== undefined) return { full: `refs/tags/${tag}`, name: tag };
  if (request !== undefined) return { full: `refs/pull/${request}/merge`, name: `${request}/merge` };
  return { full: `refs/heads/${branch}`, name: branch };
}
