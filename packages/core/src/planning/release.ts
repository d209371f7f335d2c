import parse from 'semver/functions/parse.js';
import { versionIn } from '../edits/version-in.ts';
import type { GitReads, Tree } from '../model/ports.ts';
import { type Bump, tagName, type Track } from '../model/track.ts';
import type { VersionChange } from '../model/verdict.ts';
import { bumpBetween } from './versions.ts';

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

/** A commit as a release. */
export interface ReleaseAt {
  /** The commit before its versions moved, from which it is planned; none where the first commit moved them. */
  readonly parent: string | undefined;
  /** The tracks whose version has its tag on the commit, whether or not their rules call for one. */
  readonly tagged: readonly Track[];
}

/** Commits that are looked through for the one that moved a version, of which the tag was set later. */
const farthest = 2000;

/**
 * Tells in which way a commit is a release: it moves versions itself, or it has the tag of a version that a commit before
 * it set, as after a bump by hand that was merged before it was tagged. Nothing where it is none.
 */
export async function releaseAt(
  tracks: readonly Track[],
  git: GitReads,
  commit: string,
): Promise<ReleaseAt | undefined> {
  const tagged = await taggedAt(tracks, git, commit);
  let moved = tracks;
  let at = commit;
  for (let count = 0; count < farthest && moved.length > 0; count++) {
    const parent = await git.commit(`${at}^1`);
    const before = parent === undefined ? undefined : git.tree(parent);
    if ((await releasedBy(moved, git.tree(at), before)).length > 0) return { parent, tagged };
    if (parent === undefined) return undefined;
    moved = tagged;
    at = parent;
  }
  return undefined;
}

async function taggedAt(tracks: readonly Track[], git: GitReads, commit: string): Promise<readonly Track[]> {
  const tagged: Track[] = [];
  for (const track of tracks) {
    const version = track.tag === undefined ? undefined : await versionIn(git.tree(commit), track);
    if (track.tag === undefined || version === undefined) continue;
    if ((await git.commit(`refs/tags/${tagName(track.tag, version)}`)) === commit) tagged.push(track);
  }
  return tagged;
}
