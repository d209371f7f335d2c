import { didYouMean } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { hookProblems } from './problems.ts';

/**
 * Tells of the names that none of a flow's tracks has.
 * @param told says in a sentence where a name stands
 */
export const unknownTracks = (
  names: readonly string[],
  tracks: readonly string[],
  told: (name: string) => string,
): readonly Problem[] =>
  names
    .filter((name) => !tracks.includes(name))
    .map((name) =>
      hookProblems.error('TRACK_UNKNOWN', {
        message: `${told(name)}${didYouMean(name, tracks)}`,
        fix: `Use one of: ${tracks.join(', ')}.`,
      }),
    );
