import { maybeLed } from '../../git/led.ts';
import { patient } from '../../git/patient.ts';
import { gitProblems } from '../../git/problems.ts';
import type { RemoteRef } from '../../git/refs.ts';
import { findRemote, listRemote, type Remote, type RunGit } from '../../git/remote.ts';
import { gitEnvironment, gitSettings } from '../../git/settings.ts';
import type { CredentialRef } from '../../model/credential.ts';
import type { Reads } from '../../model/ports.ts';
import { type ForgeHint, findCredential } from './credential.ts';

/** Names a credential in a step's input. */
export type CredentialInput = {
  readonly env: string | readonly string[];
  readonly username?: string;
  readonly usernameEnv?: string;
};

/** Where a step pushes to, as its input says. */
export type RemoteInput = {
  readonly remote: string;
  readonly forge: ForgeHint | null;
  readonly credential: CredentialInput | null;
  readonly pushOptions: readonly string[];
};

/** A remote that can be asked. */
export interface Connection {
  readonly remote: Remote;
  readonly run: RunGit;
  readonly credential?: CredentialRef;
  readonly source?: string;
}

/** Gives a way to run git that only reads, over HTTP with a credential where one is named. */
export function gitQuery(
  reads: Reads,
  credential?: CredentialRef,
  env: Readonly<Record<string, string>> = {},
): RunGit {
  const run: RunGit = (args, address) =>
    reads.query(['git', ...gitSettings, ...args], {
      exitCodes: 'any',
      env: { ...gitEnvironment, ...env },
      ...(credential === undefined || address === undefined
        ? {}
        : { gitCredential: { url: address, credential } }),
    });
  return patient(maybeLed(run, reads, credential), (milliseconds) => reads.sleep(milliseconds));
}

/**
 * Finds a step's remote and the credential for it.
 * @throws REMOTE_NOT_FOUND, REMOTE_SEVERAL, PUSH_DENIED when the configured credential is not set
 */
export async function connect(input: RemoteInput, reads: Reads): Promise<Connection> {
  const remote = await findRemote(gitQuery(reads), input.remote);
  const credential = input.credential ?? (await findCredential(remote.url, input.forge, reads));
  if (credential === undefined) return { remote, run: gitQuery(reads) };
  const found = await reads.credential(credential);
  if (found === undefined) throw unset(remote, credential);
  return { remote, run: gitQuery(reads, credential), credential, source: found.source };
}

function unset(remote: Remote, { env }: CredentialRef) {
  const names = (typeof env === 'string' ? [env] : env).map((name) => `$${name}`).join(' or ');
  return gitProblems.refusal('PUSH_DENIED', {
    message: `The credential for the remote ${remote.name} is to be in ${names}, and it is not set.`,
    fix: `Set ${names} in the CI settings or in your shell.`,
  });
}

/** Asks the remote for these refs. */
export function listRefs(
  { run, remote, source }: Connection,
  refs: readonly string[],
): Promise<ReadonlyMap<string, RemoteRef>> {
  return listRemote(run, remote, refs, source);
}
