import { patient } from '../../../git/patient.ts';
import type { RunGit } from '../../../git/remote.ts';
import { withSuffix } from '../../../git/suffix.ts';
import type { CredentialRef } from '../../../model/credential.ts';
import { createClock } from '../../clock.ts';
import { gitCredentialEnv } from '../../secrets/git-credential.ts';
import { ask, type GitPlace } from '../process/place.ts';

/** Git itself knows no end: an answer to a push that is shorter than the length of a packet leaves its two halves waiting for each other. */
const tenMinutes = 600_000;

/** A way to run git at a remote, with a credential that is in nothing but git's environment. */
export interface RemoteRunner {
  readonly run: RunGit;
  /** Where the credential came from, for messages. */
  readonly source?: string;
}

/** @throws CREDENTIAL_MISSING */
export function remoteRunner(place: GitPlace, ref: CredentialRef | undefined): RemoteRunner {
  const timeout = Math.min(place.longest ?? tenMinutes, tenMinutes);
  if (ref === undefined) return { run: (args) => ask(place, args, { timeout }) };
  const credential = place.credentials.require(ref);
  return {
    source: credential.source,
    run: withSuffix((args, address) => {
      const env = address === undefined ? {} : gitCredentialEnv(place.env, address, credential);
      return ask(place, args, { env, timeout });
    }),
  };
}

/**
 * The same for commands that look: what fails for the moment is asked again.
 * @throws CREDENTIAL_MISSING
 */
export function remoteReader(place: GitPlace, ref: CredentialRef | undefined): RemoteRunner {
  const runner = remoteRunner(place, ref);
  return { ...runner, run: patient(runner.run, (milliseconds) => pause(place, milliseconds)) };
}

/**
 * Waits by the clock of a place.
 * @throws INTERRUPTED
 */
export const pause = ({ clock, signal }: GitPlace, milliseconds: number): Promise<void> =>
  (clock ?? createClock({}, signal)).sleep(milliseconds);
