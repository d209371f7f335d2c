import type { LoggedCommit } from '../effects/git/reading/log.ts';
import type { Pin } from '../model/track.ts';
import type { History } from './history.ts';
import type { PinHistory } from './pin-history.ts';
import type { TrackTags } from './tags.ts';
import type { HeldVersion } from './versions-held.ts';

/** A track with the tag of its current version. */
interface Tagged {
  readonly track: string;
  /** The commit that the tag lies at. */
  readonly commit: string;
  readonly pin: Pin;
  readonly version: string;
}

/**
 * Gives the tracks whose tag lies at a commit where the pin that tells the version tells another. Old files are read only
 * where the pin's file has changed since the tag, or the history was not read as far.
 */
export async function movedTags(
  history: History,
  held: readonly HeldVersion[],
  tags: ReadonlyMap<string, TrackTags>,
  values: PinHistory,
): Promise<ReadonlySet<string>> {
  const tagged = held.flatMap(({ track, truth: pin, version }): Tagged[] => {
    const commit = tags.get(track.name)?.current?.commit;
    if (commit === undefined || pin === undefined || version === undefined) return [];
    return [{ track: track.name, commit, pin, version }];
  });
  const moved = changedSince(history.commits, tagged).map(async ({ track, commit, pin, version }) =>
    (await values.tellsAnother(commit, pin, version)) ? [track] : [],
  );
  return new Set((await Promise.all(moved)).flat());
}

/**
 * Gives those whose file has changed since, or may have.
 * @param commits newest first
 */
function changedSince(commits: readonly LoggedCommit[], tagged: readonly Tagged[]): readonly Tagged[] {
  const files = new Set(tagged.map(({ pin }) => pin.file));
  const ahead = new Set(tagged.map(({ commit }) => commit));
  /** By file, the place of the newest commit that changes it; by tagged commit, its own. */
  const changes = new Map<string, number>();
  const places = new Map<string, number>();
  for (const [place, commit] of commits.entries()) {
    if (ahead.delete(commit.sha)) places.set(commit.sha, place);
    for (const path of commit.paths) {
      if (files.has(path) && !changes.has(path)) changes.set(path, place);
    }
    if (ahead.size === 0) break;
  }
  return tagged.filter(({ commit, pin }) => {
    const place = places.get(commit);
    return place === undefined || (changes.get(pin.file) ?? Infinity) < place;
  });
}
