import type { LoggedCommit } from '../effects/git/reading/log.ts';
import type { Repository } from '../effects/git/reading/repository.ts';
import { withoutCredentials } from '../git/userinfo.ts';
import type { Baseline, Commit, Facts, ForgeFacts, TrackFacts } from '../model/facts.ts';
import type { Tree } from '../model/ports.ts';
import type { Track } from '../model/track.ts';
import { findBaselines } from './baselines.ts';
import { type Env, forgeOfCi, readCi } from './ci.ts';
import { forgeOfRemote } from './forge.ts';
import { goOnFromTags } from './from-tags.ts';
import { folderTest, pathIndex, pathTest } from './globs.ts';
import { type Beginning, beginReading, type History } from './history.ts';
import { noCommits } from './problems.ts';
import { type Range, readRange } from './range.ts';
import { cutCommits, refuseHiddenHistory } from './shallow.ts';
import { findTags, type TrackTag, type TrackTags } from './tags.ts';
import { type HeldVersion, heldVersions, type ReadPin } from './versions-held.ts';

/** A commit as the one before a release, whose files may hold less, or as a first release, before which there was none. */
export type Standpoint = 'parent' | 'first';

export interface CollectOptions {
  readonly repository: Repository;
  readonly tracks: readonly Track[];
  readonly env: Env;
  readonly readPin: ReadPin;
  /** The commit to read the facts of; HEAD unless told. */
  readonly at?: string;
  /** As what that commit is looked at; as the one to release from unless told. */
  readonly as?: Standpoint;
  /** Where the versions are read, where that is not the commit's own tree. */
  readonly tree?: Tree;
  /** What git has begun to read of that commit. */
  readonly begun?: Beginning;
}

/**
 * Reads all that a plan is made from, with four git processes whatever the history, the tags and the tracks; one more where
 * a track's highest tag is not on the newest commits, and another where its highest tags lie on other branches.
 * @throws NO_COMMITS, SHALLOW_CLONE, and what {@link heldVersions} refuses
 */
export async function collectFacts(options: CollectOptions): Promise<Facts> {
  const head = options.at ?? options.repository.head;
  if (head === undefined) throw noCommits();
  const hasTags = options.tracks.some((track) => track.tag !== undefined);
  const begun = options.begun ?? beginReading(options.repository, head, hasTags);
  try {
    return await factsOf(options, begun);
  } finally {
    void begun.history.close(); // git ends by itself; what is planned meanwhile need not wait for it
  }
}

async function factsOf(options: CollectOptions, { history, tags: listing }: Beginning): Promise<Facts> {
  const { repository, tracks, readPin } = options;
  const { head } = history;
  const [read, listed, around] = await Promise.all([
    heldVersions(options.tree ?? repository.tree(head), tracks, readPin, options.as === 'parent'),
    listing,
    surroundings(options, head),
  ]);
  const { held, tags, baselines } = await releasedIn(options, history, read, listed);
  const range = await readRange(
    history,
    tracks.map(({ name }) => baselines.get(name)?.commit),
  );
  if (repository.shallow.size > 0)
    refuseHiddenHistory(await cutCommits(repository), range, held, baselines, tags);

  const unreleased = unreleasedBy(range, tracks, baselines);
  const touched = touchedBy(range, tracks, unreleased);
  const kept = new Kept(range, hasBeginning(tracks, baselines));
  const facts = held.map(async (version): Promise<TrackFacts> => {
    const { name } = version.track;
    const newestTag = tags.get(name)?.newest;
    return {
      name,
      current: version.current,
      pins: version.pins,
      baseline: baselines.get(name) ?? { how: 'beginning' },
      commits: (touched.get(name) ?? []).map((place) => kept.place(place)),
      ...(newestTag && { newestTag }),
      tagPathsChanged: await tagPathsChanged(repository, head, version, newestTag),
    };
  });
  const byName = (await Promise.all(facts)).map((fact) => [fact.name, fact] as const);
  return {
    ...around,
    head,
    commits: kept.commits,
    tracks: Object.fromEntries(byName),
  };
}

