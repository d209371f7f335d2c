import { checkOptions } from '../../config/options.ts';
import { pathTest } from '../../facts/globs.ts';
import { unknownTracks } from '../../hooks/unknown-tracks.ts';
import type { Commit, Facts, TrackFacts } from '../../model/facts.ts';
import type { HookContext, Plugin } from '../../model/plugin.ts';
import type { Problem } from '../../model/problem.ts';
import { type Bump, bumps as kinds, type Track } from '../../model/track.ts';
import type { Reason, Verdict } from '../../model/verdict.ts';
import { type MessageParser, messageParser, type ParsedMessage, type Said } from './message.ts';
import { cancelled, type Spoken } from './reverts.ts';
import { compileRules, type ConventionalOptions, knownTypes, type Rules, type Ruling } from './rules.ts';
import { builtinRules } from '../option-rules.ts';

export type { CommitRule, ConventionalOptions } from './rules.ts';

/**
 * How tracks move by Conventional Commits 1.0.0 (conventionalcommits.org): `feat` minor, `fix`, `perf` and `revert` patch,
 * breaking major, and a footer `Release-As: VERSION` exactly that.
 */
export function conventional(options: ConventionalOptions = {}): Plugin {
  const misused = checkOptions('conventional', options, builtinRules.conventional);
  if (misused) return misused;
  return {
    name: 'conventional',
    verify: ({ tracks }) => strayRules(options, tracks),
    analyze: async (context) => {
      const parse = remembering(context.facts, await messageParser(knownTypes(options)));
      const rules = compileRules(options);
      return [
        ...context.tracks.flatMap((track) => verdictsOf(track, context.facts, parse, rules)),
        ...exactVersions(context, parse),
      ];
    },
  };
}

/** A rule for a name that no track has would never hold. */
function strayRules({ rules = [] }: ConventionalOptions, tracks: readonly Track[]): readonly Problem[] {
  return unknownTracks(
    [...new Set(rules.flatMap(({ track }) => track ?? []))],
    tracks.map(({ name }) => name),
    (name) => `A rule of conventional() is for "${name}", a track that the flow does not have.`,
  );
}

/** Gives the message of a commit by its place in the facts. */
type Parse = (place: number) => ParsedMessage;

/** Parses each commit once, whatever the number of tracks that it touches. */
function remembering({ commits }: Facts, parse: MessageParser): Parse {
  const parsed = new Map<number, ParsedMessage>();
  return (place) => {
    const known = parsed.get(place);
    if (known !== undefined) return known;
    const { message = '', parents = [] } = commits[place] ?? {};
    const fresh = parse(message, parents.length > 1);
    parsed.set(place, fresh);
    return fresh;
  };
}

/** Says what moves a track, and what was looked at and counts for nothing. */
function verdictsOf(track: Track, facts: Facts, parse: Parse, rules: Rules): readonly Verdict[] {
  const places = facts.tracks[track.name]?.commits ?? [];
  const spoken = places.flatMap((place): Spoken[] => {
    const commit = facts.commits[place];
    return commit === undefined ? [] : [{ commit, message: parse(place) }];
  });
  const gone = cancelled(spoken);
  const isMeant = pathTest(track.paths);
  const because: Reason[] = [];
  const ignored: Reason[] = [];
  const bumps = new Set<Bump>();
  for (const { commit, message } of spoken) {
    const paths = commit.paths.filter(isMeant);
    for (const said of message.said) {
      const ruling = rulingOf(commit, said, gone, rules, track.name);
      if (ruling.bump !== null) bumps.add(ruling.bump);
      (ruling.bump === null ? ignored : because).push(reason(commit, said, paths, ruling));
    }
  }
  const highest = kinds.find((bump) => bumps.has(bump));
  return [
    ...(highest === undefined ? [] : [{ track: track.name, bump: highest, because }]),
    ...(ignored.length === 0 ? [] : [{ track: track.name, bump: null, because: ignored }]),
  ];
}

function rulingOf(
  commit: Commit,
  said: Said,
  gone: ReadonlyMap<string, string>,
  rules: Rules,
  track: string,
): Ruling {
  const why = gone.get(commit.sha);
  if (why !== undefined) return { bump: null, rule: why };
  const ruling = rules(said, track);
  const isMerge = commit.parents.length > 1 && said.type === null;
  return isMerge && ruling.bump === null
    ? { bump: null, rule: 'a merge: its commits speak for themselves' }
    : ruling;
}

function reason(
  commit: Commit,
  { type, scope, subject, breaking }: Said,
  paths: readonly string[],
  { bump, rule }: Ruling,
): Reason {
  // In the order of canonical JSON, which then takes it as it is.
  return { breaking, bump, commit: commit.sha, paths, rule, scope, subject, type };
}

/** The versions that `Release-As:` footers of unreleased commits ask for; the commit need not touch the track's paths. */
function exactVersions({ tracks, facts }: HookContext, parse: Parse): readonly Verdict[] {
  return facts.commits.flatMap((commit, place) => {
    if (!/^Release-As:/im.test(commit.message)) return [];
    const message = parse(place);
    return message.releaseAs.flatMap((value): Verdict[] => {
      const at = value.lastIndexOf('@');
      const track = at > 0 ? value.slice(0, at) : tracks.length === 1 ? (tracks[0]?.name ?? '') : '';
      const known = facts.tracks[track];
      if (known !== undefined && isReleased(facts, known, commit)) return [];
      const [said] = message.said;
      const ruling = { bump: null, rule: `Release-As: ${value}` };
      const because = said === undefined ? [] : [reason(commit, said, [], ruling)];
      return [{ track, bump: null, as: value.slice(at + 1).replace(/^v(?=\d)/, ''), because }];
    });
  });
}

/** Tells whether a track's baseline has a commit on its history. */
function isReleased({ commits }: Facts, { baseline }: TrackFacts, commit: Commit): boolean {
  const bySha = new Map(commits.map((one) => [one.sha, one]));
  const seen = new Set<string>();
  const open = baseline.commit === undefined ? [] : [baseline.commit];
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    if (sha === commit.sha) return true;
    if (seen.has(sha)) continue;
    seen.add(sha);
    open.push(...(bySha.get(sha)?.parents ?? []));
  }
  return false;
}
