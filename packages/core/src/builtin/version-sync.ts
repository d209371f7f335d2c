import { versionDrifts } from '../edits/version-drifts.ts';
import type { Check } from '../model/plugin.ts';
import type { Track } from '../model/track.ts';
import { builtinProblems } from './problems.ts';

/** Gives the rule that every file of a track holds the same version. */
export function versionSync(track: Track): Check {
  return {
    name: 'version-sync',
    paths: track.pins.map(({ file }) => file),
    run: async ({ tree, tracks }) =>
      (await versionDrifts(tree, track, tracks)).map((drift) =>
        builtinProblems.error('TRACK_VERSION_SYNC', drift),
      ),
  };
}
