import type { CiPermissions } from '../../model/ci.ts';

/** A step of a job, as a workflow spells it. */
export interface WorkflowStep {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A job, as a workflow spells it. */
export interface WorkflowJob {
  readonly name?: string;
  readonly if?: string;
  readonly needs?: readonly string[];
  readonly 'runs-on': string | readonly string[];
  readonly environment?: string;
  readonly 'timeout-minutes': number;
  readonly permissions: CiPermissions;
  readonly strategy?: object;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly WorkflowStep[];
}

/** One workflow: its name is that of its file. */
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, object>>;
  /** Those that must wait for each other; left out, they run side by side. */
  readonly group?: string;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

/** A workflow as its file has it: no rights but those a job names, and no run that is cut short by a newer one. */
export function spelled({ name, on, group, jobs }: Workflow): object {
  return {
    name,
    on,
    permissions: {},
    ...(group === undefined ? {} : { concurrency: { group, 'cancel-in-progress': false } }),
    jobs,
  };
}
