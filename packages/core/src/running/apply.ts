import { stamped } from '../hooks/lifecycle.ts';
import type { JsonObject } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { StepKind } from '../model/plugin.ts';
import type { Effects, Reads } from '../model/ports.ts';
import { isError, isReleaseError, type Problem, ReleaseError } from '../model/problem.ts';
import type { Report, StepReport, StepState } from '../model/report.ts';
import type { Phase, PlannedStep } from '../model/step.ts';
import { resolveInput, unresolved } from './inputs.ts';
import type { Journal } from './journal.ts';
import { probeAll, probeStep, readiness, type Seen } from './prepare.ts';
import { runningProblems } from './problems.ts';
import { reportOf } from './report.ts';
import { schedule } from './schedule.ts';
import { selectSteps, type Selection } from './select.ts';

/** What a run works with. */
export interface Machinery {
  readonly kinds: ReadonlyMap<string, StepKind>;
  readonly effects: Effects;
  /** The same without the means to change anything; what readiness checks and probes get. */
  readonly reads: Reads;
  readonly journal: Journal;
  /** Outputs that an earlier run wrote down. */
  readonly outputs?: ReadonlyMap<string, JsonObject>;
  readonly signal?: AbortSignal;
  /** Steps at once; 8 unless told. */
  readonly parallel?: number;
  /** Called when a step begins and when it ends. */
  readonly watch?: (step: PlannedStep, state: StepState | 'running') => void;
}

const triesOfStep = 3;

/**
 * Carries out a plan: proves that every step may run, looks at every target, then does what is missing, phase by phase.
 * Up to the push any failure ends the run with nothing visible; after it, every target converges on its own.
 * @throws ReleaseError when the plan's own problems, readiness or a conflict forbid to begin
 */
export async function applyPlan(
  plan: Plan,
  machinery: Machinery,
  selection: Selection = {},
): Promise<Report> {
  const selected = selectSteps(plan.steps, selection);
  const errors = plan.problems.filter(isError);
  if (errors.length > 0) throw new ReleaseError(errors);

  machinery.journal.record({ event: 'run', plan: plan.digest, flow: plan.flow });
  const outputs = new Map<string, JsonObject>(machinery.outputs ?? []);
  const steps = plan.steps.filter((step) => selected.has(step.id));
  const seen = await probeAll(plan.steps, machinery.kinds, machinery.reads, outputs);
  const pushed = isPushed(plan.steps, seen);
  const wanted = wantedSteps(steps, seen, pushed);

  const notReady = await readiness(wanted, machinery.kinds, machinery.reads, outputs);
  const forbidden = [...notReady.filter(isError), ...(pushed ? [] : conflicts(steps, seen))];
  if (forbidden.length > 0 && !pushed) throw new ReleaseError(forbidden);

  const run = new Run(machinery, outputs, [...plan.problems, ...notReady]);
  for (const step of steps) run.note(step, seen.get(step.id), wanted.includes(step));
  await run.phases(wanted.filter((step) => run.isOpen(step)));
  const { failure, interrupted } = run;
  const report = reportOf(plan, run.reports(plan.steps), run.problems, {
    pushed,
    failure,
    interrupted,
    outputs,
  });
  machinery.journal.record({ event: 'ended', outcome: report.outcome });
  return report;
}

/** Whether the commit point has been passed by an earlier run. */
function isPushed(steps: readonly PlannedStep[], seen: ReadonlyMap<string, Seen>): boolean {
  const pushes = steps.filter((step) => step.phase === 'push');
  return pushes.length > 0 && pushes.every((step) => seen.get(step.id)?.state === 'done');
}

/**
 * The steps that must run: what is still to do, and in a release that is being completed of the earlier phases only
 * what something missing waits for.
 */
function wantedSteps(
  steps: readonly PlannedStep[],
  seen: ReadonlyMap<string, Seen>,
  pushed: boolean,
): readonly PlannedStep[] {
  const open = steps.filter((step) => seen.get(step.id)?.state !== 'done');
  if (!pushed) return open;
  const wanted = new Set<string>();
  for (const step of [...open].reverse()) {
    const asked = step.phase === 'publish' || wanted.has(step.id);
    if (!asked) continue;
    wanted.add(step.id);
    for (const need of step.needs) wanted.add(need);
  }
  return open.filter((step) => wanted.has(step.id));
}

function conflicts(steps: readonly PlannedStep[], seen: ReadonlyMap<string, Seen>): readonly Problem[] {
  return steps.flatMap((step) => {
    const found = seen.get(step.id);
    return found?.state === 'conflict' && step.optional !== true ? [found.problem] : [];
  });
}

/** One run of the steps that are still to do. */
class Run {
  readonly problems: Problem[];
  /** The error that ended the run before the commit point. */
  failure: ReleaseError | undefined;
  /** Whether a step was left undone because the run was told to stop. */
  interrupted = false;
  readonly #machinery: Machinery;
  readonly #outputs: Map<string, JsonObject>;
  readonly #states = new Map<string, StepReport>();

  constructor(machinery: Machinery, outputs: Map<string, JsonObject>, problems: readonly Problem[]) {
    this.#machinery = machinery;
    this.#outputs = outputs;
    this.problems = [...problems];
  }

