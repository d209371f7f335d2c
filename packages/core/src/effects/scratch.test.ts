import { existsSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { createScratch } from './scratch.ts';

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
