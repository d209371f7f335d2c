import type { JsonObject } from './json.ts';
import type { Problem } from './problem.ts';
import type { schemaVersion } from './plan.ts';
import type { Phase } from './step.ts';

/** How a run ended. `planned` is a dry run's: nothing was done. */
export type ReportOutcome =
  | 'planned'
  | 'released'
  | 'resumed'
  | 'complete'
  | 'nothing'
  | 'incomplete'
  | 'refused'
  | 'lost'
  | 'interrupted';

/** What is known of a step. `todo` is a dry run's: it would be done. */
export type StepState = 'todo' | 'done' | 'already' | 'failed' | 'skipped' | 'conflict' | 'unknown';

/** How one step ended. */
export interface StepReport {
  readonly id: string;
  readonly title: string;
  readonly plugin: string;
  readonly phase: Phase;
  readonly state: StepState;
  readonly output?: JsonObject;
  readonly problem?: Problem;
  /** What a probe saw or a dry run foretells, in lines for people. */
  readonly preview?: readonly string[];
}

/** Computed from the plan and the journal; what people and CI read. */
export interface Report {
  readonly schema: typeof schemaVersion;
  readonly plan: string;
  readonly flow: string;
  readonly outcome: ReportOutcome;
  readonly commit: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly steps: readonly StepReport[];
  readonly problems: readonly Problem[];
}
