import type SemVer from 'semver/classes/semver.js';
import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import type { Repository } from '../effects/git/repository.ts';
import { type TagRule, tagName, tagVersion } from '../model/track.ts';
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
  readonly parsed: SemVer;
}

/**
 * Finds each track's tags on the history of a commit with two git processes, however many tags and tracks there are:
 * the versions are compared here, and only the few highest are looked for on the history. A third process is needed
 * only where none of those is there.
 */
export async function findTags(
  repository: Repository,
  head: string,
  held: readonly HeldVersion[],
): Promise<ReadonlyMap<string, TrackTags>> {
  const ruled = held.flatMap(({ track, current }) =>
    track.tag ? [{ track: track.name, rule: track.tag, current }] : [],
  );
  if (ruled.length === 0) return new Map();
  const names = (await repository.tags()).map((tag) => tag.name);
  const groups = groupByRule(
    names,
    ruled.map(({ rule }) => rule),
  );
  const searches = ruled.map(({ track, rule, current }, index) =>
    search(track, current, tagName(rule, current), groups[index] ?? []),
  );

  const merged = new Set(
    await repository.merged(
      head,
      searches.flatMap(({ likely }) => likely.map(({ name }) => name)),
    ),
  );
  const lost = searches.filter(
    ({ likely, others }) => others.length > 0 && !likely.some(({ name }) => merged.has(name)),
  );
  const rest = lost.flatMap(({ others }) => others.map(({ name }) => name));
  for (const name of await repository.merged(head, rest)) merged.add(name);

  const found = searches.map(async ({ track, own, likely, others }) => {
    const [current, newest] = await Promise.all([
      located(
        repository,
        likely.find(({ name }) => name === own && merged.has(name)),
      ),
      located(
        repository,
        [...likely, ...others].find(({ name }) => merged.has(name)),
      ),
    ]);
    return [track, { ...(current && { current }), ...(newest && { newest }) }] as const;
  });
  return new Map(await Promise.all(found));
}

async function located(
  repository: Repository,
  candidate: Candidate | undefined,
): Promise<TrackTag | undefined> {
  const commit = candidate && (await repository.commit(`refs/tags/${candidate.name}`));
  return commit === undefined || candidate === undefined
    ? undefined
    : { name: candidate.name, version: candidate.version, commit };
}

interface Search {
  readonly track: string;
  /** Name of the tag that the current version has or would have. */
  readonly own: string;
  /** The tags to look for at first, highest version first. */
  readonly likely: readonly Candidate[];
  /** All the others, highest first. */
  readonly others: readonly Candidate[];
}

/**
 * A history seldom holds a tag above the version in its files: those above belong to other branches, save perhaps the
 * very highest. So that one and the few highest up to the current version are looked for first.
 */
function search(track: string, current: string, own: string, candidates: readonly Candidate[]): Search {
  const sorted = [...candidates].sort((left, right) => compare(right.parsed, left.parsed));
  const below = sorted.findIndex(({ parsed }) => compare(parsed, current) <= 0);
  const start = below === -1 ? sorted.length : below;
  const isLikely = (candidate: Candidate, index: number) =>
    index === 0 || (index >= start && index < start + 3) || candidate.name === own;
  return {
    track,
    own,
    likely: sorted.filter(isLikely),
    others: sorted.filter((candidate, index) => !isLikely(candidate, index)),
  };
}

/** Sorts tags to the rules whose names they have. Each tag is compared with few rules: those of its first characters. */
function groupByRule(names: readonly string[], rules: readonly TagRule[]): readonly Candidate[][] {
  const groups = rules.map((): Candidate[] => []);
  const byPrefix = new Map<string, number[]>();
  for (const [index, rule] of rules.entries()) {
    const prefix = rule.name.split('{version}', 1)[0] ?? '';
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), index]);
  }
  const lengths = [...new Set([...byPrefix.keys()].map((prefix) => prefix.length))];
  for (const name of names) {
    for (const index of lengths.flatMap((length) => byPrefix.get(name.slice(0, length)) ?? [])) {
      const rule = rules[index];
      const candidate = rule && asCandidate(name, rule);
      if (candidate !== undefined) groups[index]?.push(candidate);
    }
  }
  return groups;
}

function asCandidate(name: string, rule: TagRule): Candidate | undefined {
  const version = tagVersion(rule, name);
  const parsed = version === undefined || !/^\d/.test(version) ? null : parse(version);
  return version === undefined || parsed === null ? undefined : { name, version, parsed };
}
