import type { Problem, ReleaseError } from '../model/problem.ts';
import { type Bump, isBump, type Track, withFollowers } from '../model/track.ts';
import { planningProblems } from './problems.ts';

/** What a person asks of `release bump`: by track a kind of bump, or a version. */
export interface ManualBump {
  readonly tracks: Readonly<Record<string, string>>;
  readonly tag: boolean;
}

/**
 * Checks a manual bump against the flow's tracks.
 * @throws BUMP_NOTHING when no track is named
 * @returns BUMP_INCOMPLETE when a track is bumped without one that follows it, and as a warning APP_WITHOUT_TAG when a
 * version changes that only a tagged build would publish
 */
export function checkManualBump(tracks: readonly Track[], bump: ManualBump): readonly Problem[] {
  const asked = Object.keys(bump.tracks);
  if (asked.length === 0) throw nothingAsked(tracks);
  const moved = withFollowers(asked, tracks);
  const incomplete = tracks.filter(({ name }) => moved.has(name) && !asked.includes(name));
  if (incomplete.length > 0) return [leftOut(incomplete, asked)];
  if (bump.tag) return [];
  return asked.flatMap((name) => withoutTag(name, tracks));
}

/** Tracks without a tag of their own that ride on another's: their version changes, but nothing is built from it. */
function withoutTag(name: string, tracks: readonly Track[]): readonly Problem[] {
  const carrier = tracks.find((track) => track.tag !== undefined && track.follows?.includes(name));
  if (carrier === undefined) return [];
  return [
    planningProblems.warning('APP_WITHOUT_TAG', {
      message: `The ${name} version changes, but without a tag nothing is built from it: its releases ride on the tag of ${carrier.name}.`,
      fix: 'Add `--tag`, or leave it to the next release.',
    }),
  ];
}

function nothingAsked(tracks: readonly Track[]): ReleaseError {
  const flags = tracks.map((track) => `--${track.name}=patch|minor|major|x.y.z`).join(', ');
  return planningProblems.refusal('BUMP_NOTHING', {
    message: 'No track was named, so there is nothing to bump.',
    fix: `Name one: ${flags}.`,
  });
}

function leftOut(tracks: readonly Track[], asked: readonly string[]): Problem {
  const names = tracks.map(({ name }) => name);
  const shipped = asked.filter((name) => tracks.some(({ follows }) => follows?.includes(name)));
  const [who, whose] =
    names.length === 1 ? [`${names[0]} ships`, 'its version'] : ['they ship', 'their versions'];
  return planningProblems.error('BUMP_INCOMPLETE', {
    message: `${names.map((name) => `--${name}`).join(', ')} ${names.length === 1 ? 'is' : 'are'} missing: ${who} ${shipped.join(', ')}, so ${whose} must move too.`,
    fix: `Add \`${names.map((name) => `--${name}=patch`).join(' ')}\` (or minor, major, or a version).`,
  });
}

/** A manual bump as overrides of the fold: kinds of bump, and exact versions. */
export function overridesOf({ tracks }: ManualBump): {
  bump: Record<string, Bump>;
  as: Record<string, string>;
} {
  const asked = Object.entries(tracks);
  return {
    bump: Object.fromEntries(asked.filter((entry): entry is [string, Bump] => isBump(entry[1]))),
    as: Object.fromEntries(asked.filter(([, how]) => !isBump(how))),
  };
}

/** A track whose tag is made whenever it moves, or never. */
export function tagged(track: Track, tag: boolean): Track {
  const { tag: rule, ...rest } = track;
  return tag && rule !== undefined ? { ...rest, tag: { name: rule.name } } : rest;
}
