import type { JsonObject } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import type { StepReport } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import type { Journal } from './journal.ts';
import type { Machinery } from './machinery.ts';

type Watch = NonNullable<Machinery['watch']>;

type Ended = Pick<StepReport, 'state' | 'output' | 'problem' | 'preview'>;

/** What became of each step of a run. Every entry goes into the journal, and to whoever watches. */
export class Ledger {
  readonly problems: Problem[];
  readonly #states = new Map<string, StepReport>();
  readonly #journal: Journal;
  readonly #watch: Watch;

  constructor(journal: Journal, problems: readonly Problem[], watch: Watch = () => undefined) {
    this.#journal = journal;
    this.problems = [...problems];
    this.#watch = watch;
  }

  /** Whether nothing is known of a step yet. */
  isOpen(step: PlannedStep): boolean {
    return !this.#states.has(step.id);
  }

  reports(steps: readonly PlannedStep[]): readonly StepReport[] {
    return steps.map((step) => this.#states.get(step.id) ?? reportFor(step, { state: 'skipped' }));
  }

  /** An earlier run has done it. */
  already(step: PlannedStep, output: JsonObject, preview?: readonly string[]): void {
    this.#set(step, { state: 'already', output, ...(preview ? { preview } : {}) });
    this.#journal.record({ event: 'already', step: step.id, output });
  }

  /** Something else is in its place. */
  conflict(step: PlannedStep, problem: Problem): void {
    this.#set(step, { state: 'conflict', problem });
    this.#journal.record({ event: 'conflict', step: step.id, problem });
    this.#tell(step, [problem]);
  }

  /** Nothing that is missing needs it. */
  notNeeded(step: PlannedStep): void {
    this.#set(step, { state: 'skipped' });
  }

  /** It could not begin. */
  skipped(step: PlannedStep, need: string): void {
    this.#set(step, { state: 'skipped' });
    this.#journal.record({ event: 'skipped', step: step.id, because: `waits for ${need}` });
  }

  started(step: PlannedStep): void {
    this.#journal.record({ event: 'started', step: step.id });
    this.#watch(step, 'running');
  }

  done(step: PlannedStep, output: JsonObject): void {
    this.#set(step, { state: 'done', output });
    this.#journal.record({ event: 'done', step: step.id, output });
  }

  failed(step: PlannedStep, problem: Problem, all: readonly Problem[]): void {
    this.#set(step, { state: 'failed', problem });
    this.#journal.record({ event: 'failed', step: step.id, problem });
    this.#tell(step, all);
  }

  /** What went wrong without harm to the release. */
  warn(problems: readonly Problem[]): void {
    this.problems.push(...problems.map(asWarning));
  }

  /** What was told already, such as by a step's readiness, is not told again. */
  #tell({ optional }: PlannedStep, problems: readonly Problem[]): void {
    const shown = optional === true ? problems.map(asWarning) : problems;
    const isNew = (problem: Problem): boolean =>
      !this.problems.some(({ code, message }) => code === problem.code && message === problem.message);
    this.problems.push(...shown.filter(isNew));
  }

  #set(step: PlannedStep, ended: Ended): void {
    this.#states.set(step.id, reportFor(step, ended));
    this.#watch(step, ended.state);
  }
}

const asWarning = (problem: Problem): Problem => ({ ...problem, severity: 'warning' });

const reportFor = ({ id, title, plugin, phase }: PlannedStep, ended: Ended): StepReport => ({
  id,
  title,
  plugin,
  phase,
  ...ended,
});
