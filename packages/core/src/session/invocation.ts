import type { Given } from '../arguments/given.ts';
import type { CiFacts } from '../model/facts.ts';
import type { Console } from '../output/console.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Repository, Session } from './session.ts';
import type { Terminal } from './terminal.ts';

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
