import { describe, expect, test } from 'vitest';
import { github, githubImage } from './index.ts';
import type { GithubOptions } from './options.ts';

const many = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`input${index}`, 'x']));

describe('options', () => {
  test.each([
    [{}, []],
    [{ url: 'https://git.example.org', repository: 'acme/harbour', token: { env: ['A', 'B'] } }, []],
    [{ release: false, dispatch: [{ workflow: 'a.yml' }, { workflow: 'b.yaml', inputs: { a: 'b' } }] }, []],
    [{ releases: {} }, ['CONFIG_UNKNOWN_KEY']],
    [{ url: 'https://user:pw@github.com' }, ['CONFIG_INVALID']],
    [{ repository: 'harbour' }, ['CONFIG_INVALID']],
    [{ release: { latest: 'newest' } }, ['CONFIG_INVALID']],
    [{ release: true }, ['CONFIG_INVALID']],
    [{ dispatch: { workflow: '.github/workflows/a.yml' } }, ['CONFIG_INVALID']],
    [{ dispatch: [{ workflow: 'a.yml' }, { workflow: 'a.yml' }] }, ['GITHUB_DISPATCH_OPTIONS']],
    [{ dispatch: { workflow: 'a.yml', inputs: many } }, ['GITHUB_DISPATCH_OPTIONS']],
  ])('%j has the problems %j', (options, codes) => {
    expect((github(options as GithubOptions).problems ?? []).map(({ code }) => code)).toEqual(codes);
  });
});

describe('what workflows must provide', () => {
  test.each<[GithubOptions, object]>([
    [{}, { permissions: { contents: 'write' } }],
    [
      { token: 'RELEASE_TOKEN', release: false, dispatch: { workflow: 'a.yml' } },
      { permissions: { actions: 'write' }, secrets: ['RELEASE_TOKEN'] },
    ],
    [
      { comments: { requests: true, issues: true } },
      { permissions: { contents: 'write', 'pull-requests': 'write', issues: 'write' } },
    ],
  ])('for %j is %j', (options, needs) => {
    expect(github(options).ci).toMatchObject({ forge: 'github', ...needs });
  });
});

describe('the image of GitHub', () => {
  test("is the repository's own, by the token and the name that a workflow has", () => {
    expect(githubImage()).toEqual({
      image: 'ghcr.io/$GITHUB_REPOSITORY',
      credential: { env: 'GITHUB_TOKEN', usernameEnv: 'GITHUB_ACTOR', username: 'x-access-token' },
    });
  });

  test('may lie below, be of another repository, and at another registry', () => {
    const image = { repository: 'acme/harbour', path: '/api', registry: 'containers.git.example.org' };
    expect(githubImage(image).image).toBe('containers.git.example.org/acme/harbour/api');
  });
});
