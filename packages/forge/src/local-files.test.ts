import { expect, test } from 'vitest';
import { coversGlobs, findFiles } from './local-files.ts';
import { treeOf } from './pipelines/tree.fixture.ts';

const tree = treeOf({
  'dist/.env': 'SECRET=1\n',
  'dist/tool-linux.tgz': 'a',
  'dist/tool-linux.tgz.map': 'b',
  'dist/tool-windows.zip': 'c',
  LICENSE: 'd',
});

const namesOf = async (...globs: readonly string[]) => {
  const { files, missing } = await findFiles(globs, tree);
  return { files: files.map(({ name }) => name), missing };
};

test('a glob after "!" takes files away, and never adds any', async () => {
  expect(await namesOf('!dist/*.map', 'dist/tool-*')).toEqual({
    files: ['tool-linux.tgz', 'tool-windows.zip'],
    missing: [],
  });
  expect(await namesOf('!dist/*.map')).toEqual({ files: [], missing: [] });
});

test('a glob whose files are all taken away has found none', async () => {
  expect(await namesOf('LICENSE', 'dist/*.zip', '!dist/tool-*')).toEqual({
    files: ['LICENSE'],
    missing: ['dist/*.zip'],
  });
});

test('only what globs name needs a name where files are not built', () => {
  expect(coversGlobs(['dist/tool-*', '!dist/*.map'], ['tool-linux.tgz'])).toBe(true);
  expect(coversGlobs(['dist/tool-*', 'dist/*.map'], ['tool-linux.tgz'])).toBe(false);
});
