import compare from 'semver/functions/compare.js';
import { heldOnce } from '../edits/version-in.ts';
import { isUnheld } from '../facts/from-tags.ts';
import { bumpCommand } from '../model/bump-command.ts';
import { defined } from '../model/defined.ts';
import type { PinnedValue } from '../model/facts.ts';
import type { PlannedEdit } from '../model/plan.ts';
import type { VersionContext } from '../model/plugin.ts';
import type { Tree } from '../model/ports.ts';
import type { Place, Problem } from '../model/problem.ts';
import { formed, type Track } from '../model/track.ts';
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

function differingPins({ tracks, facts, changes, byHand }: VersionContext): readonly Problem[] {
  const byName = new Map(tracks.map((track) => [track.name, track]));
  return changes.flatMap((change) => {
    const track = byName.get(change.track);
    const known = facts.tracks[change.track];
    return (known?.pins ?? []).flatMap((pin) => {
      if (pin.value === undefined || pin.value === known?.current) return [];
      if (track !== undefined && isUnheld(track, pin.value)) return [];
      const isAhead = compare(pin.value, change.next) > 0;
      return [isAhead && byHand !== true ? setBack(pin, change) : differing(pin, change)];
    });
  });
}

function differing(pin: PinnedValue, { track, current, next }: VersionChange): Problem {
  return planningProblems.warning('PINS_DIFFER', {
    message: `${pin.file} says ${track} ${pin.value}, but its version is ${current}. This release sets both to ${next}.`,
    fix: 'Nothing to do; `release check --staged` before each commit keeps them equal.',
    where: placeOf(pin),
  });
}

/** Who wrote the higher version meant it, and may have released it. */
function setBack(pin: PinnedValue, { track, current, next }: VersionChange): Problem {
  return planningProblems.error('PINS_DIFFER', {
    message: `${pin.file} says ${track} ${pin.value}, but its version is ${current}. This release would set it back to ${next}.`,
    fix: `Where ${pin.value} is right, go on from there: \`npx --no-install release bump --${track}=${pin.value} --no-push\`. Else write ${current} into ${pin.file} and commit it.`,
    where: placeOf(pin),
  });
}

const placeOf = ({ file, line }: PinnedValue): Place => ({ file, ...defined({ line }) });

/** Gives the pins that a commit, which is a release already, left at other versions. */
export async function pinsLeft(
  tracks: readonly Track[],
  changes: readonly VersionChange[],
  tree: Tree,
): Promise<readonly Problem[]> {
  const versions = new Map(changes.map(({ track, next }) => [track, next]));
  const pins = tracks.flatMap(({ name, pins: own }) => {
    const next = versions.get(name);
    return next === undefined ? [] : own.map((pin) => ({ name, pin, next }));
  });
  const left = pins.map(async ({ name, pin, next }) => {
    const text = await tree.text(pin.file);
    const value = text === undefined ? undefined : await heldOnce(text, pin);
    if (value === undefined || value === next) return [];
    return [
      planningProblems.warning('PINS_DIFFER', {
        message: `${pin.file} says ${name} ${value}, but the release is of ${next}.`,
        fix: `Run \`${bumpCommand(name, tracks)}\`, which moves all of them on, and release that; or write ${formed(pin.form, next)} into it for the next release.`,
        where: { file: pin.file },
      }),
    ];
  });
  return (await Promise.all(left)).flat();
}

/** Versions that a tag of this history has reached already: the files were not kept when it was made. */
function behindTags({ facts, changes, byHand }: VersionContext): readonly Problem[] {
  return changes.flatMap(({ track, current, next }) => {
    const tag = facts.tracks[track]?.newestTag;
    const catchesUp = byHand === true && next === tag?.version;
    if (tag === undefined || catchesUp || compare(next, tag.version) > 0) return [];
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
