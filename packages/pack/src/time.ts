import type { Reads } from '@launchway/core';

/** The last second that every form of archive can hold, in the year 2106. */
const last = 0xffff_ffff;

/**
 * Gives the time of a commit, in seconds since 1970: what archives of its files have as the time of every entry. A
 * commit may claim any time; one that archives cannot hold becomes the last they can.
 */
export async function commitTime(commit: string, reads: Pick<Reads, 'query'>): Promise<number> {
  const { stdout } = await reads.query(['git', 'show', '-s', '--format=%ct', commit]);
  return Math.min(Number(stdout.trim()), last);
}
