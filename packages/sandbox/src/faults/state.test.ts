import { chmod, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createTestRepository, type TestRepository } from '../repository.ts';
import { changesOf, folderState, stateOf } from './state.ts';

const open: TestRepository[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((repository) => repository.remove()));
});

async function repository(): Promise<TestRepository> {
  const made = await createTestRepository({ 'menu.txt': 'soup\n', 'bin/cook': '#!/bin/sh\n' });
  open.push(made);
  return made;
}

test('copies of a repository are in the same state, wherever they are', async () => {
  const first = await repository();
  const second = await first.copy();
  open.push(second);
  const at = ({ path }: TestRepository) => folderState(path, [dirname(path)]);
  expect(changesOf(at(first), at(second))).toEqual([]);
});

test('contents, executable bits, links and new files are told by their paths', async () => {
  const { path } = await repository();
  const before = folderState(path);
  await writeFile(join(path, 'menu.txt'), 'stew\n');
  await chmod(join(path, 'bin/cook'), 0o755);
  await symlink('menu.txt', join(path, 'today.txt'));
  expect(changesOf(before, folderState(path)).toSorted()).toEqual(['bin/cook', 'menu.txt', 'today.txt']);
});

test('of an index, what is staged counts and not when a file was read', async () => {
  const { path, git } = await repository();
  const before = folderState(path);
  await utimes(join(path, 'menu.txt'), 1_700_000_000, 1_700_000_000);
  await git('update-index', '--refresh');
  expect(changesOf(before, folderState(path))).toEqual([]);
  await git('rm', '-q', '--cached', 'menu.txt');
  expect(changesOf(before, folderState(path))).toEqual(['.git/index']);
});

test('values of any form have equal states when they are equal', () => {
  const held = (bytes: string) => new Map([['soup', { bytes: Buffer.from(bytes), tags: new Set([3]) }]]);
  expect(stateOf(held('leek'))).toBe(stateOf(held('leek')));
  expect(stateOf(held('leek'))).not.toBe(stateOf(held('pea')));
});
