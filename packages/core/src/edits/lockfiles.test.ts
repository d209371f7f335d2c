import { expect, test } from 'vitest';
import type { Tree } from '../model/ports.ts';
import { lockfileEdits, type MovedPin } from './lockfiles.ts';

function treeOf(files: Readonly<Record<string, unknown>>): Tree {
  const text = async (path: string): Promise<string | undefined> =>
    path in files ? JSON.stringify(files[path], null, 2) : undefined;
  return { text, bytes: async () => undefined, list: async () => [] };
}

const moved = (file: string, version: string, why: string): MovedPin => ({
  pin: { file, format: 'json', pointer: ['version'] },
  version,
  why,
});

test('the lock file beside a package follows it at both places', async () => {
  const lock = {
    name: 'shop',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'shop', version: '1.0.0' }, 'node_modules/x': { version: '1.0.0' } },
  };
  const tree = treeOf({ 'package.json': { name: 'shop', version: '1.0.0' }, 'package-lock.json': lock });
  const [edit, ...others] = await lockfileEdits(tree, [moved('package.json', '1.1.0', 'chart 1.1.0')]);
  expect(others).toEqual([]);
  expect(edit).toMatchObject({ path: 'package-lock.json', why: ['chart 1.1.0'] });
  expect(JSON.parse(edit?.apply(JSON.stringify(lock)) ?? '')).toEqual({
    ...lock,
    version: '1.1.0',
    packages: { '': { name: 'shop', version: '1.1.0' }, 'node_modules/x': { version: '1.0.0' } },
  });
});

test('the lock file of the workspace follows its members, named or not, in one edit', async () => {
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
  const [edit, ...others] = await lockfileEdits(tree, [
    moved('apps/runtime/package.json', '2.1.0', 'app 2.1.0'),
    moved('packages/b/package.json', '3.1.0', 'b 3.1.0'),
  ]);
  expect(others).toEqual([]);
  expect(edit?.why).toEqual(['app 2.1.0', 'b 3.1.0']);
  expect(JSON.parse(edit?.apply(JSON.stringify(lock)) ?? '').packages).toEqual({
    '': { name: 'shop' },
    'apps/runtime': { version: '2.1.0' },
    'packages/b': { name: '@shop/b', version: '3.1.0' },
  });
});

test('the lock file repeats the range by which a member depends on another', async () => {
  const b = { name: '@shop/b', version: '1.0.0', devDependencies: { '@shop/a': '^1.0.0', x: '^1.0.0' } };
  const lock = { name: 'shop', packages: { '': { name: 'shop' }, 'packages/b': b } };
  const tree = treeOf({ 'package-lock.json': lock, 'packages/b/package.json': b });
  const range = (...pointer: string[]): MovedPin => ({
    pin: { file: 'packages/b/package.json', format: 'json', pointer, form: '^{version}' },
    version: '2.0.0',
    why: 'a 2.0.0',
  });
  const [edit] = await lockfileEdits(tree, [
    range('devDependencies', '@shop/a'),
    range('config', '@shop/a'),
    range('dependencies', '@shop/a'),
  ]);
  expect(JSON.parse(edit?.apply(JSON.stringify(lock)) ?? '').packages['packages/b']).toEqual({
    ...b,
    devDependencies: { '@shop/a': '^2.0.0', x: '^1.0.0' },
  });
});

test('a lock file of npm 7 repeats the range once more, but not that of a peer', async () => {
  const b = { name: '@shop/b', devDependencies: { '@shop/a': '^1.0.0' }, peerDependencies: { x: '^1.0.0' } };
  const lock = {
    name: 'shop',
    lockfileVersion: 2,
    packages: { '': { name: 'shop' }, 'packages/b': b },
    dependencies: {
      '@shop/b': { version: 'file:packages/b', requires: { '@shop/a': '^1.0.0', x: '^1.0.0' } },
    },
  };
  const tree = treeOf({ 'package-lock.json': lock, 'packages/b/package.json': b });
  const range = (...pointer: string[]): MovedPin => ({
    pin: { file: 'packages/b/package.json', format: 'json', pointer, form: '^{version}' },
    version: '2.0.0',
    why: 'a 2.0.0',
  });
  const moves = [range('devDependencies', '@shop/a'), range('peerDependencies', 'x')];
  const [edit] = await lockfileEdits(tree, moves);
  expect(JSON.parse(edit?.apply(JSON.stringify(lock)) ?? '')).toMatchObject({
    packages: {
      'packages/b': { devDependencies: { '@shop/a': '^2.0.0' }, peerDependencies: { x: '^2.0.0' } },
    },
    dependencies: { '@shop/b': { requires: { '@shop/a': '^2.0.0', x: '^1.0.0' } } },
  });
});

test('the lock file of another package is left alone', async () => {
  const lock = { name: 'other', version: '1.0.0', packages: { '': { name: 'other', version: '1.0.0' } } };
  const tree = treeOf({ 'package.json': { name: 'shop', version: '1.0.0' }, 'package-lock.json': lock });
  expect(await lockfileEdits(tree, [moved('package.json', '1.1.0', 'chart')])).toEqual([]);
  expect(await lockfileEdits(tree, [moved('jsr.json', '1.1.0', 'shared')])).toEqual([]);
});
