import compare from 'semver/functions/compare.js';
import type { PlannedEdit } from '../model/plan.ts';
import type { VersionContext } from '../model/plugin.ts';
import type { Problem } from '../model/problem.ts';
import type { VersionChange } from '../model/verdict.ts';
import { planningProblems } from './problems.ts';

/**
 * Gives what the core itself finds wrong with a new release: pins that differ, versions behind their tags, files that somebody
 * is working on, and no branch.
 */
export async function releaseProblems(
  context: VersionContext,
  edits: readonly PlannedEdit[],
  dirty: (paths: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly Problem[]> {
  const changed = await dirty(edits.map((edit) => edit.path));
  return [
    ...differingPins(context),
    ...behindTags(context),
    ...changed.map(dirtyPin),
    ...withoutBranch(context),
  ];
}

function dirtyPin(file: string): Problem {
  return planningProblems.error('DIRTY_PIN', {
    message: `${file} has uncommitted changes, and this release changes it too.`,
    fix: `Commit them, or put them aside with \`git stash push -- ${file}\`, then run again.`,
    where: { file },
  });
}

function withoutBranch({ facts }: VersionContext): readonly Problem[] {
  // A pull or merge request is never released, so it needs no branch.
  if (facts.branch !== undefined || facts.ci.request !== undefined) return [];
  return [
    planningProblems.warning('NOT_A_BRANCH', {
      message: `HEAD is detached at ${facts.head.slice(0, 7)} and no CI variable names a branch, so this plan cannot be pushed.`,
      fix: "Check out a branch, or set `git({ branch: 'main' })` in the flow's plugins.",
    }),
  ];
}

function differingPins({ facts, changes }: VersionContext): readonly Problem[] {
  return changes.flatMap((change) => {
    const track = facts.tracks[change.track];
    const other = track?.pins.filter((pin) => pin.value !== undefined && pin.value !== track.current) ?? [];
    return other.map((pin) =>
      planningProblems.warning('PINS_DIFFER', {
        message: `${pin.file} says ${change.track} ${pin.value}, but its version is ${change.current}. This release sets both to ${change.next}.`,
        fix: 'Nothing to do; `release check --staged` before each commit keeps them equal.',
        where: { file: pin.file, ...(pin.line === undefined ? {} : { line: pin.line }) },
      }),
    );
  });
}

/** Versions that a tag of this history has reached already: the files were not kept when it was made. */
function behindTags({ facts, changes }: VersionContext): readonly Problem[] {
  return changes.flatMap(({ track, current, next }) => {
    const tag = facts.tracks[track]?.newestTag;
    if (tag === undefined || compare(next, tag.version) > 0) return [];
    return [
      planningProblems.warning('VERSION_BEHIND_TAG', {
        message: `${track} would be ${next}, and this history holds the tag ${tag.name} already: the files say ${current}.`,
        fix: `If they are behind, let them catch up first: \`npx --no-install release bump --${track}=${tag.version} --no-push\`.`,
      }),
    ];
  });
}

/** Says that a version is published by hand which no branch holds. */
export function notCommitted({ track, current, next }: VersionChange, commit: string): Problem {
  return planningProblems.warning('VERSION_NOT_COMMITTED', {
    message: `${track} ${next} is published by hand, but the files of ${commit.slice(0, 7)} say ${current}, and no branch will hold ${next}.`,
    fix: `Write it into the files afterwards: \`npx --no-install release bump --${track}=${next}\`.`,
  });
}
