import { expect, test } from 'vitest';
import { rehearsalCredential, rehearsalEnvironment } from './environment.ts';

test('secrets are replaced and proxies left out, and nothing else is touched', () => {
  const env = {
    NPM_TOKEN: 'true-1',
    DEPLOY_API_KEY: 'true-2',
    CI_JOB_TOKEN: 'true-3',
    AWS_ACCESS_KEY_ID: 'true-4',
    https_proxy: 'http://user:true-5@proxy:3128',
    GIT_AUTHOR_NAME: 'Ada',
    TOKENIZER: 'words',
    EMPTY_TOKEN: '',
  };
  const safe = rehearsalEnvironment(env, { head: '3f1c9aa' });
  expect(JSON.stringify(safe)).not.toContain('true-');
  expect(safe).toMatchObject({ GIT_AUTHOR_NAME: 'Ada', TOKENIZER: 'words', EMPTY_TOKEN: '' });
  expect(safe['CI_JOB_TOKEN']).toMatch(/^glcbt-/);
  expect(safe).not.toHaveProperty('https_proxy');
});

test.each([
  ['git@git.example.org:group/harbour.git', 'https://git.example.org', 'group/harbour'],
  ['ssh://git@git.example.org:2222/a/b/c.git', 'https://git.example.org', 'a/b/c'],
  ['https://gitlab.com/group/harbour', 'https://gitlab.com', 'group/harbour'],
  ['/srv/git/harbour.git', 'https://gitlab.com', 'rehearsal/project'],
])('a flow for GitLab gets what GitLab would set for %s', (remote, url, path) => {
  const situation = { ci: 'gitlab', branch: 'release/7', head: '3f1c9aa', remote } as const;
  expect(rehearsalEnvironment({}, situation)).toMatchObject({
    GITLAB_CI: 'true',
    CI_SERVER_URL: url,
    CI_PROJECT_PATH: path,
    CI_COMMIT_BRANCH: 'release/7',
    CI_COMMIT_SHA: '3f1c9aa',
  });
});

test('a flow for GitHub gets what GitHub would set, save for the workflow, which nobody knows', () => {
  const remote = 'git@github.example.org:acme/harbour.git';
  const env = rehearsalEnvironment({}, { ci: 'github', branch: 'release/7', head: '3f1c9aa', remote });
  expect(env).toMatchObject({
    GITHUB_API_URL: 'https://github.example.org/api/v3',
    GITHUB_REPOSITORY: 'acme/harbour',
    GITHUB_REF: 'refs/heads/release/7',
    GITHUB_SHA: '3f1c9aa',
  });
  expect(env['GITHUB_TOKEN']).toMatch(/^ghs_rehearsal-/);
  expect(env).not.toHaveProperty('GITHUB_WORKFLOW_REF');
  expect(env).not.toHaveProperty('GITHUB_JOB');
});

test('a credential is the one of the variable that is set, never its value', () => {
  const ref = { env: ['GITLAB_TOKEN', 'CI_JOB_TOKEN'], username: 'oauth2' };
  const found = rehearsalCredential({ CI_JOB_TOKEN: 'true-1' }, ref);
  expect(found).toEqual({
    source: '$CI_JOB_TOKEN',
    username: 'oauth2',
    secret: 'glcbt-rehearsal-ci-job-token',
  });
  expect(rehearsalCredential({}, ref)?.source).toBe('$GITLAB_TOKEN');
  const workflow = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/' };
  expect(rehearsalCredential(workflow, { env: 'JSR_TOKEN' })).toBeUndefined();
});
