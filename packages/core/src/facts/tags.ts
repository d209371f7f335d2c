import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import type { Repository } from '../effects/git/reading/repository.ts';
import { grouped } from '../model/grouped.ts';
import { type TagRule, tagName, tagVersion } from '../model/track.ts';
import type { History } from './history.ts';
import type { HeldVersion } from './versions-held.ts';

/** A tag of a track that lies on the history at hand. */
export interface TrackTag {
  readonly name: string;
  readonly commit: string;
  readonly version: string;
}

/** The tags of one track that matter. */
export interface TrackTags {
  /** The tag of the version that the files hold. */
  readonly current?: TrackTag;
  /** The highest version's. */
  readonly newest?: TrackTag;
}

interface Candidate {
  readonly name: string;
  readonly version: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/**
 * Finds each track's tags on a history, however many tags and tracks there are. Mostly the highest tag is that of the
 * current version, and the newest commits hold it: the history that is read anyway tells. For other tracks the versions are
 * compared here and git is asked once about the few highest, and once more only where none of those is there.
 * @param listed every tag of the repository
 */
export async function findTags(
  repository: Repository,
  history: History,
  held: readonly HeldVersion[],
  listed: readonly string[],
): Promise<ReadonlyMap<string, TrackTags>> {
  const searches = searchesOf(held, listed);
  const found = await findRecent(repository, history, searches);
  const open = searches.filter(({ track }) => !found.has(track));
  return new Map([...found, ...(await findMerged(repository, history.head, open))]);
}

/** As many commits as are read in less time than git takes to tell what is merged. */
const recent = 1000;

/** Gives the tracks whose highest tag is that of their current version, and lies on the newest commits. */
async function findRecent(
  repository: Repository,
  history: History,
  searches: readonly Search[],
): Promise<ReadonlyMap<string, TrackTags>> {
  const topmost = searches.filter(({ own, likely: [top] }) => top?.name === own);
  const tags = await Promise.all(
    topmost.map(async ({ track, likely: [top] }) => ({ track, tag: await located(repository, top) })),
  );
  const commits = new Set(tags.flatMap(({ tag }) => tag?.commit ?? []));
  const met = await history.meet(commits, recent);
  return new Map(
    tags.flatMap(({ track, tag }): [string, TrackTags][] =>
      tag !== undefined && met.has(tag.commit) ? [[track, { current: tag, newest: tag }]] : [],
    ),
  );
}

/** Asks git which of the tracks' highest tags are merged into a commit. */
async function findMerged(
  repository: Repository,
  head: string,
  searches: readonly Search[],
): Promise<ReadonlyMap<string, TrackTags>> {
  const merged = new Set(await repository.merged(head, namesOf(searches.flatMap(({ likely }) => likely))));
  const isMerged = ({ name }: Candidate) => merged.has(name);
  const lost = searches.filter(({ likely, all }) => all.length > likely.length && !likely.some(isMerged));
  for (const name of await repository.merged(head, namesOf(lost.flatMap(({ all }) => all)))) merged.add(name);

  const found = searches.map(async ({ track, own, likely, all }) => {
    const tag = likely.find((candidate) => candidate.name === own && isMerged(candidate));
    const top = likely.find(isMerged) ?? highest(all.filter(isMerged), 1)[0];
    const [current, newest] = await Promise.all([located(repository, tag), located(repository, top)]);
    return [track, { ...(current && { current }), ...(newest && { newest }) }] as const;
  });
  return new Map(await Promise.all(found));
}

async function located(
  repository: Repository,
  candidate: Candidate | undefined,
): Promise<TrackTag | undefined> {
  if (candidate === undefined) return undefined;
  const { name, version } = candidate;
  const commit = await repository.commit(`refs/tags/${name}`);
  return commit === undefined ? undefined : { name, version, commit };
}

const namesOf = (candidates: readonly Candidate[]): readonly string[] => candidates.map(({ name }) => name);

interface Search {
  readonly track: string;
  /** Name of the tag that the current version has or would have. */
  readonly own: string;
  /** The tags to look for at first, highest version first. */
  readonly likely: readonly Candidate[];
  readonly all: readonly Candidate[];
}

/**
 * A history seldom holds a tag above the version in its files: those above belong to other branches, save perhaps the
 * very highest. So that one and the three highest up to the current version are looked for first.
 */
function search(track: string, current: string, own: string, all: readonly Candidate[]): Search {
  const limit = asCandidate('', current);
  const upTo = limit === null ? all : all.filter((candidate) => order(candidate, limit) >= 0);
  const chosen = new Set([
    ...highest(all, 1),
    ...highest(upTo, 3),
    ...all.filter(({ name }) => name === own),
  ]);
  return { track, own, likely: [...chosen].sort(order), all };
}

/** Gives the few highest versions without sorting all; from the end, where git lists the highest. */
function highest(candidates: readonly Candidate[], count: number): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const candidate of candidates.toReversed()) {
    const last = found[count - 1];
    if (last !== undefined && order(candidate, last) >= 0) continue;
    found.push(candidate);
    found.sort(order);
    found.length = Math.min(found.length, count);
  }
  return found;
}

/** Highest first. Versions are only taken apart further where the three numbers are the same. */
function order(left: Candidate, right: Candidate): number {
  return (
    right.major - left.major ||
    right.minor - left.minor ||
    right.patch - left.patch ||
    (left.version === right.version ? 0 : compare(right.version, left.version))
  );
}

interface Ruled {
  readonly track: string;
  readonly rule: TagRule;
  readonly current: string;
  readonly candidates: Candidate[];
}

function searchesOf(held: readonly HeldVersion[], listed: readonly string[]): readonly Search[] {
  const ruled = held.flatMap(({ track: { name, tag }, current }): Ruled[] =>
    tag === undefined ? [] : [{ track: name, rule: tag, current, candidates: [] }],
  );
  sortIn(ruled, listed);
  return ruled.map(({ track, rule, current, candidates }) =>
    search(track, current, tagName(rule, current), candidates),
  );
}

/** Sorts tags to the tracks whose names they have. Each is compared with few: those of its first characters. */
function sortIn(ruled: readonly Ruled[], listed: readonly string[]): void {
  const byPrefix = grouped(ruled, ({ rule }) => rule.name.split('{version}', 1)[0] ?? '');
  const lengths = new Set([...byPrefix.keys()].map((prefix) => prefix.length));
  for (const name of listed) {
    for (const length of lengths) {
      for (const { rule, candidates } of byPrefix.get(name.slice(0, length)) ?? []) {
        const version = tagVersion(rule, name);
        const candidate = version === undefined ? null : asCandidate(name, version);
        if (candidate !== null) candidates.push(candidate);
      }
    }
  }
}

function asCandidate(name: string, version: string): Candidate | null {
  const [, major, minor, patch] =
    /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/.exec(version) ?? [];
  if (major !== undefined)
    return { name, version, major: Number(major), minor: Number(minor), patch: Number(patch) };
  const parsed = /^\d/.test(version) ? parse(version) : null;
  return parsed && { name, version, major: parsed.major, minor: parsed.minor, patch: parsed.patch };
}
