import { describe, expect, test } from 'vitest';
import { type ContextSources, eventContext } from './context.ts';

const contextOf = (env: Readonly<Record<string, string>>, sources: Partial<ContextSources> = {}) =>
  eventContext({ env: (name) => env[name], now: 1000, ...sources });

const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SHA: 'abc',
  GITHUB_REPOSITORY: 'acme/api',
  GITHUB_SERVER_URL: 'https://github.com',
};

describe('on GitHub', () => {
  test('pull_request_target is of the request, not of the branch it runs on', () => {
    const env = { ...github, GITHUB_EVENT_NAME: 'pull_request_target' };
    const event = { number: 15, pull_request: { base: { ref: 'main' }, head: { sha: 'def' } } };
    expect(contextOf(env, { event })).toMatchObject({
      ref: 'refs/pull/15/merge',
      sha: 'abc',
      baseRef: 'main',
    });
    expect(contextOf({ ...env, DOCKER_METADATA_PR_HEAD_SHA: 'true' }, { event }).sha).toBe('def');
  });

  test('the date of the commit is the one the event lists', () => {
    const event = {
      commits: [{ id: 'abc', timestamp: '2026-01-02T03:04:05+01:00' }],
      head_commit: { id: 'x', timestamp: '2020-01-01' },
    };
    expect(new Date(contextOf(github, { event }).commitDate).toISOString()).toBe('2026-01-02T02:04:05.000Z');
  });

  test('git dates the commit where the event does not, if it is the same one', () => {
    const git = { sha: 'abc', commitDate: '2026-01-02T00:00:00Z' };
    expect(contextOf(github, { git }).commitDate).toBe(Date.UTC(2026, 0, 2));
    expect(contextOf(github, { git: { ...git, sha: 'other' } }).commitDate).toBe(1000);
  });

  test("the default branch is the event's, or without an event file the given one", () => {
    expect(
      contextOf(github, { event: { repository: { default_branch: 'dev' } }, defaultBranch: 'main' })
        .isDefaultBranch,
    ).toBe(false);
    expect(contextOf(github, { defaultBranch: 'main' }).isDefaultBranch).toBe(true);
  });

  test('a schedule counts as the default branch', () => {
    expect(contextOf({ ...github, GITHUB_EVENT_NAME: 'schedule' }).isDefaultBranch).toBe(true);
  });

  test('without an event file the repository is told from the variables', () => {
    expect(contextOf(github).repository).toEqual({
      name: 'api',
      description: '',
      url: 'https://github.com/acme/api',
      license: '',
    });
  });
});

describe('on GitLab', () => {
  test('a merge request is read in the same words', () => {
    const env = {
      GITLAB_CI: 'true',
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '9',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'fix/it',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_COMMIT_SHA: 'abc',
    };
    expect(contextOf(env)).toMatchObject({
      eventName: 'pull_request',
      ref: 'refs/pull/9/merge',
      sourceRef: 'fix/it',
      baseRef: 'main',
      isDefaultBranch: false,
    });
  });

  test('labels come from the project', () => {
    const env = {
      GITLAB_CI: 'true',
      CI_PROJECT_NAME: 'api',
      CI_PROJECT_DESCRIPTION: 'An API',
      CI_PROJECT_URL: 'https://gitlab.example.org/a/api',
    };
    expect(contextOf(env).repository).toMatchObject({
      name: 'api',
      description: 'An API',
      url: 'https://gitlab.example.org/a/api',
    });
  });
});

test('without a CI git says what is built', () => {
  const git = {
    sha: 'abc',
    branch: 'main',
    defaultBranch: 'main',
    commitDate: '2026-01-02T00:00:00Z',
    url: 'https://git.example.org/acme/api',
  };
  expect(contextOf({}, { git })).toMatchObject({
    ref: 'refs/heads/main',
    isDefaultBranch: true,
    commitDate: Date.UTC(2026, 0, 2),
    repository: { name: 'api' },
  });
});

test('the clock and the commit date can be set, as a date or in seconds', () => {
  const env = { LAUNCHWAY_NOW: '86400', LAUNCHWAY_COMMIT_DATE: '2026-01-02T03:04:05Z' };
  expect(contextOf(env)).toMatchObject({ now: 86_400_000, commitDate: Date.UTC(2026, 0, 2, 3, 4, 5) });
});

test.each([
  { LAUNCHWAY_NOW: 'yesterday-ish' },
  { LAUNCHWAY_NOW: '99999999999999999' },
  { DOCKER_METADATA_SHORT_SHA_LENGTH: 'seven' },
])('%j is refused by its name', (env) => {
  expect(() => contextOf(env as unknown as Readonly<Record<string, string>>)).toThrow(Object.keys(env)[0]);
});
