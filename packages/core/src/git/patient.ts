import { backoff, mostTries } from '../model/backoff.ts';
import { isOfTheMoment } from './failures.ts';
import type { RunGit } from './remote.ts';

/**
 * Gives a way to run git that asks a remote again where its failure is of the moment, as the HTTP port does. It is for commands
 * that look: of a push it is not known whether it arrived.
 */
export function patient(run: RunGit, sleep: (milliseconds: number) => Promise<void>): RunGit {
  return async (args, address) => {
    for (let tries = 1; ; tries += 1) {
      const answer = await run(args, address);
      const isFinal = answer.exitCode === 0 || address === undefined || tries === mostTries;
      if (isFinal || !isOfTheMoment(answer.stderr)) return answer;
      await sleep(backoff(tries));
    }
  };
}
