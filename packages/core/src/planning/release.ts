import parse from 'semver/functions/parse.js';
import { versionIn, versionOnceIn } from '../edits/version-in.ts';
import type { Facts, TrackFacts } from '../model/facts.ts';
import type { GitReads, Tree } from '../model/ports.ts';
import { type Bump, type Track, tagName, unreleased } from '../model/track.ts';
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
    const current = before === undefined ? undefined : await versionOnceIn(before, track);
    if (next === undefined || next === current) continue;
    changes.push({
      track: track.name,
      current: current ?? unreleased,
      next,
      bump: moveBetween(current, next),
    });
  }
  return changes;
}

/** Gives how far a version moved, where that can be said. */
function moveBetween(current: string | undefined, next: string): Bump | null {
  if (current === undefined || parse(current) === null || parse(next) === null) return null;
  return bumpBetween(current, next);
}

/**
 * Gives the commit, other than this one, that has the tag of a track's version: the version is released by it. Where its files say
 * another one, the tag was made without them, and they may have caught up since.
 */
export function tagBesides(commit: string, { current, baseline, newestTag }: TrackFacts): string | undefined {
  const tagged = newestTag?.version === current ? newestTag.commit : undefined;
  const at = baseline.how === 'tag' ? baseline.commit : tagged;
  return at === commit ? undefined : at;
}

/**
 * Tells whether HEAD is a release commit whose release is its own. Where commits before it have the tags of what it brings, as
 * after the merge of a branch on which a release was made, they released it, and all else that they hold.
 */
export async function isRelease(
  tracks: readonly Track[],
  git: GitReads,
  { head, tracks: known }: Pick<Facts, 'head' | 'tracks'>,
): Promise<boolean> {
  const since = async (commit: string | undefined, some: readonly Track[]) => {
    const before = commit === undefined ? undefined : git.tree(commit);
    const moved = await releasedBy(some, git.tree(head), before);
    return some.filter(({ name }) => moved.some(({ track }) => track === name));
  };
  const earlier = ({ name }: Track) => {
    const track = known[name];
    return track === undefined ? undefined : tagBesides(head, track);
  };
  const moved = await since(await git.commit(`${head}^1`), tracks);
  let open = moved.filter((track) => earlier(track) === undefined);
  for (const commit of new Set(moved.flatMap((track) => earlier(track) ?? [])))
    open = await since(commit, open);
  return open.length > 0;
}

/** A commit as a release. */
export interface ReleaseAt {
  /** The commit before its versions moved, from which it is planned; none where the first commit moved them. */
  readonly parent: string | undefined;
  /** The versions that moved since. */
  readonly changes: readonly VersionChange[];
  /** The tracks whose version has its tag on the commit, whether or not their rules call for one. */
  readonly tagged: readonly Track[];
}

/** Commits that are looked through for those that moved versions, of which the tags were set later. */
const farthest = 2000;

/**
 * Tells in which way a commit is a release: it moves versions itself, or it has tags of versions that commits before it
 * set, as after a bump by hand that was merged before it was tagged. Nothing where it is none.
 */
export async function releaseAt(
  tracks: readonly Track[],
  git: GitReads,
  commit: string,
): Promise<ReleaseAt | undefined> {
  const tagged = await taggedAt(tracks, git, commit);
  const since = (parent: string | undefined, some = tracks) =>
    releasedBy(some, git.tree(commit), parent === undefined ? undefined : git.tree(parent));
  let parent = await git.commit(`${commit}^1`);
  const changes = await since(parent);
  let found = changes.length > 0 ? { parent, changes } : undefined;
  let open = unmoved(tagged, changes);
  for (let count = 1; count < farthest && open.length > 0 && parent !== undefined; count++) {
    parent = await git.commit(`${parent}^1`);
    const moved = await since(parent, open);
    if (moved.length > 0) found = { parent, changes: await since(parent) };
    open = unmoved(open, moved);
  }
  return found && { ...found, tagged };
}

const unmoved = (tracks: readonly Track[], changes: readonly VersionChange[]): readonly Track[] =>
  tracks.filter(({ name }) => changes.every(({ track }) => track !== name));

async function taggedAt(tracks: readonly Track[], git: GitReads, commit: string): Promise<readonly Track[]> {
  const tagged: Track[] = [];
  for (const track of tracks) {
    const version = track.tag === undefined ? undefined : await versionIn(git.tree(commit), track);
    if (track.tag === undefined || version === undefined) continue;
    if ((await git.commit(`refs/tags/${tagName(track.tag, version)}`)) === commit) tagged.push(track);
  }
  return tagged;
}
