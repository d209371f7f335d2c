import { defined } from '../model/defined.ts';
import type { Plan } from '../model/plan.ts';
import { isError, type Problem, withoutRepeats } from '../model/problem.ts';
import type { Report, StepReport } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import type { ReadingMachinery } from './machinery.ts';
import { prepare, readiness } from './prepare.ts';
import type { Seen } from './probe.ts';
import { reportOf } from './report.ts';
import { type Selection, selectSteps } from './select.ts';

/**
 * The dry run: asks every selected step whether it may run and looks at its target, with reads alone. The report says of
 * each what a run would do.
 * @throws STEP_SELECTION_UNKNOWN when a selection names nothing of the plan
 */
export async function dryRun(
  plan: Plan,
  machinery: ReadingMachinery,
  selection: Selection = {},
): Promise<Report> {
  const selected = selectSteps(plan.steps, selection);
  const prepared = await prepare(plan.steps, selected, machinery);
  const { seen, wanted, notReady, outputs } = prepared;
  const steps = prepared.steps.map((step) => foretold(step, seen.get(step.id), wanted.includes(step)));
  const found = steps.flatMap((step): readonly Problem[] =>
    step.problem === undefined ? [] : [step.problem],
  );
  const problems = withoutRepeats([...plan.problems, ...notReady, ...found]);
  const report = reportOf(plan, steps, problems, {
    pushed: false,
    failure: undefined,
    interrupted: false,
    outputs,
  });
  const isComplete = report.outcome === 'complete' && !report.problems.some(isError);
  return isComplete || report.outcome === 'nothing' ? report : { ...report, outcome: 'planned' };
}

/**
 * Asks every step that a run would carry out whether it may run. Before the release commit is made that is each of them, and no
 * target needs to be looked at.
 */
export async function readyToRun(plan: Plan, machinery: ReadingMachinery): Promise<readonly Problem[]> {
  if (plan.release === null) return readiness(plan.steps, machinery, new Map());
  return (await prepare(plan.steps, selectSteps(plan.steps, {}), machinery)).notReady;
}

function foretold(step: PlannedStep, seen: Seen | undefined, isWanted: boolean): StepReport {
  const base = { id: step.id, title: step.title, plugin: step.plugin, phase: step.phase };
  if (seen === undefined) return { ...base, state: 'todo' };
  if (seen.state === 'done')
    return { ...base, state: 'already', output: seen.output, ...defined({ preview: seen.preview }) };
  if (seen.state === 'todo' && !isWanted) return { ...base, state: 'skipped' };
  if (seen.state === 'todo') return { ...base, state: 'todo', ...defined({ preview: seen.preview }) };
  return { ...base, state: seen.state, problem: seen.problem };
}
