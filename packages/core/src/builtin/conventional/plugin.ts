import { checkOptions } from '../../config/rules/options.ts';
import { pathTest } from '../../facts/globs.ts';
import { unknownTracks } from '../../hooks/unknown-tracks.ts';
import type { Commit, Facts } from '../../model/facts.ts';
import type { HookContext, Plugin } from '../../model/plugin.ts';
import type { Problem } from '../../model/problem.ts';
import { type Bump, bumps as kinds, type Track } from '../../model/track.ts';
import type { Reason, Verdict } from '../../model/verdict.ts';
import { builtinRules } from '../option-rules.ts';
import { messageParser, type Parse, remembering, type Said } from './message.ts';
import { exactVersions, overtaken } from './release-as.ts';
import { type BroughtBy, broughtIn, cancelled, type Spoken } from './reverts.ts';
import {
  compileRules,
  type ConventionalOptions,
  knownTypes,
  reason,
  type Rules,
  type Ruling,
} from './rules.ts';

export type { CommitRule, ConventionalOptions } from './rules.ts';

/**
 * How tracks move by Conventional Commits 1.0.0 (conventionalcommits.org): `feat` minor, `fix`, `perf` and `revert` patch,
 * breaking major, and a footer `Release-As: VERSION` exactly that.
 */
export function conventional(options: ConventionalOptions = {}): Plugin {
  const misused = checkOptions('conventional', options, builtinRules.conventional);
  if (misused) return misused;
  const parser = async ({ facts }: HookContext): Promise<Parse> =>
    remembering(facts, await messageParser(knownTypes(options)));
  return {
    name: 'conventional',
    verify: async (context) => [
      ...strayRules(options, context.tracks),
      ...(await overtaken(context, await parser(context))),
    ],
    analyze: async (context) => {
      const { facts, tracks } = context;
      const parse = await parser(context);
      const reading = { facts, parse, rules: compileRules(options), broughtBy: broughtIn(facts) };
      return [
        ...tracks.flatMap((track) => verdictsOf(track, reading)),
        ...(await exactVersions(context, parse)),
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

/** What is the same for all tracks. */
interface Reading {
  readonly facts: Facts;
  readonly parse: Parse;
  readonly rules: Rules;
  readonly broughtBy: BroughtBy;
}

/** Says what moves a track, and what was looked at and counts for nothing. */
function verdictsOf(track: Track, { facts, parse, rules, broughtBy }: Reading): readonly Verdict[] {
  const places = facts.tracks[track.name]?.commits ?? [];
  const spoken = places.flatMap((place): Spoken[] => {
    const commit = facts.commits[place];
    return commit === undefined ? [] : [{ commit, message: parse(place) }];
  });
  const gone = cancelled(spoken, broughtBy);
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