/** Gives what is released of a history: which versions by which tags, and where what is unreleased begins. */
async function releasedIn(
  { repository, readPin, as }: CollectOptions,
  history: History,
  held: readonly HeldVersion[],
  listed: readonly string[],
) {
  const none = { held, tags: new Map<string, TrackTags>(), baselines: new Map<string, Baseline>() };
  if (as === 'first') return none;
  const known = goOnFromTags(held, await findTags(repository, history, held, listed));
  return { ...known, baselines: await findBaselines(repository, history, known.held, known.tags, readPin) };
}

/** In the tracks' order: tells whether a commit, by its place in the range, is unreleased. */
type Unreleased = readonly ((place: number) => boolean)[];

function unreleasedBy(
  { released }: Range,
  tracks: readonly Track[],
  baselines: ReadonlyMap<string, Baseline>,
): Unreleased {
  return tracks.map(({ name }) => {
    const commit = baselines.get(name)?.commit;
    const marks = commit === undefined ? undefined : released.get(commit);
    return (place) => marks?.[place] !== 1;
  });
}

/** Gives by track the places of its unreleased commits that touch its paths. */
function touchedBy(
  { commits }: Range,
  tracks: readonly Track[],
  unreleased: Unreleased,
): ReadonlyMap<string, number[]> {
  const index = pathIndex(tracks.map((track) => track.paths));
  const touched = tracks.map((): number[] => []);
  for (const [place, { paths }] of commits.entries()) {
    for (const path of paths) {
      for (const track of index(path)) {
        const places = touched[track];
        if (places?.at(-1) !== place && unreleased[track]?.(place)) places?.push(place);
      }
    }
  }
  return new Map(tracks.map(({ name }, track) => [name, touched[track] ?? []]));
}

/** Whether some track was never released, so that every commit is unreleased for it. */
const hasBeginning = (tracks: readonly Track[], baselines: ReadonlyMap<string, Baseline>): boolean =>
  tracks.some(({ name }) => baselines.get(name)?.commit === undefined);

/** The commits of a range that are unreleased for some track, and their places among themselves. */
class Kept {
  readonly commits: readonly Commit[];
  readonly #places: Int32Array;

  /** @param all whether every commit is */
  constructor({ commits, released }: Range, all: boolean) {
    const marks = [...released.values()];
    const kept: Commit[] = [];
    this.#places = new Int32Array(commits.length);
    for (const [place, commit] of commits.entries()) {
      this.#places[place] = kept.length;
      if (all || marks.some((of) => of[place] !== 1)) kept.push(toCommit(commit));
    }
    this.commits = kept;
  }

  place(inRange: number): number {
    return this.#places[inRange] ?? 0;
  }
}

function toCommit({ sha, parents, author, date, message, paths }: LoggedCommit): Commit {
  return { sha, parents, author, date, message, paths };
}

async function tagPathsChanged(
  repository: Repository,
  head: string,
  { track }: HeldVersion,
  newest: TrackTag | undefined,
): Promise<boolean> {
  const when = track.tag?.when;
  if (newest === undefined || when === undefined) return true;
  const changed = await repository.changedPaths(newest.commit, head, folderTest(when));
  return changed.some(pathTest(when));
}

/** What is not of a track: the branch, the remote, the forge and the CI. */
async function surroundings({ repository, env }: CollectOptions, head: string) {
  const ci = readCi(env);
  const branch = repository.branch ?? (ci.request === undefined ? ci.branch : undefined);
  const remote = await repository.remote();
  const forge: ForgeFacts | undefined = forgeOfCi(ci, env) ?? (remote && forgeOfRemote(remote.url));
  return {
    headDate: isoTime(await repository.date(head)),
    ...(branch !== undefined && { branch }),
    ...(remote && { remote: { name: remote.name, url: withoutCredentials(remote.url) } }),
    ...(forge && { forge }),
    ci,
  };
}

/** The last second of the year 9999: later ones have no name in RFC 3339. */
const lastSecond = 253_402_300_799;

/** A commit may claim any time; for one without a name, the nearest that has one is given. */
const isoTime = (seconds: number): string =>
  new Date(Math.max(0, Math.min(seconds, lastSecond)) * 1000).toISOString();
