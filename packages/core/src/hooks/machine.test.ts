import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stamped } from './lifecycle.ts';
import { machineTrouble } from './machine.ts';

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
  code: 'ENOSPC',
  syscall: 'write',
});

test('a full disk is told in plain words, and by whom it was met', () => {
  expect(stamped(full, { name: 'pack' }, 'pack:chart')).toMatchObject([
    {
      code: 'MACHINE_FAILED',
      plugin: 'pack',
      message: 'The machine refused "write": the disk is full (ENOSPC).',
    },
  ]);
});

test('a path that the system names is named', () => {
  const refused = Object.assign(new Error('x'), { code: 'EROFS', syscall: 'open', path: '/srv/notes.md' });
  expect(machineTrouble(refused)?.message).toBe(
    '/srv/notes.md: "open" failed: the file system can only be read (EROFS).',
  );
});

test('a folder for temporary files that is not there is told as what is to be mended', async () => {
  const error: unknown = await mkdtemp('/nowhere/launchway-').catch((failed: unknown) => failed);
  expect(machineTrouble(error)?.message).toMatch(
    /^\/nowhere\/launchway-\S+: "mkdtemp" failed: the folder .* which TMPDIR names, is missing \(ENOENT\)\.$/,
  );
});

test('what is a mistake of the program stays one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'launchway-machine-'));
  const error: unknown = await writeFile(join(folder, 'a/b'), '').catch((failed: unknown) => failed);
  expect(machineTrouble(error)).toBeUndefined();
  expect(machineTrouble(new TypeError('no'))).toBeUndefined();
});
