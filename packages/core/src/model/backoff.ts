const first = 300;
const growth = 3;
const longest = 10_000;

/** Tries in all of a request that may be made again. */
export const mostTries = 4;

/**
 * Gives the milliseconds to wait before the next try, growing threefold, with the upper half at random so that many
 * clients do not come back at once.
 * @param tries how many were made
 */
export function backoff(tries: number, random: () => number = Math.random): number {
  const full = Math.min(first * growth ** (tries - 1), longest);
  return full / 2 + (full / 2) * random();
}
