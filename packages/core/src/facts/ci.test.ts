import { describe, expect, it } from 'vitest';
import { forgeOfCi, readCi } from './ci.ts';

const env = (variables: Record<string, string>) => (name: string) => variables[name];
const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://ghe.example/',
  GITHUB_REPOSITORY: 'owner/name',
  GITHUB_RUN_ID: '77',
};
const gitlab = {
  GITLAB_CI: 'true',
  CI: 'true',
  CI_PROJECT_URL: 'https://host.example/gitlab/group/sub/project',
};

describe('the CI', () => {
  it('GitHub names branches with slashes, tags, and requests with their own branch', () => {
    expect(readCi(env({ ...github, GITHUB_REF: 'refs/heads/release/1.x' }))).toMatchObject({
      provider: 'github',
      branch: 'release/1.x',
    });
    const tag = readCi(env({ ...github, GITHUB_REF: 'refs/tags/v1.0.0' }));
    expect(tag).toMatchObject({ tag: 'v1.0.0' });
    expect(tag).not.toHaveProperty('branch');
    const asked = {
      GITHUB_REF: 'refs/pull/12/merge',
      GITHUB_HEAD_REF: 'fix/it',
      GITHUB_BASE_REF: 'release/1.x',
    };
    const request = readCi(env({ ...github, ...asked }));
    expect(request).toMatchObject({ request: '12', branch: 'fix/it', target: 'release/1.x' });
    const queued = readCi(
      env({ ...github, GITHUB_REF: 'refs/heads/gh-readonly-queue/release/1.x/pr-7-abc' }),
    );
    expect(queued).toMatchObject({ request: '7', target: 'release/1.x' });
  });

  it('GitLab names branches, tags and merge requests', () => {
    expect(readCi(env({ ...gitlab, CI_COMMIT_BRANCH: 'test/gitlab-ci' }))).toMatchObject({
      provider: 'gitlab',
      branch: 'test/gitlab-ci',
    });
    expect(readCi(env({ ...gitlab, CI_COMMIT_TAG: 'v2' }))).toEqual({ provider: 'gitlab', tag: 'v2' });
    expect(
      readCi(
        env({
          ...gitlab,
          CI_MERGE_REQUEST_IID: '3',
          CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'f/x',
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'lab',
        }),
      ),
    ).toMatchObject({
      request: '3',
      branch: 'f/x',
      target: 'lab',
    });
  });

  it('is another where only CI is set, and none where it says no', () => {
    expect(readCi(env({ CI: '1' }))).toEqual({ provider: 'other' });
    expect(readCi(env({ CI: 'false' }))).toEqual({ provider: 'none' });
    expect(readCi(env({ GITLAB_CI: 'false', GITHUB_ACTIONS: '' }))).toEqual({ provider: 'none' });
  });

  it('names the page of the repository, below any path', () => {
    expect(forgeOfCi(readCi(env(github)), env(github))).toEqual({
      kind: 'github',
      url: 'https://ghe.example/owner/name',
    });
    expect(forgeOfCi(readCi(env(gitlab)), env(gitlab))).toEqual({
      kind: 'gitlab',
      url: gitlab.CI_PROJECT_URL,
    });
    expect(forgeOfCi({ provider: 'none' }, env(gitlab))).toBeUndefined();
  });
});
