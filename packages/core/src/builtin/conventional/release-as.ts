import gt from 'semver/functions/gt.js';
import { isStrictVersion } from '../../edits/strict-version.ts';
import { versionOnceIn } from '../../edits/version-in.ts';
import type { Commit, Facts, TrackFacts } from '../../model/facts.ts';
import type { HookContext } from '../../model/plugin.ts';
import type { Problem } from '../../model/problem.ts';
import type { Verdict } from '../../model/verdict.ts';
import { builtinProblems } from '../problems.ts';
import type { Parse, ParsedMessage } from './message.ts';
import { reason } from './rules.ts';

/**
 * Gives the versions that `Release-As:` footers of unreleased commits ask for, without those that were overtaken; the
 * commit need not touch the track's paths.
 */
export async function exactVersions(context: HookContext, parse: Parse): Promise<readonly Verdict[]> {
  const wishes = await wishesIn(context, parse);
  return wishes
    .filter(({ now }) => now === undefined)
    .map(({ track, as, because }) => ({ track, bump: null, as, because }));
}

/** Tells of each version that was asked for and is passed over, because a release elsewhere came first: FOOTER_OVERTAKEN. */
export async function overtaken(context: HookContext, parse: Parse): Promise<readonly Problem[]> {
  const wishes = await wishesIn(context, parse);
  return wishes.flatMap(({ now, ...wish }) => (now === undefined ? [] : [passedOver(wish, now)]));
}

function passedOver({ track, as, commit }: Wish, now: string): Problem {
  return builtinProblems.warning('FOOTER_OVERTAKEN', {
    message: `The footer "Release-As" of ${commit.slice(0, 7)} asks for ${track} ${as}, and was overtaken: ${track} is at ${now}. It was passed over.`,
    fix: `Nothing to do; a higher version is asked for with \`--as ${track}=VERSION\`.`,
  });
}

/** A version that a commit asks for. */
interface Wish extends Verdict {
  readonly as: string;
  readonly commit: string;
}

/** What footers ask for, each with the version of its track that has overtaken it, if one has. */
function wishesIn(
  context: HookContext,
  parse: Parse,
): Promise<readonly (Wish & { readonly now: string | undefined })[]> {
  const wishes = context.facts.commits.flatMap((commit, place) =>
    mayAsk(commit.message) ? wishesOf(commit, parse(place), context) : [],
  );
  return Promise.all(wishes.map(async (wish) => ({ ...wish, now: await overtaking(wish, context) })));
}

/** Tells at a glance of most messages that they ask for no version: the pattern takes far longer. */
const mayAsk = (message: string): boolean =>
  message.toLowerCase().includes('release-as:') && /^Release-As:/im.test(message);

function wishesOf(commit: Commit, message: ParsedMessage, { tracks, facts }: HookContext): readonly Wish[] {
  return message.releaseAs.flatMap((value): Wish[] => {
    const at = value.lastIndexOf('@');
    const [only, ...others] = tracks;
    const unnamed = others.length === 0 ? (only?.name ?? '') : '';
    const track = at > 0 ? value.slice(0, at) : unnamed;
    const known = facts.tracks[track];
    if (known !== undefined && isReleased(facts, known, commit)) return [];
    const [said] = message.said;
    const ruling = { bump: null, rule: `Release-As: ${value}` };
    const because = said === undefined ? [] : [reason(commit, said, [], ruling)];
    const as = value.slice(at + 1).replace(/^v(?=\d)/, '');
    return [{ track, bump: null, as, because, commit: commit.sha }];
  });
}

/**
 * Gives the version of a track which is not below the one that a commit asks for, though it was where the commit was
 * made: a release elsewhere came first, and nobody can mend the commit.
 */
async function overtaking(
  { track: name, as, commit }: Wish,
  { tracks, facts, reads }: HookContext,
): Promise<string | undefined> {
  const track = tracks.find((one) => one.name === name);
  const now = facts.tracks[name]?.current;
  if (track === undefined || now === undefined || !isStrictVersion(as) || gt(as, now)) return undefined;
  const then = await versionOnceIn(reads.git.tree(commit), track);
  return then !== undefined && isStrictVersion(then) && gt(as, then) ? now : undefined;
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
