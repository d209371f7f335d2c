import { expect, test } from 'vitest';
import type { Tree } from '../model/ports.ts';
import type { Pin } from '../model/track.ts';
import { lockfileEdits } from './lockfiles.ts';

function treeOf(files: Readonly<Record<string, unknown>>): Tree {
  const text = async (path: string): Promise<string | undefined> =>
    path in files ? JSON.stringify(files[path], null, 2) : undefined;
  return { text, bytes: async () => undefined, list: async () => [] };
}

const pin = (file: string): Pin => ({ file, format: 'json', pointer: ['version'] });

test('the lock file beside a package follows it at both places', async () => {
  const lock = {
    name: 'shop',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'shop', version: '1.0.0' }, 'node_modules/x': { version: '1.0.0' } },
  };
  const tree = treeOf({ 'package.json': { name: 'shop', version: '1.0.0' }, 'package-lock.json': lock });
  const [edit, ...others] = await lockfileEdits(tree, pin('package.json'), '1.1.0', 'chart 1.1.0');
  expect(others).toEqual([]);
  expect(edit).toMatchObject({ path: 'package-lock.json', why: 'chart 1.1.0' });
  expect(JSON.parse(edit?.apply(JSON.stringify(lock)) ?? '')).toEqual({
    ...lock,
    version: '1.1.0',
    packages: { '': { name: 'shop', version: '1.1.0' }, 'node_modules/x': { version: '1.0.0' } },
  });
});

test('the lock file of the workspace follows its member, named or not', async () => {
  const lock = {
    name: 'shop',
    version: '1.0.0',
    packages: {
      '': { name: 'shop' },
      'apps/runtime': { version: '2.0.0' },
      'packages/b': { name: '@shop/b', version: '3.0.0' },
    },
  };
  const tree = treeOf({
    'package-lock.json': lock,
    'apps/runtime/package.json': { name: 'runtime', version: '2.0.0' },
    'packages/b/package.json': { name: '@shop/b', version: '3.0.0' },
  });
  const [member] = await lockfileEdits(tree, pin('apps/runtime/package.json'), '2.1.0', 'app');
  expect(JSON.parse(member?.apply(JSON.stringify(lock)) ?? '').packages['apps/runtime']).toEqual({
    version: '2.1.0',
  });
  const [named] = await lockfileEdits(tree, pin('packages/b/package.json'), '3.1.0', 'b');
  expect(JSON.parse(named?.apply(JSON.stringify(lock)) ?? '').packages['packages/b']).toEqual({
    name: '@shop/b',
    version: '3.1.0',
  });
});

test('the lock file of another package is left alone', async () => {
  const lock = { name: 'other', version: '1.0.0', packages: { '': { name: 'other', version: '1.0.0' } } };
  const tree = treeOf({ 'package.json': { name: 'shop', version: '1.0.0' }, 'package-lock.json': lock });
  expect(await lockfileEdits(tree, pin('package.json'), '1.1.0', 'chart')).toEqual([]);
  expect(await lockfileEdits(tree, pin('jsr.json'), '1.1.0', 'shared')).toEqual([]);
});
