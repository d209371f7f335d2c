import { describe, expect, it } from 'vitest';
import type { Tree } from '../model/ports.ts';
import { filesMatching, folderTest, pathIndex, pathTest } from './globs.ts';

const table: [globs: string[], path: string, meant: boolean][] = [
  [['plugins/**'], 'plugins/a/.hidden/b.ts', true],
  [['plugins/**'], 'plugins-old/a.ts', false],
  [['plugins/**'], 'plugins', true],
  [['plugins/*'], 'plugins/a/b.ts', false],
  [['plugins/*/manifest.yaml'], 'plugins/proxy/manifest.yaml', true],
  [['charts'], 'charts/templates/a.yaml', true],
  [['charts/'], 'charts/Chart.yaml', true],
  [['./charts/Chart.yaml'], 'charts/Chart.yaml', true],
  [['charts/Chart.yaml'], 'charts/Chart.yaml.bak', false],
  [['**'], 'any/thing', true],
  [['**/*.ts'], 'top.ts', true],
  [['*.md'], 'docs/a.md', false],
  [['!docs/**'], 'src/a.ts', true],
  [['!docs/**'], 'docs/a.md', false],
  [['{a,b}/**'], 'b/c/d', true],
  [['src/*/'], 'src/a/deep/b.ts', true],
  [['apps/**', '!apps/**/*.md'], 'apps/x/README.md', false],
  [['apps/**', '!apps/**/*.md'], 'apps/x/main.go', true],
  [['docs/\\[draft\\]/**'], 'docs/[draft]/ü.md', true],
  [['@(a|b)/c'], 'a/c', true],
  [[], 'a', false],
];

describe('a list of globs', () => {
  it.each(table)('%j, of %s, says %s', (globs, path, meant) => {
    expect(pathTest(globs)(path)).toBe(meant);
  });
});

it('many lists are asked at once', () => {
  const index = pathIndex([['apps/a/**'], ['apps/**', '!apps/a/**'], ['**/*.ts'], ['libs']]);
  expect(index('apps/a/x.ts')).toEqual([2, 0]);
  expect(index('apps/b/x.go')).toEqual([1]);
  expect(index('libs')).toEqual([3]);
  expect(index('apps/a/x.ts')).toBe(index('apps/a/x.ts'));
});

it('folders that cannot hold a path that is meant are told', () => {
  const worth = folderTest(['plugins/**', 'apps/*/src/**', '!docs/**']);
  expect(['plugins/', 'plugins/a/', 'apps/', 'apps/x/'].every(worth)).toBe(true);
  expect(['docs/', 'plugins-old/', 'charts/'].some(worth)).toBe(false);
  expect(folderTest(['**/*.ts'])('any/')).toBe(true);
  expect(folderTest(['!docs/**'])('any/')).toBe(true);
});

describe('the files of a tree that a glob means', () => {
  const entries = [
    ['dist/.hidden', 'file'],
    ['dist/deep/tool', 'executable'],
    ['dist/tool', 'executable'],
    ['dist/tool.link', 'link'],
    ['dist/tool.txt', 'file'],
  ] as const;
  const listed: string[] = [];
  const tree = {
    list: async (folder = '') => {
      listed.push(folder);
      return entries.map(([path, kind]) => ({ path, kind }));
    },
  } as unknown as Tree;

  it.each([
    ['dist/tool*', 'dist', ['dist/tool', 'dist/tool.txt']],
    ['dist/**/tool', 'dist', ['dist/deep/tool', 'dist/tool']],
    ['dist/tool.txt', 'dist', ['dist/tool.txt']],
    ['dist/*', 'dist', ['dist/.hidden', 'dist/tool', 'dist/tool.txt']],
    ['other/*', 'other', []],
    ['!dist/*.txt', '!dist', []],
  ])('%s', async (glob, folder, expected) => {
    expect((await filesMatching(tree, glob)).map(({ path }) => path)).toEqual(expected);
    expect(listed.at(-1)).toBe(folder);
  });
});
