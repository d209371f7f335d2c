import type { Clock } from '../effects/clock.ts';
import type { Repository } from '../effects/git/reading/repository.ts';
import type { RepositoryCopy } from '../effects/git/remotes/copy.ts';
import type { EffectListener } from '../effects/observe.ts';
import type { OutputListener } from '../effects/processes/output.ts';
import type { Environment } from '../effects/secrets/credentials.ts';
import type { Tools } from '../effects/tools.ts';
import type { JsonObject } from '../model/json.ts';
import type { Effects, Reads } from '../model/ports.ts';
import type { Routes } from '../model/rehearsal.ts';
import type { PlanSource } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import type { RemoteBranch } from '../running/resume.ts';

/** Where a workspace is opened, and who is told what. */
export interface WorkspaceOptions {
  /** Any folder of the working tree. */
  readonly cwd: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Says one line to the person watching. */
  readonly say: (line: string) => void;
  /** Gets what the programs of steps write, line by line, masked. */
  readonly watch?: OutputListener;
  /** Is told of every effect before and after it; see `observe`. */
  readonly listener?: EffectListener;
  /** The time; this machine's unless told. */
  readonly clock?: Clock;
  /** Where a rehearsal sends what was meant for the world. */
  readonly routes?: Routes;
}

/** A folder with everything that can be done around it. */
export interface Place {
  readonly tools: Tools;
  readonly effects: Effects;
  /** Lets go of git and removes what the run left in the temporary directory. */
  close(): Promise<void>;
}

/** A repository with everything that can be done to it and around it. */
export interface Workspace extends Place {
  readonly repository: Repository;
  readonly reads: Reads;
  /** Lets git begin to read what a plan of HEAD needs, before its flow is known. */
  begin(): void;
  /** What plans of a flow are made from: the commit, or with `worktree` the files as they lie there. */
  source(flow: CompiledFlow, from?: 'commit' | 'worktree'): PlanSource;
  /**
   * Makes a throw-away copy of the repository and of its remotes, for a rehearsal.
   * @param request `fetch` asks the remote of the branch for its refs now
   */
  copy(request: {
    readonly folder: string;
    readonly branch?: string;
    readonly fetch: boolean;
  }): Promise<RepositoryCopy>;
  /** A branch of the remote that a push step's input names; its history is fetched when it is asked for. */
  remote(push: JsonObject, branch: string): RemoteBranch;
  /** The same for a look: what is fetched lies beside the repository until the workspace is closed. */
  glimpse(push: JsonObject, branch: string): RemoteBranch;
}
