import type { CommandGate } from '../model/ports.ts';
import type { Routes } from '../model/rehearsal.ts';
import { type Clock, createClock } from './clock.ts';
import { type Credentials, createCredentials, type Environment } from './secrets/credentials.ts';
import { createExec, type Exec } from './processes/exec.ts';
import { createFiles, type Files } from './files.ts';
import { createHttp, type Http } from './http/client.ts';
import { timeLimitOf } from './time-limit.ts';
import { createMask, type Mask } from './secrets/mask.ts';
import type { OutputListener } from './processes/output.ts';
import { createProgramFinder } from './processes/programs.ts';

export interface ToolOptions {
  /** The top of the repository. */
  readonly root: string;
  readonly env: Environment;
  /** Ends what is under way when it fires. */
  readonly signal?: AbortSignal;
  /** Says one line to the person watching. */
  say(line: string): void;
  /** Gets what the programs of steps write, line by line, masked. */
  readonly watch?: OutputListener;
  /** The time; this machine's, or that of `LAUNCHWAY_NOW`, unless told. */
  readonly clock?: Clock;
  /** Where a rehearsal sends what was meant for the world. */
  readonly routes?: Routes;
}

/** Everything that touches the world, save git's own part. */
export interface Tools {
  readonly mask: Mask;
  readonly credentials: Credentials;
  readonly http: Http;
  readonly commands: Exec;
  readonly files: Files;
  /** Finds a program as starting it would. */
  readonly program: (name: string) => Promise<string | undefined>;
  readonly clock: Clock;
  /** Milliseconds that any one request or program may take, where there is such a limit. */
  readonly longest: number | undefined;
  /** Says one line to the person watching, masked. */
  readonly say: (line: string) => void;
  /** Removes what the run left in the temporary directory. */
  dispose(): Promise<void>;
}

/** Makes the tools of one run. It costs next to nothing: what is heavy is loaded when it is first used. */
export function createTools(options: ToolOptions): Tools {
  const { env, root, signal, watch, routes } = options;
  const mask = createMask();
  const credentials = createCredentials(env, mask, routes);
  const clock = options.clock ?? createClock(env, signal);
  const longest = timeLimitOf(env);
  const files = createFiles();
  const say = (line: string) => options.say(mask.text(line));
  const http = createHttp({ env, mask, credentials, clock, signal, say, longest, routes });
  const openGate = async (gate: CommandGate) => (await import('./gate.ts')).openGate(gate, http, env);
  return {
    mask,
    credentials,
    clock,
    longest,
    files,
    say,
    http,
    program: createProgramFinder(root, routes?.environment(env) ?? env),
    commands: createExec({ root, env, mask, credentials, signal, watch, openGate, longest, routes }),
    dispose: () => files.dispose(),
  };
}
