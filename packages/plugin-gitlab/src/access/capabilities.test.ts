import { describe, expect, test } from 'vitest';
import {
  featureProblems,
  isProtectedBy,
  protectedTagProblems,
  roleOf,
  roleProblems,
  scopeProblems,
} from './capabilities.ts';

const access = (level: number) => ({ access_level: level, notification_level: 3 });

describe('the role that permissions prove', () => {
  test.each([
    [{ project_access: access(20), group_access: access(40) }, 40],
    [{ project_access: access(20), group_access: access(10) }, 20],
    [{ project_access: access(20), group_access: null }, undefined],
    [{ project_access: null, group_access: access(10) }, undefined],
    [{ project_access: null, group_access: null }, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j is %s', (permissions, role) => {
    expect(roleOf(permissions)).toBe(role);
  });

  test('too small a role is told by its name, an unknown one is not told at all', () => {
    expect(roleProblems(20, 'https://git.example.org/a')[0]?.message).toContain('Reporter');
    expect(roleProblems(undefined, 'x')).toEqual([]);
    expect(roleProblems(30, 'x')).toEqual([]);
  });
});

test.each([
  [{}, 'releases', 0],
  [{ releases_access_level: null, packages_enabled: null }, 'releases', 0],
  [{ releases_access_level: 'disabled' }, 'releases', 1],
  [{ releases_access_level: 'disabled' }, 'packages', 0],
  [{ packages_enabled: false }, 'packages', 1],
  [{ package_registry_access_level: 'disabled' }, 'packages', 1],
  [{ archived: true }, 'packages', 1],
] as const)('of the project %j the %s have %i problems', (project, feature, count) => {
  expect(featureProblems(project, feature, 'https://git.example.org/a')).toHaveLength(count);
});

test.each([
  [{}, []],
  [{ scopes: ['api', 'read_user'], active: true, revoked: false }, []],
  [{ scopes: ['read_api'], active: true }, ['has the scopes read_api, and `api` is needed']],
  [{ scopes: ['api'], active: false, expires_at: '2026-05-01' }, ['is not in force (it ends 2026-05-01)']],
  [{ scopes: ['api'], revoked: true, active: false }, ['has been revoked']],
])('the token %j', (token, found) => {
  expect(scopeProblems(token, 'the access token of $GITLAB_TOKEN').map(({ message }) => message)).toEqual(
    found.map((what) => `The access token of $GITLAB_TOKEN ${what}.`),
  );
});

describe('protected tags', () => {
  const rule = (name: string, ...levels: readonly object[]) => ({ name, create_access_levels: levels });

  test.each([
    ['v*', 'v1.2.3', true],
    ['v*', 'chart/v1.2.3', false],
    ['*', 'anything/at/all', true],
    ['v1.0', 'v1x0', false],
    ['*-stable', 'v1-stable', true],
  ])('%s protects %s: %s', (name, tag, expected) => {
    expect(isProtectedBy(name, tag)).toBe(expected);
  });

  test.each([
    [rule('v*', { access_level: 40 }), 30, 1],
    [rule('v*', { access_level: 40 }), 40, 0],
    [rule('v*', { access_level: 40 }), undefined, 0],
    [rule('v*', { access_level: 0 }), 50, 1],
    [rule('v*', { access_level: 0 }), undefined, 1],
    [rule('v*', { access_level: 40 }, { access_level: 30 }), 30, 0],
    [rule('v*', { access_level: 40 }, { access_level: null, user_id: 7 }), 30, 0],
    [rule('w*', { access_level: 40 }), 30, 0],
    [{ name: 'v*' }, 30, 0],
  ])('%j for the role %s: %i problems', (given, role, count) => {
    expect(protectedTagProblems([given], ['v1.2.3'], role)).toHaveLength(count);
  });
});