  /** Takes over what a probe saw. */
  note(step: PlannedStep, seen: Seen | undefined, wanted: boolean): void {
    if (seen?.state === 'done') {
      this.#set(step, {
        state: 'already',
        output: seen.output,
        ...(seen.preview ? { preview: seen.preview } : {}),
      });
      this.#machinery.journal.record({ event: 'already', step: step.id, output: seen.output });
    } else if (seen?.state === 'conflict') {
      this.#set(step, { state: 'conflict', problem: seen.problem });
      this.#machinery.journal.record({ event: 'conflict', step: step.id, problem: seen.problem });
    } else if (!wanted) {
      this.#set(step, { state: 'skipped' });
    }
  }

  isOpen(step: PlannedStep): boolean {
    return !this.#states.has(step.id);
  }

  reports(steps: readonly PlannedStep[]): readonly StepReport[] {
    return steps.map((step) => this.#states.get(step.id) ?? reportFor(step, { state: 'skipped' }));
  }

  /** Phase after phase; before the commit point the first failure ends all. */
  async phases(steps: readonly PlannedStep[]): Promise<void> {
    const order: readonly Phase[] = ['commit', 'stage', 'push', 'publish'];
    for (const phase of order) {
      if (this.failure !== undefined) return;
      const due = steps.filter((step) => step.phase === phase);
      await schedule(
        due,
        this.#machinery.parallel ?? 8,
        (step) => this.#do(step),
        (step, need) => this.#skip(step, need),
      );
    }
  }

  async #do(step: PlannedStep): Promise<boolean> {
    const { journal, signal } = this.#machinery;
    this.interrupted ||= signal?.aborted === true;
    if (this.interrupted || (this.failure !== undefined && step.phase !== 'publish')) {
      this.#skip(step, 'the run, which ended early');
      return false;
    }
    journal.record({ event: 'started', step: step.id });
    this.#machinery.watch?.(step, 'running');
    try {
      const output = await this.#runConfirmed(step);
      this.#outputs.set(step.id, output);
      this.#set(step, { state: 'done', output });
      journal.record({ event: 'done', step: step.id, output });
      return true;
    } catch (error) {
      this.#fail(step, error);
      return step.optional === true;
    }
  }

  /** Runs a step, tries again after a failure of the moment, and asks the target whether it is so. */
  async #runConfirmed(step: PlannedStep): Promise<JsonObject> {
    const { kinds, effects, reads } = this.#machinery;
    const kind = kinds.get(step.kind);
    const input = resolveInput(step.input, this.#outputs);
    const waiting = unresolved(input)[0];
    if (kind === undefined || waiting !== undefined) throw unknownInput(step, waiting?.$output ?? step.kind);

    for (let attempt = 1; ; attempt++) {
      try {
        const output = await kind.run(input, effects);
        if (kind.confirm === false) return output;
        const seen = await probeStep(step, kinds, reads, this.#outputs);
        if (seen.state === 'done') return { ...output, ...seen.output };
        throw seen.state === 'todo' ? notConfirmed(step) : new ReleaseError([seen.problem], 'failed');
      } catch (error) {
        if (
          attempt >= triesOfStep ||
          !isReleaseError(error) ||
          !error.transient ||
          this.#machinery.signal?.aborted
        )
          throw error;
        await effects.sleep(500 * 4 ** (attempt - 1));
      }
    }
  }

  #fail(step: PlannedStep, error: unknown): void {
    const problems = stamped(error, { name: step.plugin }, step.id);
    const [problem = notConfirmed(step).problems[0]] = problems;
    if (problem === undefined) return;
    this.#set(step, { state: 'failed', problem });
    this.#machinery.journal.record({ event: 'failed', step: step.id, problem });
    const shown =
      step.optional === true
        ? problems.map((found) => ({ ...found, severity: 'warning' as const }))
        : problems;
    this.problems.push(...shown);
    if (step.phase === 'publish' || step.optional === true) return;
    this.failure ??= new ReleaseError(problems, isReleaseError(error) ? error.kind : 'refused', error);
  }

  #skip(step: PlannedStep, need: string): void {
    this.#set(step, { state: 'skipped' });
    this.#machinery.journal.record({ event: 'skipped', step: step.id, because: `waits for ${need}` });
  }

  #set(step: PlannedStep, state: Pick<StepReport, 'state' | 'output' | 'problem' | 'preview'>): void {
    this.#states.set(step.id, reportFor(step, state));
    this.#machinery.watch?.(step, state.state);
  }
}

function reportFor(
  step: PlannedStep,
  state: Pick<StepReport, 'state' | 'output' | 'problem' | 'preview'>,
): StepReport {
  return { id: step.id, title: step.title, plugin: step.plugin, ...state };
}

function notConfirmed(step: PlannedStep): ReleaseError {
  const problem = runningProblems.error('STEP_NOT_CONFIRMED', {
    message: `${step.title}: it ran without an error, but the target does not show the result.`,
    fix: 'Run `release` again in a minute; it does only what is missing.',
  });
  return new ReleaseError([problem], 'failed', undefined, true);
}

function unknownInput(step: PlannedStep, from: string): ReleaseError {
  return new ReleaseError([
    runningProblems.error('STEP_INPUT_UNKNOWN', {
      message: `${step.title}: it waits for a value of "${from}", which is not known in this run.`,
      fix: `Run "${from}" as well, or pass the journal of the run that did it with \`--events FILE\`.`,
    }),
  ]);
}
