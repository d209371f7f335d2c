import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createScratch, inFolder } from './scratch.ts';

afterEach(() => void vi.unstubAllEnvs());

test('all folders are gone at the end', async () => {
  const scratch = createScratch();
  const folders = await Promise.all([scratch.folder(), scratch.folder()]);
  expect(new Set(folders).size).toBe(2);
  expect(folders.every((folder) => existsSync(folder))).toBe(true);
  await scratch.dispose();
  expect(folders.some((folder) => existsSync(folder))).toBe(false);
});

test('where none could be made, there is nothing to remove', async () => {
  vi.stubEnv('TMPDIR', '/nowhere/at/all');
  const scratch = createScratch();
  await expect(scratch.folder()).rejects.toMatchObject({ code: 'ENOENT', syscall: 'mkdtemp' });
  await scratch.dispose();
});

test('they are named whole where TMPDIR is relative, for programs that work elsewhere', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'launchway-relative-'));
  vi.stubEnv('TMPDIR', relative(process.cwd(), temporary));
  const scratch = createScratch();
  expect(dirname(dirname(await scratch.folder()))).toBe(temporary);
  expect(await inFolder('soup', async (folder) => dirname(folder))).toBe(temporary);
  await scratch.dispose();
  rmSync(temporary, { recursive: true });
});
