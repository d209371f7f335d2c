import { createHash } from 'node:crypto';
import { defined } from '@launchway/core';

/** What a pipeline runs for. */
export interface GitlabJob {
  /** `main` unless told. */
  readonly branch?: string;
  readonly tag?: string;
  /** Number of a merge request; with `mergedResult` the commit is one that no branch holds. */
  readonly request?: number;
  readonly mergedResult?: boolean;
  /** Whether the ref is protected; the default branch is, others are not. */
  readonly protected?: boolean;
  readonly commit?: string;
  /** Whether the project has a container registry; it does unless told. */
  readonly registry?: boolean;
  /** Whether a deploy freeze is on. */
  readonly freeze?: boolean;
  /** Version of the GitLab; 18.5.2 unless told. */
  readonly version?: string;
}

export interface GitlabPlace {
  readonly url: string;
  readonly id: number;
  readonly path: string;
  readonly token?: string;
}

/** Gives the variables that GitLab sets for a job (docs.gitlab.com/ci/variables/predefined_variables). */
export function gitlabJob(place: GitlabPlace, job: GitlabJob): Readonly<Record<string, string>> {
  const commit =
    job.commit ??
    createHash('sha1')
      .update(job.tag ?? job.branch ?? 'main')
      .digest('hex');
  const ref =
    job.tag ?? job.branch ?? (job.request === undefined ? 'main' : `refs/merge-requests/${job.request}/head`);
  const version = job.version ?? '18.5.2';
  const [major = '', minor = '', patch = ''] = version.split('.');
  return {
    CI: 'true',
    GITLAB_CI: 'true',
    ...ofServer(place.url),
    CI_SERVER_VERSION: version,
    CI_SERVER_VERSION_MAJOR: major,
    CI_SERVER_VERSION_MINOR: minor,
    CI_SERVER_VERSION_PATCH: patch,
    CI_PROJECT_ID: String(place.id),
    CI_PROJECT_PATH: place.path,
    CI_PROJECT_NAME: place.path.split('/').at(-1) ?? '',
    CI_PROJECT_URL: `${place.url}/${place.path}`,
    CI_DEFAULT_BRANCH: 'main',
    CI_COMMIT_SHA: commit,
    CI_COMMIT_SHORT_SHA: commit.slice(0, 8),
    CI_COMMIT_REF_NAME: ref,
    CI_COMMIT_REF_SLUG: slug(ref),
    CI_COMMIT_REF_PROTECTED: String(job.protected ?? ref === 'main'),
    CI_PIPELINE_ID: '9001',
    CI_JOB_ID: '9002',
    CI_JOB_URL: `${place.url}/${place.path}/-/jobs/9002`,
    ...ofEvent(job),
    ...defined({ CI_JOB_TOKEN: place.token }),
    ...(job.registry === false ? {} : ofRegistry(place)),
    ...(job.freeze ? { CI_DEPLOY_FREEZE: 'true' } : {}),
  };
}

function ofServer(url: string): Readonly<Record<string, string>> {
  const { protocol, hostname, port, host } = new URL(url);
  return {
    CI_SERVER: 'yes',
    CI_SERVER_URL: url,
    CI_API_V4_URL: `${url}/api/v4`,
    CI_SERVER_HOST: hostname,
    CI_SERVER_FQDN: host,
    CI_SERVER_PORT: port || (protocol === 'https:' ? '443' : '80'),
    CI_SERVER_PROTOCOL: protocol.slice(0, -1),
  };
}

/** Exactly one of branch, tag and merge request is set. */
function ofEvent({
  branch = 'main',
  tag,
  request,
  mergedResult,
}: GitlabJob): Readonly<Record<string, string>> {
  if (tag !== undefined) return { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: tag };
  if (request === undefined) return { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: branch };
  return {
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_MERGE_REQUEST_ID: String(request + 5000),
    CI_MERGE_REQUEST_IID: String(request),
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: branch,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_MERGE_REQUEST_EVENT_TYPE: mergedResult ? 'merged_result' : 'detached',
  };
}

function ofRegistry({ url, path, token }: GitlabPlace): Readonly<Record<string, string>> {
  const registry = `${new URL(url).hostname}:5050`;
  return {
    CI_REGISTRY: registry,
    CI_REGISTRY_IMAGE: `${registry}/${path.toLowerCase()}`,
    CI_REGISTRY_USER: 'gitlab-ci-token',
    ...defined({ CI_REGISTRY_PASSWORD: token }),
  };
}

/** `Gitlab::Utils.slugify`. */
const slug = (ref: string): string =>
  Array.from(ref.toLowerCase(), (character) => (/[a-z0-9]/.test(character) ? character : '-'))
    .slice(0, 63)
    .join('')
    .replace(/^-+|-+$/g, '');
