import type { Repository } from '../effects/git/reading/repository.ts';
import type { Baseline } from '../model/facts.ts';
import { factProblems } from './problems.ts';
import type { Range } from './range.ts';
import type { TrackTags } from './tags.ts';
import type { HeldVersion } from './versions-held.ts';

/** The commits of a shallow clone that have parents which it does not have. Git also counts a first commit at its depth. */
export async function cutCommits({
  shallow,
  objects,
}: Pick<Repository, 'shallow' | 'objects'>): Promise<ReadonlySet<string>> {
  const read = [...shallow].map(async (sha) => [sha, (await objects.read(sha))?.bytes] as const);
  const all = await Promise.all(read);
  return new Set(all.filter(([, bytes]) => bytes?.includes('\nparent ') !== false).map(([sha]) => sha));
}

/**
 * Refuses where a shallow clone hides what the plan depends on: the last release of a track, some of its unreleased
 * commits, or the newest tag that its next one is compared with. A shallow clone that holds all of it is fine.
 * @param cut commits whose parents the clone does not have
 * @throws SHALLOW_CLONE
 */
export function refuseHiddenHistory(
  cut: ReadonlySet<string>,
  range: Range,
  held: readonly HeldVersion[],
  baselines: ReadonlyMap<string, Baseline>,
  tags: ReadonlyMap<string, TrackTags>,
): void {
  const hidden = held.filter(({ track }) => {
    const baseline = baselines.get(track.name);
    const tagNeeded = track.tag?.when !== undefined && tags.get(track.name)?.newest === undefined;
    return tagNeeded || isBaselineHidden(baseline, cut) || isRangeHidden(baseline, range, cut);
  });
  if (hidden.length === 0) return;
  const names = hidden.map(({ track, current }) => `${track.name} ${current}`).join(', ');
  throw cutOff(`since the last release of ${names}`);
}

/** The refusal of a shallow clone that lacks a part of the history: SHALLOW_CLONE. */
export function cutOff(part: string): Error {
  return factProblems.refusal('SHALLOW_CLONE', {
    message: `The clone is shallow, and the history ${part} is cut off.`,
    fix: [
      'Fetch the whole history.',
      'On GitHub, add to actions/checkout, under "with":',
      '  fetch-depth: 0',
      'On GitLab, add to the job, under "variables":',
      '  GIT_DEPTH: 0',
      'Elsewhere, run: git fetch --unshallow --tags',
    ].join('\n'),
  });
}

/** A pin's commit at the edge of the clone only looks as if it had set the version: what was before is not there. */
function isBaselineHidden(baseline: Baseline | undefined, cut: ReadonlySet<string>): boolean {
  return baseline?.how === 'pin' && baseline.commit !== undefined && cut.has(baseline.commit);
}

/** An unreleased commit at the edge means that there may be more before it. */
function isRangeHidden(
  baseline: Baseline | undefined,
  { commits, released }: Range,
  cut: ReadonlySet<string>,
): boolean {
  const marks = baseline?.commit === undefined ? undefined : released.get(baseline.commit);
  return commits.some(({ sha }, place) => marks?.[place] !== 1 && cut.has(sha));
}
