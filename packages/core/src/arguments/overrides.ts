import { defined } from '../model/defined.ts';
import { didYouMean } from '../model/nearest.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import { type Bump, bumps, isBump } from '../model/track.ts';
import type { PlanOptions } from '../planning/build.ts';
import type { Overrides } from '../planning/overrides.ts';
import { type Given, listFlag } from './given.ts';
import { usageProblems } from './problems.ts';

/**
 * Reads `--bump chart=minor` and `--as chart=1.4.0`.
 * @throws USAGE_VALUE, all at once
 */
export function overridesFrom(flags: Given['flags']): Overrides | undefined {
  const problems: Problem[] = [];
  const kinds: [string, Bump][] = [];
  const exact: [string, string][] = [];
  for (const item of listFlag(flags, 'bump') ?? []) {
    const [track, value] = pair(item);
    if (track !== undefined && value !== undefined && isBump(value)) kinds.push([track, value]);
    else problems.push(malformed(`--bump ${item}`, '`--bump TRACK=major`, `minor` or `patch`', value));
  }
  for (const item of listFlag(flags, 'as') ?? []) {
    const [track, value] = pair(item);
    if (track !== undefined && value !== undefined) exact.push([track, value]);
    else problems.push(malformed(`--as ${item}`, '`--as TRACK=1.2.3`'));
  }
  problems.push(...askedTwice([...kinds, ...exact].map(([track]) => track)));
  if (problems.length > 0) throw new ReleaseError(problems);
  if (kinds.length + exact.length === 0) return undefined;
  return { bump: Object.fromEntries(kinds), as: Object.fromEntries(exact) };
}

/**
 * The same as the options of a plan.
 * @throws as {@link overridesFrom} does
 */
export function planOptions(flags: Given['flags']): Pick<PlanOptions, 'overrides'> {
  return defined({ overrides: overridesFrom(flags) });
}

function askedTwice(tracks: readonly string[]): readonly Problem[] {
  const twice = new Set(tracks.filter((track, at) => tracks.indexOf(track) !== at));
  return [...twice].map((track) =>
    usageProblems.error('USAGE_VALUE', {
      message: `More than one of \`--bump\` and \`--as\` is for ${track}.`,
      fix: `Give ${track} one of them, once.`,
    }),
  );
}

function pair(item: string): readonly [string | undefined, string | undefined] {
  const at = item.indexOf('=');
  return at < 1 || at === item.length - 1 ? [undefined, undefined] : [item.slice(0, at), item.slice(at + 1)];
}

function malformed(given: string, form: string, value?: string): Problem {
  const near = value === undefined ? '' : didYouMean(value, bumps);
  return usageProblems.error('USAGE_VALUE', {
    message: `\`${given}\` makes no sense here.${near}`,
    fix: `Write ${form}.`,
  });
}
