import type { GitAnswer } from '../../../git/remote.ts';
import { defined } from '../../../model/defined.ts';
import type { Clock } from '../../clock.ts';
import type { Credentials, Environment } from '../../secrets/credentials.ts';
import { git } from './process.ts';

/** The repository that is written to, and what writing there needs. */
export interface GitPlace {
  /** The top of the working tree. */
  readonly cwd: string;
  /** The environment of this process. */
  readonly env: Environment;
  readonly credentials: Pick<Credentials, 'require'>;
  readonly signal?: AbortSignal;
  /** For waiting between two looks at a remote. */
  readonly clock?: Pick<Clock, 'sleep'>;
  /** Milliseconds that one exchange with a remote may take; ten minutes unless told. */
  readonly longest?: number;
}

/** Settings of a user that must not change what a release does. */
export const unhooked = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'gc.auto=0',
  '-c',
  'maintenance.auto=false',
] as const;

/** Settings for work with an index of our own, of which nothing may end up in the user's `.git`. */
export const ownIndex = [
  ...unhooked,
  '-c',
  'core.splitIndex=false',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'core.sparseCheckout=false',
  '-c',
  'index.sparse=false',
] as const;

/** Runs git in a place and gives its answer, whatever the exit code. */
export async function ask(
  place: GitPlace,
  args: readonly string[],
  options: {
    readonly env?: Environment;
    readonly input?: string | Uint8Array;
    readonly timeout?: number;
  } = {},
): Promise<GitAnswer> {
  const { cwd, env: base, signal } = place;
  const answer = await git(args, {
    cwd,
    base,
    exitCodes: 'any',
    ...options,
    ...defined({ signal }),
  });
  return { ...answer, stdout: answer.stdout.toString() };
}

/** Runs git in a place and gives what it printed, without the last line end. Any failure is an error. */
export async function tell(
  place: GitPlace,
  args: readonly string[],
  options: { readonly env?: Environment; readonly input?: string | Uint8Array } = {},
): Promise<string> {
  const { cwd, env: base, signal } = place;
  const { stdout } = await git(args, { cwd, base, ...options, ...defined({ signal }) });
  return stdout.toString().replace(/\n$/, '');
}
