import type { JournalEvent } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Report, StepState } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import type { BuiltPlan, PlanOptions } from '../planning/build.ts';
import type { Outlook } from '../running/outlook.ts';
import type { Selection } from '../running/select.ts';

/** What the commands ask of the machinery. */
export interface Engine {
  /** Makes the plan from this machine alone. */
  readonly plan: (options?: PlanOptions) => Promise<BuiltPlan>;
  /** Makes the plan knowing what the remote knows; what a run carries out. */
  planForRun(options?: PlanOptions): Promise<BuiltPlan>;
  /** Makes the same plan, as far as can be told without fetching anything. */
  planForLook(options?: PlanOptions): Promise<BuiltPlan>;
  /** Plans the newest release of this history again, for looking at its targets. */
  lastRelease(): Promise<BuiltPlan>;
  /** Looks whether the release before a planned new one has reached all its targets. It never fails. */
  previous(planned: BuiltPlan): Promise<readonly Problem[]>;
  /** Probes every selected target and proves its credential, with reads alone. */
  dryRun(plan: Plan, selection?: Selection): Promise<Report>;
  readonly apply: (plan: Plan, options?: ApplyOptions) => Promise<Report>;
  /** Asks every step that a run would carry out whether it may. */
  ready(plan: Plan): Promise<readonly Problem[]>;
  /** Foretells what the push of this release, or of the next, will start on the forge. */
  outlook(built: BuiltPlan): Promise<Outlook>;
  /** Gives the commit a revision names, or nothing. */
  commit(revision: string): Promise<string | undefined>;
}

export interface ApplyOptions extends Selection {
  readonly watch?: (step: PlannedStep, state: StepState | 'running') => void;
  /** Gets every event of the journal as it happens. */
  readonly events?: (event: JournalEvent) => void;
  /** The journal of an earlier run of the same plan. */
  readonly journal?: string;
}
