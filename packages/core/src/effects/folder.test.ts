import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folderTree } from './folder.ts';

const root = mkdtempSync(join(tmpdir(), 'tree-'));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, 'top/a/.git'), { recursive: true });
writeFileSync(join(root, 'outside'), 'outside');
writeFileSync(join(root, 'top/a/run'), 'x', { mode: 0o755 });
writeFileSync(join(root, 'top/a/.git/config'), 'x');
writeFileSync(join(root, 'top/a.txt'), '\uFEFFü\r\n');
writeFileSync(join(root, 'top/ö'), '');
symlinkSync('../a.txt', join(root, 'top/a/inside'));
symlinkSync('../../outside', join(root, 'top/a/out'));
const tree = folderTree(join(root, 'top'));

test('entries come in byte order of their paths, with their kinds and without .git', async () => {
  expect(await tree.list()).toEqual([
    { path: 'a.txt', kind: 'file' },
    { path: 'a/inside', kind: 'link' },
    { path: 'a/out', kind: 'link' },
    { path: 'a/run', kind: 'executable' },
    { path: 'ö', kind: 'file' },
  ]);
  expect((await tree.list('a/')).map(({ path }) => path)).toEqual(['a/inside', 'a/out', 'a/run']);
  expect(await tree.list('nowhere')).toEqual([]);
});

test('text keeps its byte order mark and line ends', async () => {
  expect(await tree.text('a.txt')).toBe('\uFEFFü\r\n');
  expect(await tree.text('a/inside')).toBe('\uFEFFü\r\n');
});

test.each(['none', 'none/deeper', 'a.txt/deeper', 'a'])('there is no file at %s', async (path) => {
  expect(await tree.bytes(path)).toBeUndefined();
});

test.each(['../outside', 'a/../../outside', '/etc/hostname', 'a/out'])('%s is not read', async (path) => {
  await expect(tree.text(path)).rejects.toThrow(`"${path}" leads out of the folder`);
});
