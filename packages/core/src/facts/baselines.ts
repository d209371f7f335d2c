import type { LoggedCommit } from '../effects/git/reading/log.ts';
import type { Repository } from '../effects/git/reading/repository.ts';
import type { Baseline } from '../model/facts.ts';
import type { Pin } from '../model/track.ts';
import type { History } from './history.ts';
import { movedTags } from './moved-tags.ts';
import { PinHistory } from './pin-history.ts';
import type { TrackTags } from './tags.ts';
import type { HeldVersion, ReadPin } from './versions-held.ts';

/**
 * Finds where each track's unreleased commits begin: at the tag of its current version, else at the commit that put
 * that version into the pin that tells it, else at the beginning. A tag at a commit whose pin tells another version was
 * moved there, and is no place to begin: the release would be made again. All tracks without a tag are looked for in the same
 * pass, which reads no further than to the last one found.
 */
export async function findBaselines(
  repository: Repository,
  history: History,
  held: readonly HeldVersion[],
  tags: ReadonlyMap<string, TrackTags>,
  readPin: ReadPin,
): Promise<ReadonlyMap<string, Baseline>> {
  const found = new Map<string, Baseline>();
  const wanted: Wanted[] = [];
  const values = new PinHistory(repository, readPin);
  const moved = await movedTags(history, held, tags, values);
  for (const { track, truth: pin, version } of held) {
    const tag = tags.get(track.name)?.current;
    if (tag !== undefined && !moved.has(track.name))
      found.set(track.name, { commit: tag.commit, how: 'tag', tag: tag.name });
    else if (pin !== undefined && version !== undefined) wanted.push({ track: track.name, pin, version });
    else found.set(track.name, { how: 'beginning' });
  }
  const commits = await findPinCommits(history, wanted, values);
  for (const { track } of wanted) {
    const commit = commits.get(track);
    found.set(track, commit === undefined ? { how: 'beginning' } : { commit, how: 'pin' });
  }
  return found;
}

/** A track whose version's commit is looked for. */
interface Wanted {
  readonly track: string;
  readonly pin: Pin;
  readonly version: string;
}

async function findPinCommits(
  history: History,
  wanted: readonly Wanted[],
  values: PinHistory,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const trails = new Trails();
  const visit = async (commits: readonly LoggedCommit[]): Promise<void> => {
    for (const commit of commits) {
      for (const one of trails.pass(commit)) {
        if (found.has(one.track)) continue;
        if (await values.isSetBy(commit, one.pin, one.version)) found.set(one.track, commit.sha);
        else for (const parent of await values.origins(commit, one.pin)) trails.lead(parent, [one]);
      }
    }
  };
  trails.lead(history.head, wanted);
  if (wanted.length === 0) return found;
  for await (const commits of history.walk()) {
    await visit(commits);
    if (found.size === wanted.length) return found;
  }
  // Where dates are out of order, a way may lead to a commit that came before it, and on from there to another.
  const places = new Map(history.commits.map(({ sha }, place) => [sha, place]));
  for (let place = trails.newest(places); place !== undefined; place = trails.newest(places)) {
    if (found.size === wanted.length) break;
    await visit(history.commits.slice(place, place + 1));
  }
  return found;
}

/**
 * The commits at which the pins are looked for next: each pin's own way back, as `git log -- FILE` goes. Ways that part at a
 * merge and meet again are one from there on.
 */
class Trails {
  /** By commit and file. */
  readonly #next = new Map<string, Map<string, Set<Wanted>>>();

  /** Looks for some pins at a commit, once it comes. */
  lead(sha: string, wanted: readonly Wanted[]): void {
    const here = this.#next.get(sha) ?? new Map<string, Set<Wanted>>();
    for (const one of wanted) {
      if (!here.get(one.pin.file)?.add(one)) here.set(one.pin.file, new Set([one]));
    }
    this.#next.set(sha, here);
  }

  /** Gives the place of the newest commit at which some pin is looked for; nothing where there is none. */
  newest(places: ReadonlyMap<string, number>): number | undefined {
    const ahead = [...this.#next.keys()].flatMap((sha) => places.get(sha) ?? []);
    return ahead.length === 0 ? undefined : Math.min(...ahead);
  }

  /** Gives the pins whose file a commit changed; the others go on to its first parent. */
  pass({ sha, parents: [parent], paths }: LoggedCommit): readonly Wanted[] {
    const here = this.#next.get(sha);
    if (here === undefined) return [];
    this.#next.delete(sha);
    const changed = paths.flatMap((path) => {
      const wanted = [...(here.get(path) ?? [])];
      here.delete(path);
      return wanted;
    });
    if (parent !== undefined && !this.#next.has(parent)) this.#next.set(parent, here);
    else if (parent !== undefined)
      this.lead(
        parent,
        [...here.values()].flatMap((wanted) => [...wanted]),
      );
    return changed;
  }
}
