import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { githubFilter, githubGlob } from './glob-github.ts';
import { gitlabGlob } from './glob-gitlab.ts';

interface Case {
  readonly glob: string;
  readonly path: string;
  readonly match: boolean;
}

const cases = JSON.parse(
  readFileSync(new URL('fixtures/gitlab-changes.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('globs of rules:changes', () => {
  test('give the verdicts of fnmatch', () => {
    expect(cases.length).toBeGreaterThan(200);
    expect(cases.filter(({ glob, path, match }) => gitlabGlob(glob)(path) !== match)).toEqual([]);
  });

  test.each([
    ['a/**/b/**/c', 'a/x/b/y/z/c', true],
    ['a/**/b/**/c', 'a/b/c', true],
    ['a/**/b/**/c', 'a/c', false],
    ['**/**/x', 'x', true],
    ['{a,b/{c,d}}/*', 'b/d/e', true],
    ['{a,b/{c,d}}/*', 'b/e/e', false],
    ['{charts,}/x', '/x', true],
    ['a{b', 'a{b', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['[!a-c]x', 'dx', true],
    ['[^a-c]x', 'bx', false],
    ['[ab', '[ab', false],
    ['[a-]', '-', true],
    ['?', '日', true],
    ['x**/y', 'xa/y', true],
    ['x**/y', 'x/a/y', false],
    ['**/*.{yml,yaml}', '.gitlab/ci/a.yml', true],
  ])('%s on %s: %s', (glob, path, match) => {
    expect(gitlabGlob(glob)(path)).toBe(match);
  });

  test('a pattern made to hang does not', () => {
    const path = `${'a'.repeat(4000)}b`;
    expect(gitlabGlob(`${'*a'.repeat(200)}*c`)(path)).toBe(false);
    expect(gitlabGlob(`${'**/a/'.repeat(20)}z`)('a/'.repeat(400))).toBe(false);
  });
});

describe('filters of workflows', () => {
  test.each([
    ['v*.*.*', 'v1.2.3', true],
    ['v*.*.*', 'v1.2.3-rc.1', true],
    ['v*.*.*', 'vfoo.bar.baz', true],
    ['v*.*.*', 'v1.2', false],
    ['v*.*.*', 'chart-v1.2.3', false],
    ['v*.*.*', 'release/v1.2.3', false],
    ['v*.*.*', 'V1.2.3', false],
    ['v[0-9]+.[0-9]+.[0-9]+', 'v10.20.30', true],
    ['v[0-9]+.[0-9]+.[0-9]+', 'v1.2.3-rc.1', false],
    ['charts/**', 'charts/a/b/c.yaml', true],
    ['charts/**', 'charts', false],
    ['**/docs/**', 'docs/a.md', true],
    ['**/docs/**', 'x/y/docs/a.md', true],
    ['**.js', 'a/b/c.js', true],
    ['*.js', 'a/b.js', false],
    ['*.jsx?', 'page.js', true],
    ['*.jsx?', 'page.jsx', true],
    ['\\!x', '!x', true],
    ['v1.0', 'v1x0', false],
    ['release/*', 'release/a/b', false],
    ['**', 'a/b', true],
    ['a/b(c)$', 'a/b(c)$', true],
  ])('%s on %s: %s', (pattern, text, match) => {
    expect(githubGlob(pattern)?.(text)).toBe(match);
  });

  test.each(['?x', '+', '[', '[]', '*+', '[a&b]'])('%s is no pattern', (pattern) => {
    expect(githubGlob(pattern)).toBeUndefined();
  });

  test('the last pattern that fits decides', () => {
    const filter = githubFilter(['releases/**', '!releases/**-alpha', 'releases/keep-alpha']);
    expect(['releases/10', 'releases/10-alpha', 'releases/keep-alpha', 'main'].map(filter)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
