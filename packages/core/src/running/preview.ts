import type { JsonObject } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { type Report, type StepReport } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import type { Machinery } from './apply.ts';
import { probeAll, readiness, type Seen } from './prepare.ts';
import { reportOf } from './report.ts';

/**
 * The dry run: asks every step whether it may run and looks at every target, with reads alone. The report says of each
 * step what a run would do.
 */
export async function dryRun(
  plan: Plan,
  machinery: Pick<Machinery, 'kinds' | 'reads' | 'outputs'>,
): Promise<Report> {
  const outputs = new Map<string, JsonObject>(machinery.outputs ?? []);
  const seen = await probeAll(plan.steps, machinery.kinds, machinery.reads, outputs);
  const open = plan.steps.filter((step) => seen.get(step.id)?.state !== 'done');
  const notReady = await readiness(open, machinery.kinds, machinery.reads, outputs);
  const steps = plan.steps.map((step) => foretold(step, seen.get(step.id)));
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
