import { type Check, type Problem, type Track, type Tree, versionDrifts } from '@launchway/core';
import { jsrProblems } from './problems.ts';

/** The rule that every manifest of a package says the same version. */
export function versionSync(tracks: readonly Track[]): Check {
  return {
    name: 'jsr-version-sync',
    paths: tracks.flatMap((track) => track.pins.map((pin) => pin.file)),
    run: async ({ tree, tracks: all }) => {
      const found = await Promise.all(tracks.map((track) => differences(tree, track, all)));
      return found.flat();
    },
  };
}

/** Gives a problem for each manifest that says another version than the first. */
export async function differences(
  tree: Tree,
  track: Track,
  tracks: readonly Track[],
): Promise<readonly Problem[]> {
  const drifts = await versionDrifts(tree, track, tracks);
  return drifts.map(({ message, ...details }) =>
    jsrProblems.error('JSR_VERSION_SYNC', {
      message: `${message} JSR and its users would see one, everybody else the other.`,
      ...details,
    }),
  );
}
