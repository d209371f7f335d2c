import { isStrictVersion } from '../edits/strict-version.ts';
import { unknownTracks } from '../hooks/unknown-tracks.ts';
import { grouped } from '../model/grouped.ts';
import { didYouMean } from '../model/nearest.ts';
import { isCycle, topologicalOrder } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { type Bump, type Track, unreleased, weightOf } from '../model/track.ts';
import type { Reason, Verdict, VersionChange } from '../model/verdict.ts';
import { checkOverrides, type Overrides, overrideOf } from './overrides.ts';
import { planningProblems } from './problems.ts';
import { bumpBetween, effectiveBump, isHigher, nextVersion, type ZeroMajor } from './versions.ts';

export interface FoldOptions {
  readonly zeroMajor: ZeroMajor;
  readonly overrides?: Overrides;
}

export interface TrackReasons {
  readonly because: readonly Reason[];
  readonly ignored: readonly Reason[];
}

export interface Fold {
  /** The tracks that move, in the order of the tracks. */
  readonly changes: readonly VersionChange[];
  readonly tracks: Readonly<Record<string, TrackReasons>>;
  readonly problems: readonly Problem[];
}

/**
 * Folds what all plugins say of how the tracks move into one change a track: the options first, then the highest exact
 * version, then the highest bump; a track that follows one which moves is moved at least by a patch.
 * @param currents the tracks' versions now
 */
export function foldVerdicts(
  tracks: readonly Track[],
  currents: Readonly<Record<string, string>>,
  verdicts: readonly Verdict[],
  options: FoldOptions,
): Fold {
  const names = tracks.map((track) => track.name);
  const problems = [...checkOverrides(names, options.overrides), ...strayVerdicts(names, verdicts)];
  const said = grouped(verdicts, (verdict) => verdict.track);
  const wishes = new Map<string, Wish>();
  for (const track of followedFirst(tracks)) {
    const own = gather(said.get(track.name) ?? []);
    wishes.set(track.name, withOverride(track.name, following(track, wishes, own), options.overrides));
  }
  const changes: VersionChange[] = [];
  for (const track of tracks) {
    const wish = wishes.get(track.name);
    const change = wish && changeOf(track, currents[track.name] ?? unreleased, wish, options.zeroMajor);
    if (change === undefined) continue;
    if ('code' in change) problems.push(change);
    else changes.push(change);
  }
  const reasons = [...wishes].map(([name, { because, ignored }]) => [name, { because, ignored }] as const);
  return { changes, tracks: Object.fromEntries(reasons), problems };
}

/** What is wanted of one track. */
interface Wish extends TrackReasons {
  readonly bump: Bump | null;
  /** True for a bump that a person named: it is taken at its word, below 1.0.0 too. */
  readonly literal?: boolean;
  readonly exact?: Exact;
}

/** An exact version that was asked for. */
interface Exact {
  readonly version: string;
  /** The commit whose footer asks for it; `null` where an option does. */
  readonly commit: string | null;
}

const moves = (wish: Wish | undefined): boolean =>
  wish !== undefined && (wish.bump !== null || wish.exact !== undefined);

const counts = (verdict: Verdict): boolean => verdict.bump !== null || verdict.as !== undefined;

/** Joins the verdicts about one track. A commit that several plugins name counts once, unless it raises the bump. */
function gather(verdicts: readonly Verdict[]): Wish {
  const because: Reason[] = [];
  let bump: Bump | null = null;
  let exact: Exact | undefined;
  for (const verdict of verdicts) {
    const known = new Set(because.map((reason) => reason.commit));
    const raises = verdict.as !== undefined || higherBump(bump, verdict.bump) !== bump;
    if (counts(verdict))
      because.push(...verdict.because.filter(({ commit }) => raises || !known.has(commit)));
    bump = higherBump(bump, verdict.bump);
    exact = higherExact(exact, exactOf(verdict));
  }
  const counted = new Set(because.map((reason) => reason.commit));
  const ignored = verdicts.flatMap((verdict) => verdict.because.filter(({ commit }) => !counted.has(commit)));
  return { bump, because, ignored, ...(exact !== undefined && { exact }) };
}

function exactOf({ as, because }: Verdict): Exact | undefined {
  return as === undefined ? undefined : { version: as, commit: because[0]?.commit ?? null };
}

function higherBump(left: Bump | null, right: Bump | null): Bump | null {
  return weightOf(left) >= weightOf(right) ? left : right;
}

/** A version that is not strict comes first: it is to be refused, not passed over. */
function higherExact(left: Exact | undefined, right: Exact | undefined): Exact | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  if (!isStrictVersion(left.version)) return left;
  return !isStrictVersion(right.version) || isHigher(right.version, left.version) ? right : left;
}

