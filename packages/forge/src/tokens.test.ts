import { expect, test } from 'vitest';
import { gitlabAddress, projectSegment } from './address.ts';
import { gitlabCredential, githubTokenKind, gitlabTokenKind } from './tokens.ts';

test.each([
  ['glcbt-64_abc', {}, 'job', { header: 'JOB-TOKEN' }],
  ['0123456789abcdef', { jobToken: '0123456789abcdef' }, 'job', { header: 'JOB-TOKEN' }],
  ['whatever', { variable: 'CI_JOB_TOKEN' }, 'job', { header: 'JOB-TOKEN' }],
  ['glpat-abcdef', { jobToken: 'other' }, 'personal', { header: 'PRIVATE-TOKEN' }],
  ['AbCdEfGhIjKlMnOpQrSt', {}, 'personal', { header: 'PRIVATE-TOKEN' }],
  ['gldt-abcdef', {}, 'deploy', { header: 'DEPLOY-TOKEN' }],
  ['whatever', { variable: 'CI_DEPLOY_PASSWORD' }, 'deploy', { header: 'DEPLOY-TOKEN' }],
  ['a'.repeat(64), {}, 'oauth', 'bearer'],
])('%s with %j is a %s token', (secret, hints, kind, scheme) => {
  const found = gitlabTokenKind(secret, hints);
  expect(found).toBe(kind);
  expect(gitlabCredential({ env: 'X' }, found).scheme).toEqual(scheme);
});

test.each([
  ['ghs_x', 'installation'],
  ['ghp_x', 'classic'],
  ['github_pat_x', 'fine-grained'],
  ['x', 'unknown'],
])('%s is a %s token of GitHub', (secret, kind) => {
  expect(githubTokenKind(secret)).toBe(kind);
});

test.each([
  ['https://git.example.org', 'https://git.example.org/api/v4'],
  ['https://git.example.org:8443/gitlab/', 'https://git.example.org:8443/gitlab/api/v4'],
  ['http://10.0.0.5/a/b/api/v4', 'http://10.0.0.5/a/b/api/v4'],
  ['ssh://git@example.org', undefined],
  ['https://user:pw@example.org', undefined],
])('the API of %s is %s', (url, api) => {
  expect(gitlabAddress(url)?.api).toBe(api);
});

test.each([
  ['group/sub/project', 'group%2Fsub%2Fproject'],
  ['/group/project/', 'group%2Fproject'],
  [42, '42'],
])('the project %s is %s in an address', (project, segment) => {
  expect(projectSegment(project)).toBe(segment);
});
