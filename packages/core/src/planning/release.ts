import parse from 'semver/functions/parse.js';
import { readPin } from '../edits/pins.ts';
import type { Tree } from '../model/ports.ts';
import type { Bump, Track } from '../model/track.ts';
import type { VersionChange } from '../model/verdict.ts';
import { bumpBetween } from './versions.ts';

/**
 * Gives the version a tree holds for a track: the value of its first pin, or of the next where that may be missing and
 * is; nothing where there is none.
 */
async function versionIn(tree: Tree, track: Track): Promise<string | undefined> {
  for (const pin of track.pins) {
    const text = await tree.text(pin.file);
    const value = text === undefined ? undefined : (await readPin(text, pin)).value;
    if (value !== undefined || pin.missing !== 'skip') return value;
  }
  return undefined;
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
    changes.push({ track: track.name, current: current ?? '0.0.0', next, bump: moveBetween(current, next) });
  }
  return changes;
}

/** Gives how far a version moved, where that can be said. */
function moveBetween(current: string | undefined, next: string): Bump | null {
  if (current === undefined || parse(current) === null || parse(next) === null) return null;
  return bumpBetween(current, next);
}
