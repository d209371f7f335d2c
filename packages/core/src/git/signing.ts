import { basename, dirname, join } from 'node:path';
import type { Reads } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import { gitProblems } from './problems.ts';
import type { RunGit } from './remote.ts';

/** What looking for a signer takes. */
type Looks = Pick<Reads, 'env' | 'folder' | 'program' | 'query'>;

const switches = {
  commit: ['commit.gpgSign'],
  tag: ['tag.gpgSign', 'tag.forceSignAnnotated'],
} as const;

/** Whether git is configured to sign what it makes of this kind. */
export async function isSigned(run: RunGit, what: keyof typeof switches): Promise<boolean> {
  const answers = await Promise.all(switches[what].map((key) => setting(run, key, 'bool')));
  return answers.includes('true');
}

/**
 * Tells what keeps git from signing here, as far as looking tells: its program, a file of its key, a key that gpg does not
 * have. Whether the key opens shows only when it signs.
 * @returns SIGNING_FAILED, or nothing where git does not sign what is made
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-gpgformat
 */
export async function signingTrouble(
  run: RunGit,
  what: keyof typeof switches,
  reads: Looks,
): Promise<readonly Problem[]> {
  if (!(await isSigned(run, what))) return [];
  const format = (await setting(run, 'gpg.format')) ?? 'openpgp';
  const why = (await withoutProgram(run, format, reads)) ?? (await withoutKey(run, format, reads));
  if (why === undefined) return [];
  return [
    gitProblems.error('SIGNING_FAILED', {
      message: `Git is configured to sign what a release makes, and cannot: ${why}.`,
      fix: 'Make program and key available to this process, or turn signing off here (commit.gpgSign, tag.gpgSign).',
    }),
  ];
}

/** The value of a setting, with `~` filled in where it is a path; nothing where it is empty. */
async function setting(run: RunGit, key: string, type?: 'bool' | 'path'): Promise<string | undefined> {
  const { stdout } = await run(['config', ...(type === undefined ? [] : [`--type=${type}`]), '--get', key]);
  return stdout.replace(/\n$/, '') || undefined;
}

const defaults = new Map([
  ['openpgp', 'gpg'],
  ['x509', 'gpgsm'],
  ['ssh', 'ssh-keygen'],
]);

async function configuredProgram(run: RunGit, format: string): Promise<string | undefined> {
  const own = await setting(run, `gpg.${format}.program`, 'path');
  return own ?? (format === 'openpgp' ? setting(run, 'gpg.program', 'path') : undefined);
}

async function withoutProgram(run: RunGit, format: string, reads: Looks): Promise<string | undefined> {
  const configured = await configuredProgram(run, format);
  // Git for Windows finds the programs that it brings, which are not on the PATH.
  if (configured === undefined && reads.env('PATHEXT') !== undefined) return undefined;
  const program = configured ?? defaults.get(format);
  if (program === undefined || (await reads.program(program)) !== undefined) return undefined;
  return `its program ${program} was not found`;
}

async function withoutKey(run: RunGit, format: string, reads: Looks): Promise<string | undefined> {
  const key = await setting(run, 'user.signingKey', format === 'ssh' ? 'path' : undefined);
  if (format === 'ssh') return withoutSshKey(run, key, reads);
  const isPlain = format === 'openpgp' && (await configuredProgram(run, format)) === undefined;
  return isPlain ? withoutPgpKey(key, reads) : undefined;
}

async function withoutSshKey(
  run: RunGit,
  key: string | undefined,
  reads: Looks,
): Promise<string | undefined> {
  if (key === undefined) {
    const command = await setting(run, 'gpg.ssh.defaultKeyCommand');
    return command === undefined
      ? 'neither user.signingKey nor gpg.ssh.defaultKeyCommand names a key'
      : undefined;
  }
  if (/^(?:key::|ssh-)/.test(key) || (await isThere(key, reads))) return undefined;
  return `there is no file ${key}, which user.signingKey names`;
}

const ringFiles = ['pubring.kbx', 'pubring.gpg', 'public-keys.d/pubring.db', 'common.conf', 'gpg.conf'];

async function withoutPgpKey(key: string | undefined, reads: Looks): Promise<string | undefined> {
  const home = reads.env('GNUPGHOME') || join(reads.env('HOME') ?? '', '.gnupg');
  const found = await Promise.all(ringFiles.map((name) => isThere(join(home, name), reads)));
  // Without a keyring gpg would begin by making one.
  if (!found.includes(true)) return `gpg has no keys in ${home}`;
  if (key === undefined || !found[0]) return undefined;
  const quiet = ['--batch', '--no-autostart', '--lock-never', '--trust-model', 'always'];
  const { stderr } = await reads.query(['gpg', ...quiet, '--list-keys', '--', key], {
    exitCodes: 'any',
    env: { LC_ALL: 'C' },
  });
  return /No public key/i.test(stderr) ? `gpg has no key "${key}", which user.signingKey names` : undefined;
}

/** Whether there is a file; one that this process may not look at counts as there. */
async function isThere(file: string, reads: Looks): Promise<boolean> {
  const read = reads.folder(dirname(file)).bytes(basename(file));
  return (await read.catch(() => new Uint8Array())) !== undefined;
}