/** Moves a track that nothing else moves, because it ships one that moves. */
function following(track: Track, wishes: ReadonlyMap<string, Wish>, wish: Wish): Wish {
  const leader = track.follows?.find((name) => moves(wishes.get(name)));
  if (leader === undefined || moves(wish)) return wish;
  const bump = 'patch';
  return { ...wish, bump, because: [reasonOf(`follows ${leader} -> ${bump}`, `ships ${leader}`, bump)] };
}

/** The reason of a move that no commit asks for. */
function reasonOf(rule: string, subject: string, bump: Bump | null): Reason {
  return { commit: null, type: null, scope: null, subject, breaking: false, paths: [], bump, rule };
}

function withOverride(track: string, wish: Wish, overrides: Overrides | undefined): Wish {
  const { exact: _exact, ...rest } = wish;
  const { as, bump } = overrideOf(track, overrides);
  if (as !== undefined)
    return overridden({ ...rest, exact: { version: as, commit: null } }, `--as ${track}=${as}`);
  return bump === undefined ? wish : overridden({ ...rest, bump, literal: true }, `--bump ${track}=${bump}`);
}

/** The option is the first reason; what commits ask for stays beside it. */
function overridden(wish: Wish, option: string): Wish {
  const bump = wish.exact === undefined ? wish.bump : null;
  return { ...wish, because: [reasonOf(option, 'asked for by option', bump), ...wish.because] };
}

function changeOf(
  track: Track,
  current: string,
  wish: Wish,
  zeroMajor: ZeroMajor,
): VersionChange | Problem | undefined {
  const { name } = track;
  if (wish.exact !== undefined) return exactChange(name, current, wish.exact);
  if (wish.bump === null) return undefined;
  if (current === unreleased && track.initial !== undefined) {
    return { track: name, current, next: track.initial, bump: bumpBetween(current, track.initial) };
  }
  const bump = effectiveBump(current, wish.bump, wish.literal === true ? 'semver' : zeroMajor);
  return { track: name, current, next: nextVersion(current, bump, 'semver'), bump };
}

function exactChange(
  track: string,
  current: string,
  { version: next, commit }: Exact,
): VersionChange | Problem {
  const by = commit === null ? '' : ` by the footer of ${commit.slice(0, 7)}`;
  if (!isStrictVersion(next)) {
    const other = nextVersion(current, 'minor', 'semver');
    return planningProblems.error('VERSION_NOT_STRICT', {
      message: `The version asked for ${track}${by}, "${next}", is not strict SemVer.`,
      fix:
        commit === null
          ? `Ask for a version such as ${other}; \`release bump\` also takes patch, minor or major.`
          : `Ask for another by \`--as ${track}=${other}\`, which goes before a footer.`,
    });
  }
  if (!isHigher(next, current)) {
    return planningProblems.error('VERSION_NOT_HIGHER', {
      message: `The version asked for ${track}${by}, ${next}, is not higher than its current version ${current}.`,
      fix: `Ask for a higher one: \`--as ${track}=${nextVersion(current, 'patch', 'semver')}\`, which also goes before a footer of a commit.`,
    });
  }
  return { track, current, next, bump: bumpBetween(current, next) };
}

/** Gives the tracks with those first that others follow. Circles are left as they stand. */
function followedFirst(tracks: readonly Track[]): readonly Track[] {
  const ordered = topologicalOrder(
    tracks,
    (track) => track.name,
    (track) => track.follows ?? [],
  );
  return isCycle(ordered) ? tracks : ordered;
}

/** A footer cannot be mended once it is pushed, and may mean another flow: it is a warning. A plugin can be mended. */
function strayVerdicts(names: readonly string[], verdicts: readonly Verdict[]): readonly Problem[] {
  const known = new Set(names);
  const stray = verdicts.filter((verdict) => !known.has(verdict.track));
  const moved = stray.filter(({ as }) => as === undefined).map(({ track }) => track);
  return [
    ...strayFooters(
      names,
      stray.filter(({ as }) => as !== undefined),
    ),
    ...unknownTracks(
      [...new Set(moved)],
      names,
      (name) => `A plugin's analyze hook moves the track "${name}", which the flow does not have.`,
    ),
  ];
}

function strayFooters(names: readonly string[], stray: readonly Verdict[]): readonly Problem[] {
  return stray.map((verdict) => {
    const commit = verdict.because[0]?.commit?.slice(0, 7) ?? 'a commit';
    const said =
      verdict.track === ''
        ? 'names no track, and the flow has several'
        : `names the track "${verdict.track}"`;
    return planningProblems.warning('FOOTER_TRACK_UNKNOWN', {
      message: `The footer "Release-As" of ${commit} ${said}; it was passed over.${didYouMean(verdict.track, names)}`,
      fix: `If this flow is meant, ask for the version by option: --as TRACK=${verdict.as ?? 'VERSION'}, with TRACK one of ${names.join(', ')}.`,
    });
  });
}
