import type { Environment } from './secrets/credentials.ts';
import { interrupted } from './problems.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /**
   * Waits.
   * @throws INTERRUPTED as soon as the run is interrupted
   */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Makes the clock of a run. `LAUNCHWAY_NOW` (ISO 8601) makes it stand at that time, so that output can be reproduced;
 * it then moves by what is slept and nothing else, so that waiting for a deadline still ends.
 */
export function createClock(env: Environment = {}, signal?: AbortSignal): Clock {
  let standing = Date.parse(env['LAUNCHWAY_NOW'] ?? '');
  return {
    now: () => (Number.isNaN(standing) ? Date.now() : standing),
    sleep: async (milliseconds) => {
      await wait(milliseconds, signal);
      standing += milliseconds;
    },
  };
}

async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) throw interrupted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(interrupted());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
