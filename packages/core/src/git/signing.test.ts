import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gitQuery } from '../builtin/git/remote.ts';
import { Clone } from '../effects/git/writing/clone.fixture.ts';
import { folderTree } from '../effects/folder.ts';
import { createTools } from '../effects/tools.ts';
import type { Reads } from '../model/ports.ts';
import { signingTrouble } from './signing.ts';

let clone = new Clone();
afterEach(() => clone.remove());

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** What is told of a clone with these settings, where gpg's home is a folder of it. */
async function told(
  settings: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> = {},
): Promise<string> {
  for (const [name, value] of Object.entries(settings)) clone.git('config', name, value);
  const env = { PATH: process.env['PATH'] ?? '', GNUPGHOME: join(clone.path, '.git/gnupg'), ...given };
  const tools = createTools({ root: clone.path, env, say: () => undefined });
  const reads = {
    env: (name: string) => (env as Readonly<Record<string, string>>)[name],
    folder: folderTree,
    program: tools.program,
    query: tools.commands.query,
  };
  const problems = await signingTrouble(gitQuery(reads as Reads), 'tag', reads);
  await tools.dispose();
  expect(problems.every(({ code, severity }) => code === 'SIGNING_FAILED' && severity === 'error')).toBe(
    true,
  );
  return problems.map(({ message }) => message.replaceAll(clone.path, 'TOP')).join('\n');
}

const on = { 'tag.gpgSign': 'true' };
const ssh = { ...on, 'gpg.format': 'ssh' };

describe('signing', () => {
  it.each([
    [
      'its program is not there',
      { ...on, 'gpg.program': 'no-such-gpg' },
      'its program no-such-gpg was not found',
    ],
    [
      'a program of its format is not there',
      { ...ssh, 'gpg.ssh.program': '/nowhere/keys' },
      '/nowhere/keys was not',
    ],
    ['no key is named', { ...ssh, 'gpg.ssh.program': 'git' }, 'neither user.signingKey nor'],
    [
      'the file of its key is not there',
      { ...ssh, 'gpg.ssh.program': 'git', 'user.signingKey': '.git/key.pub' },
      'there is no file .git/key.pub',
    ],
  ])('is told to fail where %s', async (_, settings, why) => {
    clone = Clone.begin();
    expect(await told(settings)).toContain(why);
  });

  it.each([
    ['it is off', { 'gpg.program': 'no-such-gpg', 'commit.gpgSign': 'true' }],
    ['a program of another kind knows its keys', { ...on, 'gpg.program': 'git', 'user.signingKey': 'ABC' }],
    ['the key is written out', { ...ssh, 'gpg.ssh.program': 'git', 'user.signingKey': 'ssh-ed25519 AAAA' }],
    [
      'a command gives the key',
      { ...ssh, 'gpg.ssh.program': 'git', 'gpg.ssh.defaultKeyCommand': 'ssh-add -L' },
    ],
    ['the file of its key is there', { ...ssh, 'gpg.ssh.program': 'git', 'user.signingKey': 'run.sh' }],
  ])('is not told to fail where %s', async (_, settings) => {
    clone = Clone.begin();
    const key = settings['user.signingKey' as keyof typeof settings];
    const there = key === 'run.sh' ? { 'user.signingKey': join(clone.path, key) } : {};
    expect(await told({ ...settings, ...there })).toBe('');
  });

  it.skipIf(!has('gpg'))('knows what gpg has, and changes nothing of it (skipped without gpg)', async () => {
    clone = Clone.begin();
    expect(await told(on)).toContain('gpg has no keys in TOP/.git/gnupg');
    const home = join(clone.path, '.git/gnupg');
    mkdirSync(home, { mode: 0o700 });
    const env = { ...process.env, GNUPGHOME: home };
    const make = ['--quick-generate-key', 'Ada <ada@example.com>', 'ed25519', 'sign', 'never'];
    const quiet = { env, stdio: 'ignore' as const };
    execFileSync('gpg', ['--batch', '--pinentry-mode', 'loopback', '--passphrase', '', ...make], quiet);
    execFileSync('gpgconf', ['--kill', 'gpg-agent'], quiet);
    await vi.waitUntil(() => !existsSync(join(home, 'S.gpg-agent'))); // it tidies up after it has answered
    const before = readdirSync(home, { recursive: true });
    expect(await told({ ...on, 'user.signingKey': 'ada@example.com' })).toBe('');
    expect(await told({ ...on, 'user.signingKey': 'grace@example.com' })).toContain(
      'gpg has no key "grace@example.com"',
    );
    expect(readdirSync(home, { recursive: true })).toEqual(before);
  });
});
