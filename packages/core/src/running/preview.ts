import type { JsonObject } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { type Report, type StepReport } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import type { Machinery } from './apply.ts';
import { probeAll, readiness, type Seen } from './prepare.ts';
import { reportOf } from './report.ts';
import { selectSteps, type Selection } from './select.ts';

/**
 * The dry run: asks every selected step whether it may run and looks at its target, with reads alone. The report says of
 * each what a run would do.
 * @throws STEP_SELECTION_UNKNOWN when a selection names nothing of the plan
 */
export async function dryRun(
  plan: Plan,
  machinery: Pick<Machinery, 'kinds' | 'reads' | 'outputs'>,
  selection: Selection = {},
): Promise<Report> {
  const selected = selectSteps(plan.steps, selection);
  const meant = plan.steps.filter((step) => selected.has(step.id));
  const outputs = new Map<string, JsonObject>(machinery.outputs ?? []);
  const seen = await probeAll(meant, machinery.kinds, machinery.reads, outputs);
  const open = meant.filter((step) => seen.get(step.id)?.state !== 'done');
  const notReady = await readiness(open, machinery.kinds, machinery.reads, outputs);
  const steps = meant.map((step) => foretold(step, seen.get(step.id)));
  const found = steps.flatMap((step): readonly Problem[] =>
    step.problem === undefined ? [] : [step.problem],
  );
  const report = reportOf(plan, steps, [...plan.problems, ...notReady, ...found], {
    pushed: false,
    failure: undefined,
    interrupted: false,
    outputs,
  });
  return { ...report, outcome: plan.outcome === 'nothing' ? 'nothing' : 'planned' };
}

function foretold(step: PlannedStep, seen: Seen | undefined): StepReport {
  const base = { id: step.id, title: step.title, plugin: step.plugin };
  if (seen === undefined) return { ...base, state: 'todo' };
  if (seen.state === 'done') return { ...base, state: 'already', output: seen.output, ...previewOf(seen) };
  if (seen.state === 'todo') return { ...base, state: 'todo', ...previewOf(seen) };
  return { ...base, state: seen.state, problem: seen.problem };
}

function previewOf(seen: { readonly preview?: readonly string[] }): { readonly preview?: readonly string[] } {
  return seen.preview === undefined ? {} : { preview: seen.preview };
}
