import type { Given } from '../arguments/given.ts';
import type { When } from '../config/define.ts';
import type { Situation } from '../config/flow.ts';
import type { Sight } from '../init/sight.ts';
import type { CiFacts } from '../model/facts.ts';
import type { JournalEvent } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import type { Tree } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import type { Report, StepState } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import type { Track } from '../model/track.ts';
import type { Console } from '../output/console.ts';
import type { BuiltPlan, PlanOptions } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import type { Outlook } from '../running/outlook.ts';
import type { Selection } from '../running/select.ts';
import type { Workspace } from '../workspace.ts';

/** What a command may know of the process and ask of the person. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path the command was started for. */
  readonly cwd: string;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  /** Numbers of the user and of their group, where the system has them. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The version of Node. */
  readonly node: string;
  /** Asks a question that is answered with yes or no. */
  confirm(question: string): Promise<boolean>;
  /** Reads a file by its path from {@link Terminal.cwd}; nothing when there is none. */
  read(path: string): Promise<string | undefined>;
  /** Writes a file that the user named. */
  write(path: string, content: string): Promise<void>;
  /** Writes a file that is not there yet; false, and nothing written, where there is one. */
  create(path: string, content: string): Promise<boolean>;
  /** Appends to a file that the user or the CI named. */
  append(path: string, content: string): Promise<void>;
  readonly now: () => number;
  /**
   * Runs this program once more with the same arguments, on the same streams. Gives its exit code.
   * @param wrapper a program with arguments that runs it, such as `['nice', '-n', '5']`
   * @param signal asks it to end
   */
  again(
    wrapper: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal,
  ): Promise<number>;
  /** Whether a folder is there with something in it. */
  isTaken(path: string): Promise<boolean>;
}

/** One call of a command. */
export interface Invocation extends Given {
  readonly console: Console;
  readonly terminal: Terminal;
  readonly ci: CiFacts;
  readonly json: boolean;
  readonly version: string;
  /**
   * Opens the repository, its configuration and the flow; made once.
   * @param flow the flow's name where something else than `--flow` tells it
   */
  session(flow?: string): Promise<Session>;
  /** Opens the repository without a configuration. */
  repository(): Promise<Repository>;
  /** The same with all that can be done to it. */
  workspace(): Promise<Workspace>;
  /** Fires when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** A command's file: one function. */
export interface CommandModule {
  /** Gives the exit code. */
  run(invocation: Invocation): Promise<number>;
}

export interface Repository {
  /** Top folder of the working tree. */
  readonly top: string;
  /** The files as they lie there. */
  readonly files: Tree;
  /** The address of the remote `origin`. */
  origin(): Promise<string | undefined>;
  /** Gives what git says of itself, such as `git version 2.39.5`. */
  gitVersion(): Promise<string>;
  /** Looks at what there is to release, as the last commit has it; see `look` in init/. */
  look(): Promise<Sight>;
}

/** A repository with its configuration and the flow of this run. */
export interface Session extends Repository {
  /** Path of the configuration from the top of the repository. */
  readonly configFile: string;
  readonly flow: CompiledFlow;
  /** The CI that the flow says it is meant for. */
  readonly ci?: When['ci'];
  readonly tracks: readonly Track[];
  /** What of the flow's `when` does not hold here; empty when it is meant for here, or was named. */
  readonly misfits: readonly string[];
  readonly situation: Situation;
  readonly engine: Engine;
}

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
  check(request: CheckRequest): Promise<readonly Problem[]>;
  readonly bump: (request: BumpRequest) => Promise<BumpResult>;
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

export interface CheckRequest {
  /** Names of checks; all when empty. */
  readonly names: readonly string[];
  /** Look at the index in place of HEAD. */
  readonly staged: boolean;
}

export interface BumpRequest {
  /** By track a kind of bump or a version. */
  readonly tracks: Readonly<Record<string, string>>;
  readonly tag: boolean;
  readonly commit: boolean;
  readonly push: boolean;
}

/** What a manual bump did. */
export interface BumpResult {
  readonly tracks: Readonly<Record<string, { readonly current: string; readonly next: string }>>;
  readonly files: readonly string[];
  readonly commit: string | null;
  readonly message: string | null;
  readonly tags: readonly string[];
  readonly pushed: boolean;
  readonly problems: readonly Problem[];
}
