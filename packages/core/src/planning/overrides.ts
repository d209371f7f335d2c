import { unknownTracks } from '../hooks/unknown-tracks.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { type Bump, bumps, isBump } from '../model/track.ts';
import { planningProblems } from './problems.ts';

/** What was asked for by options, by track; wins over every commit. */
export interface Overrides {
  readonly bump?: Readonly<Record<string, Bump>>;
  readonly as?: Readonly<Record<string, string>>;
}

/** What was asked for one track; a kind of bump that there is none of counts as nothing. */
export function overrideOf(
  track: string,
  { as, bump }: Overrides = {},
): { readonly as?: string; readonly bump?: Bump } {
  const [exact, kind] = [own(as, track), own(bump, track)];
  return { ...(exact !== undefined && { as: exact }), ...(isBump(kind) && { bump: kind }) };
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** What is wrong with what was asked for: TRACK_UNKNOWN, BUMP_UNKNOWN. */
export function checkOverrides(names: readonly string[], overrides: Overrides = {}): Problem[] {
  const given = [...Object.keys(overrides.as ?? {}), ...Object.keys(overrides.bump ?? {})];
  const kinds = Object.entries(overrides.bump ?? {}).filter(([, bump]) => !isBump(bump));
  return [
    ...unknownTracks(given, names, (name) => `The flow has no track "${name}".`),
    ...kinds.map(([name, bump]) =>
      planningProblems.error('BUMP_UNKNOWN', {
        message: `"${bump}" is not a kind of bump for ${name}.${didYouMean(bump, bumps)}`,
        fix: `Use --bump ${name}=patch, minor or major, or an exact version with --as ${name}=VERSION.`,
      }),
    ),
  ];
}
