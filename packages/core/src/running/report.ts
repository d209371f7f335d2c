import type { JsonObject } from '../model/json.ts';
import { type Plan, schemaVersion } from '../model/plan.ts';
import { type Problem, type ReleaseError, withoutRepeats } from '../model/problem.ts';
import type { Report, ReportOutcome, StepReport } from '../model/report.ts';

export interface RunResult {
  /** Whether the commit point had been passed before this run. */
  readonly pushed: boolean;
  /** The error that ended the run before the commit point, or at it. */
  readonly failure: ReleaseError | undefined;
  /** Whether the run was told to stop before it was through. */
  readonly interrupted: boolean;
  readonly outputs: ReadonlyMap<string, JsonObject>;
}

/** Computes the report from the plan and from what became of its steps; what several of them met is told once. */
export function reportOf(
  plan: Plan,
  steps: readonly StepReport[],
  problems: readonly Problem[],
  result: RunResult,
): Report {
  return {
    schema: schemaVersion,
    plan: plan.digest,
    flow: plan.flow,
    outcome: outcomeOf(plan, steps, result),
    commit: commitOf(plan, result.outputs),
    versions: Object.fromEntries(
      Object.entries(plan.tracks).flatMap(([track, { next }]) => (next === null ? [] : [[track, next]])),
    ),
    tags: plan.tags,
    steps,
    problems: withoutRepeats(problems),
  };
}

/** Says what it means for people and CI that the steps ended as they did. */
function outcomeOf(
  plan: Plan,
  steps: readonly StepReport[],
  { pushed, failure, interrupted }: RunResult,
): ReportOutcome {
  if (interrupted) return 'interrupted';
  if (failure !== undefined) return failure.kind === 'failed' ? 'incomplete' : failure.kind;
  if (plan.outcome === 'nothing') return 'nothing';
  const optional = new Set(plan.steps.filter((step) => step.optional).map((step) => step.id));
  const missing = steps.filter(
    (step) => ['failed', 'conflict', 'unknown'].includes(step.state) && !optional.has(step.id),
  );
  const waiting = steps.some(
    (step) => step.state === 'skipped' && !optional.has(step.id) && missing.length > 0,
  );
  if (missing.length > 0 || waiting) return 'incomplete';
  const did = steps.some((step) => step.state === 'done' || step.state === 'todo');
  if (!did) return 'complete';
  return pushed || plan.outcome === 'resume' ? 'resumed' : 'released';
}

/** The release commit: the plan's, or what the step that made it says. */
function commitOf(plan: Plan, outputs: ReadonlyMap<string, JsonObject>): string | null {
  if (plan.release !== null) return plan.release;
  const made = plan.steps.find((step) => step.phase === 'commit');
  const commit = made === undefined ? undefined : outputs.get(made.id)?.['commit'];
  return typeof commit === 'string' ? commit : null;
}
