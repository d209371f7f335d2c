import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import {
  changesOutside,
  connections,
  fingerprint,
  hasStrace,
  hasUnshare,
  leftIn,
  onReadOnly,
  straced,
} from './observed.fixture.ts';
import { type Clone, cleanUp, notes, reference, start, temporary } from './world.fixture.ts';

afterAll(cleanUp);

async function due(): Promise<Clone> {
  const clone = await reference();
  notes(clone);
  await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts', 'apps/runtime/src/server.js');
  // Files that look changed to git until it has read them: an index that a status would write anew.
  clone.write({ 'README.md': clone.read('README.md') });
  return clone;
}

const commands = [
  ['plan', '--explain', '--diff'],
  ['plan', '--json'],
  ['--dry-run'],
  ['explain'],
  ['notes'],
  ['check'],
  ['status'],
  ['doctor'],
];

describe('what only looks', () => {
  it('leaves every byte of the clone and of the remote, the index included', async () => {
    const clone = await due();
    const folders = [clone.path, clone.remote];
    const before = folders.map(fingerprint);
    for (const args of commands) {
      const { stderr } = await clone.release(args);
      expect(stderr).not.toContain('UNEXPECTED');
      expect(folders.map(fingerprint), args.join(' ')).toEqual(before);
    }
  });

  it.skipIf(!hasStrace)(
    'writes nowhere but in a temporary folder of its own (skipped without strace)',
    async () => {
      for (const args of [['plan', '--json'], ['--dry-run']]) {
        const clone = await due();
        const folder = temporary();
        const log = join(temporary(), 'strace');
        const { code, stderr } = await start(clone.path, args, { TMPDIR: folder }, straced(log)).ended;
        expect(code, stderr).toBe(0);
        expect(changesOutside(log, folder), args.join(' ')).toEqual([]);
        expect(connections(log)).toEqual([]);
        expect(leftIn(folder)).toEqual([]);
      }
    },
  );

  it.skipIf(!hasStrace)(
    'would be caught if it wrote, or spoke to somebody (skipped without strace)',
    async () => {
      const [inside, outside] = [temporary(), temporary()];
      const log = join(temporary(), 'strace');
      const script = `cd ${inside}; mkdir a b; touch ${inside}/x; cd ${outside}; mkdir c; touch d; mv d e; chmod 700 e; ln -s e f; rm e; echo >/dev/null`;
      await promisify(execFile)('strace', [...straced(log).slice(1), 'sh', '-c', script], { cwd: inside });
      await promisify(execFile)('strace', [
        ...straced(join(inside, 'net')).slice(1),
        'git',
        'ls-remote',
        'git://127.0.0.1:1/x',
      ]).catch(() => undefined);
      expect(changesOutside(log, inside).map((line) => /^\d+ +(\w+)\(/.exec(line)?.[1])).toEqual([
        'mkdir',
        'openat',
        'utimensat',
        'renameat2',
        'fchmodat',
        'symlinkat',
        'unlinkat',
      ]);
      expect(connections(join(inside, 'net'))).not.toEqual([]);
    },
  );

  it.skipIf(!hasUnshare)(
    'works on a file system that cannot be written to, and plans without a network (skipped without unshare)',
    async () => {
      const clone = await due();
      const using = onReadOnly(clone.path, false);
      for (const args of [['plan', '--json'], ['--dry-run'], ['check'], ['explain'], ['notes']]) {
        const { code, stderr } = await start(clone.path, args, {}, using).ended;
        expect(code, `${args.join(' ')}: ${stderr}`).toBe(args[0] === 'check' ? 2 : 0);
        expect(stderr).not.toContain('UNEXPECTED');
      }
      expect(existsSync(join(clone.path, 'here'))).toBe(false);
    },
  );
});
