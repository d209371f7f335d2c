import type { Plan } from '../model/plan.ts';
import { endingOf, isError, type Problem, ReleaseError, withoutRepeats } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import { wrongSteps } from '../planning/steps.ts';
import { Ledger } from './ledger.ts';
import type { Machinery } from './machinery.ts';
import { prepare } from './prepare.ts';
import type { Seen } from './probe.ts';
import { reportOf } from './report.ts';
import { Run } from './run.ts';
import { type Selection, selectSteps } from './select.ts';

/**
 * Carries out a plan: proves that every step may run, looks at every target, then does what is missing, phase by phase.
 * Up to the push any failure ends the run with nothing visible; after it, every target converges on its own.
 * @throws STEP_SELECTION_UNKNOWN, the errors among the plan's own problems, and what `ready` and `probe` of
 * the steps forbid to begin with; kind `lost` where a push has lost its race before it was made
 */
export async function applyPlan(
  plan: Plan,
  machinery: Machinery,
  selection: Selection = {},
): Promise<Report> {
  const selected = selectSteps(plan.steps, selection);
  const errors = [...plan.problems.filter(isError), ...wrongSteps(plan.steps, machinery.kinds)];
  if (errors.length > 0) throw new ReleaseError(errors);

  machinery.journal.record({ event: 'run', plan: plan.digest, flow: plan.flow });
  const { steps, seen, pushed, wanted, notReady, outputs } = await prepare(plan.steps, selected, machinery);
  const forbidden = withoutRepeats([...notReady.filter(isError), ...(pushed ? [] : conflicts(steps, seen))]);
  if (forbidden.length > 0 && !pushed) throw new ReleaseError(forbidden, endingOf(forbidden));

  const ledger = new Ledger(machinery.journal, [...plan.problems, ...notReady], machinery.watch);
  const run = new Run(machinery, outputs, ledger);
  for (const step of steps) run.note(step, seen.get(step.id), wanted.includes(step));
  for (const step of steps) {
    const found = seen.get(step.id);
    if (found?.state === 'done') await run.settle(step, found.output);
  }
  await run.phases(wanted.filter((step) => ledger.isOpen(step)));
  const { failure, interrupted } = run;
  const report = reportOf(plan, ledger.reports(plan.steps), ledger.problems, {
    pushed,
    failure,
    interrupted,
    outputs,
  });
  machinery.journal.record({ event: 'ended', outcome: report.outcome });
  return report;
}

function conflicts(steps: readonly PlannedStep[], seen: ReadonlyMap<string, Seen>): readonly Problem[] {
  return steps.flatMap((step) => {
    const found = seen.get(step.id);
    return found?.state === 'conflict' && step.optional !== true ? [found.problem] : [];
  });
}
