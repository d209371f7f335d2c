import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createProgramFinder } from './programs.ts';

const root = mkdtempSync(join(tmpdir(), 'programs-'));
for (const folder of ['bin', 'sbin', 'bin/folder']) mkdirSync(join(root, folder));
for (const program of ['bin/one', 'sbin/one', 'sbin/two', 'run.sh'])
  writeFileSync(join(root, program), '', { mode: 0o755 });
writeFileSync(join(root, 'bin/two'), 'not a program', { mode: 0o644 });
afterAll(() => rmSync(root, { recursive: true }));

const find = createProgramFinder(root, { PATH: ['', join(root, 'bin'), join(root, 'sbin')].join(delimiter) });

test.each([
  ['in the first folder of PATH', 'one', 'bin/one'],
  ['in a later one, where the first has only a file of that name', 'two', 'sbin/two'],
  ['by its path from the root', './run.sh', 'run.sh'],
  ['by its absolute path', join(root, 'sbin/two'), 'sbin/two'],
])('a program is found %s', async (_, name, path) => {
  expect(await find(name)).toBe(join(root, path));
});

test.each(['three', './bin/two', 'folder', 'run.sh'])(
  '%s is no program that could be started',
  async (name) => {
    expect(await find(name)).toBeUndefined();
  },
);
