import { stamped } from '../hooks/lifecycle.ts';
import type { JsonObject } from '../model/json.ts';
import type { Probe, StepKind } from '../model/plugin.ts';
import { type FailureKind, isReleaseError, ReleaseError } from '../model/problem.ts';
import type { Phase, PlannedStep } from '../model/step.ts';
import { resolveInput, unresolved } from './inputs.ts';
import type { Ledger } from './ledger.ts';
import type { Machinery } from './machinery.ts';
import { probeStep, type Seen } from './probe.ts';
import { runningProblems } from './problems.ts';
import { schedule } from './schedule.ts';

const triesOfStep = 3;

/** One run of the steps that are still to do. */
export class Run {
  /** The error that ended the run before the commit point, or at it. */
  failure: ReleaseError | undefined;
  /** Whether a step was left undone because the run was told to stop. */
  interrupted = false;
  readonly #machinery: Machinery;
  readonly #outputs: Map<string, JsonObject>;
  readonly #ledger: Ledger;
  /** Steps that may have been done: by an earlier run whose target could not be looked at, or by a try that failed. */
  readonly #perhaps = new Set<string>();
  /** What steps gave that said they had done it, and whose targets did not show it yet. */
  readonly #ran = new Map<string, JsonObject>();
  /** Steps in whose place something else is, so that what needs them cannot be done. */
  readonly #taken = new Set<string>();

  constructor(machinery: Machinery, outputs: Map<string, JsonObject>, ledger: Ledger) {
    this.#machinery = machinery;
    this.#outputs = outputs;
    this.#ledger = ledger;
  }

  /** Takes over what a probe saw. */
  note(step: PlannedStep, seen: Seen | undefined, wanted: boolean): void {
    if (seen?.state === 'done') this.#ledger.already(step, seen.output, seen.preview);
    else if (seen?.state === 'conflict') {
      this.#ledger.conflict(step, seen.problem);
      if (step.optional !== true) this.#taken.add(step.id);
    } else if (!wanted) this.#ledger.notNeeded(step);
    else if (seen?.state === 'unknown' && step.phase === 'publish') this.#perhaps.add(step.id);
  }

  /** Lets what an earlier run has done settle on this machine. */
  async settle(step: PlannedStep, output: JsonObject): Promise<void> {
    const { kinds, effects, signal } = this.#machinery;
    if (signal?.aborted) return;
    try {
      await kinds.get(step.kind)?.settle?.(resolveInput(step.input, this.#outputs), output, effects);
    } catch (error) {
      this.#ledger.warn(stamped(error, { name: step.plugin }, `settling ${step.id}`));
    }
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
        (step, need) => this.#ledger.skipped(step, need),
      );
    }
  }

  async #do(step: PlannedStep): Promise<boolean> {
    this.interrupted ||= this.#machinery.signal?.aborted === true;
    if (this.interrupted || (this.failure !== undefined && step.phase !== 'publish')) {
      this.#ledger.skipped(step, 'the run, which ended early');
      return false;
    }
    const taken = step.needs.find((need) => this.#taken.has(need));
    if (taken !== undefined) {
      this.#ledger.skipped(step, taken);
      return false;
    }
    this.#ledger.started(step);
    try {
      const output = await this.#runConfirmed(step);
      this.#outputs.set(step.id, output);
      this.#ledger.done(step, output);
      return true;
    } catch (error) {
      this.#fail(step, error);
      return step.optional === true;
    }
  }

  /** Runs a step until its target shows the result; a failure of the moment is met by further tries. */
  async #runConfirmed(step: PlannedStep): Promise<JsonObject> {
    const { kinds, effects } = this.#machinery;
    const kind = kinds.get(step.kind);
    const input = resolveInput(step.input, this.#outputs);
    const waiting = unresolved(input)[0];
    if (kind === undefined || waiting !== undefined) throw unknownInput(step, waiting?.$output ?? step.kind);

    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(step, kind, input);
      } catch (error) {
        const mayPass = isReleaseError(error) && error.transient;
        if (!mayPass || attempt >= triesOfStep || this.#machinery.signal?.aborted) throw error;
        await effects.sleep(500 * 4 ** (attempt - 1));
      }
    }
  }

  async #attempt(step: PlannedStep, kind: StepKind, input: JsonObject): Promise<JsonObject> {
    const given = this.#ran.get(step.id);
    const before = given || this.#perhaps.has(step.id) ? await this.#look(step) : undefined;
    if (before?.state === 'done') return { ...given, ...before.output };
    // A target may show late what it has taken, and would have it twice.
    if (given) throw notConfirmed(step);
    // From here on it may have acted, whatever becomes of it, and must not act twice.
    if (step.phase === 'publish' && kind.confirm !== false) this.#perhaps.add(step.id);
    const output = await kind.run(input, this.#machinery.effects);
    this.#ran.set(step.id, output);
    if (kind.confirm === false) return output;
    const after = await this.#look(step);
    if (after.state !== 'done') throw notConfirmed(step);
    return { ...output, ...after.output };
  }

  /** Asks the target; that it cannot be asked may pass. */
  async #look(step: PlannedStep): Promise<Probe> {
    const seen = await probeStep(step, this.#machinery, this.#outputs);
    if (seen.state === 'unknown') throw new ReleaseError([seen.problem], 'failed', undefined, true);
    if (seen.state === 'conflict') throw new ReleaseError([seen.problem], 'failed');
    return seen;
  }

  #fail(step: PlannedStep, error: unknown): void {
    this.interrupted ||= this.#machinery.signal?.aborted === true;
    const problems = stamped(error, { name: step.plugin }, step.id);
    const [problem = notConfirmed(step).problems[0]] = problems;
    if (problem === undefined) return;
    this.#ledger.failed(step, problem, problems);
    if (step.phase === 'publish' || step.optional === true) return;
    this.failure ??= new ReleaseError(problems, kindOf(step, error), error);
  }
}

/** Before the push nothing is visible. At it, an error that nobody foresaw may have come after the push had arrived. */
function kindOf(step: PlannedStep, error: unknown): FailureKind {
  const kind = isReleaseError(error) ? error.kind : 'failed';
  return kind === 'failed' && step.phase !== 'push' ? 'refused' : kind;
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
