import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { type Clone, cleanUp, notes, reference, start, temporary } from './world.fixture.ts';

afterAll(cleanUp);

const run = promisify(execFile);
const can = async (program: string, ...args: readonly string[]): Promise<boolean> =>
  run(program, args).then(
    () => true,
    () => false,
  );
const strace = await can('strace', '-f', '-o', '/dev/null', 'true');
const unshare = await can('unshare', '--mount', '--net', 'true');

/** Every file below a folder with its digest and the time it was changed. */
function fingerprint(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const lines = entries.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')} ${lstatSync(file).mtimeMs}`;
  });
  return lines.sort().join('\n');
}

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

  it.skipIf(!strace)(
    'writes nowhere but in a temporary folder of its own (skipped without strace)',
    async () => {
      for (const args of [['plan', '--json'], ['--dry-run']]) {
        const clone = await due();
        const folder = temporary();
        const log = join(temporary(), 'strace');
        const calls =
          'trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,symlink,symlinkat,link,linkat,truncate,ftruncate,chmod,fchmodat,utimensat,connect';
        const using = ['strace', '-f', '-qq', '-e', calls, '-o', log];
        const { code, stderr } = await start(clone.path, args, { TMPDIR: folder }, using).ended;
        expect(code, stderr).toBe(0);
        const lines = readFileSync(log, 'utf8').split('\n');
        const changes = lines.filter(
          (line) =>
            /O_WRONLY|O_RDWR|O_CREAT|\b(?:creat|mkdir|mkdirat|rename\w*|unlink|unlinkat|rmdir|symlink\w*|link|linkat|truncate|ftruncate|chmod|fchmodat|utimensat)\(/.test(
              line,
            ) && !/= -1 /.test(line),
        );
        const elsewhere = changes.filter(
          (line) =>
            !line.includes(`"${folder}/`) && !/"\/dev\/(?:null|tty)"|"\/proc\/|ftruncate\(/.test(line),
        );
        expect(elsewhere, args.join(' ')).toEqual([]);
        const far = lines.filter((line) => /connect\(.*(?:AF_INET|sin_addr)/.test(line));
        expect(far).toEqual([]);
        expect(readdirSync(folder)).toEqual([]);
      }
    },
  );

  it.skipIf(!unshare)(
    'works on a file system that cannot be written to, and plans without a network (skipped without unshare)',
    async () => {
      const clone = await due();
      const using = [
        'unshare',
        '--mount',
        '--net',
        'sh',
        '-c',
        `mount --bind "${clone.path}" "${clone.path}" && mount -o remount,ro,bind "${clone.path}" && cd "${clone.path}" && ! touch here 2>/dev/null && exec "$@"`,
        'sh',
      ];
      for (const args of [['plan', '--json'], ['--dry-run'], ['check'], ['explain'], ['notes']]) {
        const { code, stderr } = await start(clone.path, args, {}, using).ended;
        expect(code, `${args.join(' ')}: ${stderr}`).toBe(args[0] === 'check' ? 2 : 0);
        expect(stderr).not.toContain('UNEXPECTED');
      }
      expect(existsSync(join(clone.path, 'here'))).toBe(false);
    },
  );
});
