import { didYouMean } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { hookProblems } from './problems.ts';

/** Tells that a track is named which the flow does not have, as `told` says. */
export function unknownTrack(told: string, name: string, tracks: readonly string[]): Problem {
  return hookProblems.error('TRACK_UNKNOWN', {
    message: `${told}${didYouMean(name, tracks)}`,
    fix: `Use one of: ${tracks.join(', ')}.`,
  });
}
