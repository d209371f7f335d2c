import type { Reads } from '@launchway/core';

/** The last second that every form of archive can hold, in the year 2106. */
const last = 0xffff_ffff;

/**
 * Gives the time of a commit, in seconds since 1970: what archives of its files have as the time of every entry. A
 * commit may claim any time; for one that archives cannot hold, the nearest that they can.
 */
export async function commitTime(
  commit: string,
  { git }: { readonly git: Pick<Reads['git'], 'date'> },
): Promise<number> {
  return Math.max(0, Math.min(await git.date(commit), last));
}
