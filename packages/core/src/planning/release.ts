import { readPin } from '../edits/pins.ts';
import type { Tree } from '../model/ports.ts';
import type { Track } from '../model/track.ts';
import type { VersionChange } from '../model/verdict.ts';

/** Gives the version a tree holds for a track: its first pin's value, or nothing where there is none. */
export async function versionIn(tree: Tree, track: Track): Promise<string | undefined> {
  const pin = track.pins[0];
  const text = pin === undefined ? undefined : await tree.text(pin.file);
  return pin === undefined || text === undefined ? undefined : (await readPin(text, pin)).value;
}

/**
 * Gives the tracks whose version a commit changed against its first parent. A commit with any is a release commit: the
 * truth about a version is the file.
 * @param before the first parent's tree; absent for a root commit
 */
export async function releasedBy(
  tracks: readonly Track[],
  tree: Tree,
  before: Tree | undefined,
): Promise<readonly VersionChange[]> {
  const changes: VersionChange[] = [];
  for (const track of tracks) {
    const next = await versionIn(tree, track);
    const current = before === undefined ? undefined : await versionIn(before, track);
    if (next === undefined || next === current) continue;
    changes.push({ track: track.name, current: current ?? '0.0.0', next, bump: null });
  }
  return changes;
}
