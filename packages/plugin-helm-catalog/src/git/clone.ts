import {
  type CommandResult,
  type CredentialRef,
  type Effects,
  findCredential,
  hideUserinfo,
  maybeLed,
  patient,
  type Reads,
  type RunGit,
} from '@launchway/core';
import { catalogProblems } from '../problems.ts';
import { credentialOf, type GitInput } from '../targets/input.ts';
import { troubleWith } from './trouble.ts';

/** A throw-away clone of a catalogue without its history and without its files: those are fetched when they are read. */
export interface Clone {
  readonly folder: string;
  readonly url: string;
  /** Full name of the branch. */
  readonly ref: string;
  readonly credential?: CredentialRef;
  /** Where the credential was found, for messages. */
  readonly source?: string;
  /** Hexadecimal digits of the names of its objects, by which the algorithm is told. */
  readonly format: 'sha1' | 'sha256';
  /** Whether the branch was there when it was last looked at; {@link tip} is then its newest commit. */
  isThere: boolean;
}

/** The ref of a clone that is the catalogue's branch. */
export const tip = 'refs/launchway/tip';

/** Settings of a user or a machine that must not change what is published. */
const untouched = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'gc.auto=0',
  '-c',
  'maintenance.auto=false',
  '-c',
  'protocol.version=2',
  '-c',
  'safe.bareRepository=all',
] as const;

/** The arguments and the environment of a git command in a clone. */
export function gitIn({ folder, url, credential }: Clone, args: readonly string[]) {
  return [
    ['git', ...untouched, ...args],
    {
      cwd: folder,
      exitCodes: 'any',
      env: { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
      ...(credential === undefined ? {} : { gitCredential: { url, credential } }),
    },
  ] as const;
}

/**
 * Clones a catalogue's branch.
 * @throws PUSH_DENIED, REMOTE_NOT_FOUND, REMOTE_PROXY, REMOTE_CERTIFICATE, REMOTE_UNREACHABLE of the core,
 * CATALOG_CREDENTIAL
 */
export async function cloneCatalog(input: GitInput, reads: Reads): Promise<Clone> {
  const found = await credentialFor(input, reads);
  const place = {
    folder: await reads.scratch(),
    url: input.url,
    ref: `refs/heads/${input.branch}`,
    ...found,
  };
  const listed = await ask({ ...place, format: 'sha1', isThere: false }, reads, [
    'ls-remote',
    '--quiet',
    '--',
    input.url,
    place.ref,
  ]);
  const newest = /^[0-9a-f]+/.exec(listed)?.[0];
  const clone: Clone = {
    ...place,
    isThere: newest !== undefined,
    format: newest?.length === 64 ? 'sha256' : 'sha1',
  };
  await ask(clone, reads, ['init', '--quiet', '--bare', `--object-format=${clone.format}`, '.']);
  await ask(clone, reads, ['remote', 'add', 'origin', input.url]);
  if (clone.isThere) await fetchTip(clone, reads);
  return clone;
}

/** Brings the branch as it is now, and nothing of its history. */
export async function fetchTip(clone: Clone, reads: Reads): Promise<void> {
  const flags = [
    '--quiet',
    '--depth=1',
    '--filter=blob:none',
    '--no-tags',
    '--no-write-fetch-head',
    '--force',
  ];
  const answer = await exchange(clone, ['fetch', ...flags, 'origin', `${clone.ref}:${tip}`], reads);
  clone.isThere = answer.exitCode === 0;
  if (!clone.isThere && !/couldn't find remote ref/i.test(answer.stderr)) throw troubleWith(clone, answer);
}

/** Gives the name of a commit of the clone. */
export async function commitName(clone: Clone, reads: Reads, revision: string): Promise<string> {
  return (await ask(clone, reads, ['rev-parse', '--verify', revision])).trim();
}

/** Runs a git command that reads, and gives what it printed. */
export async function ask(clone: Clone, reads: Reads, args: readonly string[]): Promise<string> {
  const answer = await exchange(clone, args, reads);
  if (answer.exitCode !== 0) throw troubleWith(clone, answer);
  return answer.stdout;
}

/** Runs a git command that looks, and may speak with the catalogue, whatever its exit code. */
export function exchange(clone: Clone, args: readonly string[], reads: Reads): Promise<CommandResult> {
  const run = gitAt(clone, reads, reads.query);
  return patient(run, (milliseconds) => reads.sleep(milliseconds))(args, clone.url);
}

/** Runs a git command that writes to the catalogue, whatever its exit code. */
export const send = (clone: Clone, args: readonly string[], effects: Effects): Promise<CommandResult> =>
  gitAt(clone, effects, effects.exec)(args, clone.url);

const gitAt = (clone: Clone, reads: Reads, run: Reads['query']): RunGit =>
  maybeLed((given, url = clone.url) => run(...gitIn({ ...clone, url }, given)), reads, clone.credential);

async function credentialFor(
  input: GitInput,
  reads: Reads,
): Promise<{ readonly credential?: CredentialRef; readonly source?: string }> {
  const credential = credentialOf(input.credential) ?? (await findCredential(input.url, input.forge, reads));
  if (credential === undefined) return {};
  const found = await reads.credential(credential);
  if (found !== undefined) return { credential, source: found.source };
  const names = [credential.env].flat().map((name) => `$${name}`);
  throw catalogProblems.refusal('CATALOG_CREDENTIAL', {
    message: `The credential for the catalogue ${hideUserinfo(input.url)} is to be in ${names.join(' or ')}, and it is not set.`,
    fix: `Set ${names[0] ?? 'it'} in the CI settings or in your shell.`,
  });
}
