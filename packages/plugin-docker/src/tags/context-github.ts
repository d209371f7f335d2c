import type { ContextSources, ProviderContext } from './context.ts';

/** Events that GitHub always runs on the default branch. */
const onDefaultBranch = /create|discussion|issues|schedule/;

/** Reads the event from GitHub Actions' variables and event file. */
export function githubEvent({ env, event, git, defaultBranch: given }: ContextSources): ProviderContext {
  const eventName = env('GITHUB_EVENT_NAME') ?? '';
  const request = member(event, 'pull_request');
  const repository = member(event, 'repository');
  const number = text(member(event, 'number')) ?? text(member(request, 'number'));
  const isTarget = eventName.includes('pull_request_target') && number !== undefined;
  const ref = isTarget ? `refs/pull/${number}/merge` : (env('GITHUB_REF') ?? '');
  const sha = commitOf(env, eventName, request);
  // An event file knows the default branch; only without one is the given one taken.
  const eventDefault = event === undefined ? given : text(member(repository, 'default_branch'));
  const branch = ref.replace(/^refs\/heads\//, '');
  return {
    provider: 'github',
    eventName,
    ref,
    sha,
    sourceRef:
      env('GITHUB_HEAD_REF') || (env('GITHUB_REF_NAME') ?? ref.replace(/^refs\/(?:heads|tags|pull)\//, '')),
    baseRef: baseRef(ref, event),
    defaultBranch: given ?? text(member(repository, 'default_branch')) ?? git?.defaultBranch ?? '',
    isDefaultBranch: branch !== '' && (eventDefault === branch || onDefaultBranch.test(eventName)),
    commitDate: commitDate(event, sha),
    repository: {
      name: text(member(repository, 'name')) ?? env('GITHUB_REPOSITORY')?.split('/')[1] ?? '',
      description: text(member(repository, 'description')) ?? '',
      url: text(member(repository, 'html_url')) ?? pageOf(env),
      license:
        text(member(member(repository, 'license'), 'spdx_id')) ?? text(member(repository, 'license')) ?? '',
    },
  };
}

/** The commit that started the run; of a pull request the head's where the variable asks for it. */
function commitOf(env: ContextSources['env'], eventName: string, request: unknown): string {
  const head = text(member(member(request, 'head'), 'sha'));
  const wanted = /true/i.test(env('DOCKER_METADATA_PR_HEAD_SHA') ?? '') && eventName.includes('pull_request');
  return (wanted ? head : undefined) ?? env('GITHUB_SHA') ?? '';
}

function baseRef(ref: string, event: unknown): string {
  if (ref.startsWith('refs/tags/'))
    return (text(member(event, 'base_ref')) ?? '').replace(/^refs\/heads\//, '');
  if (ref.startsWith('refs/pull/'))
    return text(member(member(member(event, 'pull_request'), 'base'), 'ref')) ?? '';
  return '';
}

/** The date of the commit, where the event lists it. */
function commitDate(event: unknown, sha: string): string | undefined {
  const commits = member(event, 'commits');
  const listed = [...(Array.isArray(commits) ? (commits as unknown[]) : []), member(event, 'head_commit')];
  return text(
    member(
      listed.find((commit) => member(commit, 'id') === sha),
      'timestamp',
    ),
  );
}

function pageOf(env: ContextSources['env']): string {
  const [server, repository] = [env('GITHUB_SERVER_URL'), env('GITHUB_REPOSITORY')];
  return server && repository ? `${server}/${repository}` : '';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
