import { didYouMean } from '../model/nearest.ts';
import { ReleaseError } from '../model/problem.ts';
import type { PlannedStep } from '../model/step.ts';
import { withNeeds } from './needs.ts';
import { runningProblems } from './problems.ts';

export interface Selection {
  /** Plugins by their ids (their names where they have none), or steps by theirs; left out, all are meant. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Also makes the commit that the selected steps work on; it stays on no branch. */
  readonly withCommit?: boolean;
  /** Names of the flow's plugins. One that has no step in this plan may be named all the same: it has nothing to do. */
  readonly plugins?: readonly string[];
}

/**
 * Gives the ids of the selected steps. What is named brings the stage steps along that it needs, of other plugins too: they
 * change nothing that can be seen, and what they make is on this machine alone.
 * @throws STEP_SELECTION_UNKNOWN for each name that is neither a plugin nor a step
 */
export function selectSteps(steps: readonly PlannedStep[], selection: Selection): ReadonlySet<string> {
  const names = new Set([...steps.flatMap((step) => [step.plugin, step.id]), ...(selection.plugins ?? [])]);
  const unknown = [...(selection.only ?? []), ...(selection.skip ?? [])].filter((name) => !names.has(name));
  if (unknown.length > 0) {
    throw new ReleaseError(
      unknown.map((name) =>
        runningProblems.error('STEP_SELECTION_UNKNOWN', {
          message: `No plugin of the flow and no step of this plan is called "${name}".${didYouMean(name, names)}`,
          fix: `Use one of: ${[...names].join(', ')}.`,
        }),
      ),
    );
  }
  const meant = (list: readonly string[] | undefined, step: PlannedStep): boolean =>
    list?.includes(step.plugin) === true || list?.includes(step.id) === true;
  const selected = steps.filter(
    (step) =>
      (selection.withCommit === true && step.phase === 'commit') ||
      ((selection.only === undefined || meant(selection.only, step)) && !meant(selection.skip, step)),
  );
  const staged = stagedFor(selected, steps).filter((step) => !meant(selection.skip, step));
  return new Set([...selected, ...staged].map((step) => step.id));
}

/**
 * Gives the steps whose targets a run looks at: the selected ones and what they need in turn, whose outputs they are given, and
 * the push, which tells whether the release is out. What else was left out is nobody's business, and may not be there to be asked.
 */
export function stepsToLookAt(
  steps: readonly PlannedStep[],
  selected: ReadonlySet<string>,
): readonly PlannedStep[] {
  const looked = withNeeds(steps, ({ id, phase }) => selected.has(id) || phase === 'push');
  return steps.filter(({ id }) => looked.has(id));
}

/** The stage steps that some steps need, and those that these need in turn. */
function stagedFor(selected: readonly PlannedStep[], steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const direct = new Set(selected.flatMap(({ needs }) => needs));
  const stage = steps.filter(({ phase }) => phase === 'stage');
  const needed = withNeeds(stage, ({ id }) => direct.has(id));
  return stage.filter(({ id }) => needed.has(id));
}
