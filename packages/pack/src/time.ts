import type { Reads } from '@launchway/core';

/** Gives the time of a commit, in seconds since 1970: what archives of its files have as the time of every entry. */
export async function commitTime(commit: string, reads: Pick<Reads, 'query'>): Promise<number> {
  return Number((await reads.query(['git', 'show', '-s', '--format=%ct', commit])).stdout.trim());
}
