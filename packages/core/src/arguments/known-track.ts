import { didYouMean } from '../model/nearest.ts';
import type { Track } from '../model/track.ts';
import { usageProblems } from './problems.ts';

/**
 * Makes sure a track exists.
 * @throws USAGE_TRACK
 */
export function knownTrack(name: string, tracks: readonly Track[]): void {
  const names = tracks.map((track) => track.name);
  if (names.includes(name)) return;
  throw usageProblems.refusal('USAGE_TRACK', {
    message: `There is no track "${name}" in this flow.${didYouMean(name, names)}`,
    fix:
      names.length === 0
        ? 'The flow has no tracks; add a plugin that brings one.'
        : `Take one of: ${names.join(', ')}.`,
  });
}
