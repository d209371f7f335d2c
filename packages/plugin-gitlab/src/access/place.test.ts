import type { HookContext } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import type { GitlabOptions } from '../options.ts';
import { placeOf } from './place.ts';

const ci = {
  GITLAB_CI: 'true',
  CI_API_V4_URL: 'https://git.example.org:8443/gitlab/api/v4',
  CI_PROJECT_ID: '42',
  CI_PROJECT_PATH: 'group/sub/harbour',
  CI_PROJECT_URL: 'https://git.example.org:8443/gitlab/group/sub/harbour',
};

function place(
  options: GitlabOptions,
  env: Readonly<Record<string, string>>,
  forge?: HookContext['facts']['forge'],
) {
  const context = { facts: { forge }, reads: { env: (name: string) => env[name] } };
  const found = placeOf(options, context as unknown as HookContext);
  return found && [found.api, found.project, found.web];
}

describe('the project that is meant', () => {
  test('is the one of the CI, by its number', () => {
    expect(place({}, ci)).toEqual(['https://git.example.org:8443/gitlab/api/v4', '42', ci.CI_PROJECT_URL]);
  });

  test('is not read from variables that another CI has made up', () => {
    expect(place({}, { ...ci, GITLAB_CI: 'false' })).toBeUndefined();
  });

  test('is the one of the options before all others', () => {
    expect(place({ url: 'http://10.0.0.5/', project: '/a/b' }, ci)).toEqual([
      'http://10.0.0.5/api/v4',
      'a%2Fb',
      'http://10.0.0.5/a/b',
    ]);
    expect(place({ project: 7 }, ci)).toEqual([
      ci.CI_API_V4_URL,
      '7',
      'https://git.example.org:8443/gitlab/projects/7',
    ]);
  });

  test("is asked for by its number where the options name the pipeline's own by its path", () => {
    const own = [ci.CI_API_V4_URL, '42', ci.CI_PROJECT_URL];
    expect(place({ project: 'group/sub/harbour' }, ci)).toEqual(own);
    expect(place({ project: 'group/sub/other' }, ci)?.[1]).toBe('group%2Fsub%2Fother');
    const elsewhere = { url: 'https://other.example.org', project: 'group/sub/harbour' };
    expect(place(elsewhere, ci)?.[1]).toBe('group%2Fsub%2Fharbour');
  });

  test('is the one of the git remote elsewhere', () => {
    const forge = { kind: 'gitlab', url: 'https://gitlab.example.org/group/sub/harbour' } as const;
    expect(place({}, {}, forge)).toEqual([
      'https://gitlab.example.org/api/v4',
      'group%2Fsub%2Fharbour',
      forge.url,
    ]);
  });

  test('below a path is found with the address of the server', () => {
    const forge = { kind: 'other', url: 'https://git.example.org/gitlab/group/harbour' } as const;
    expect(place({}, {}, forge)).toBeUndefined();
    expect(place({ url: 'https://git.example.org/gitlab' }, {}, forge)).toEqual([
      'https://git.example.org/gitlab/api/v4',
      'group%2Fharbour',
      forge.url,
    ]);
  });

  test('is never one on GitHub', () => {
    expect(place({}, {}, { kind: 'github', url: 'https://github.com/a/b' })).toBeUndefined();
  });
});
