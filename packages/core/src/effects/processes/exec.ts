import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';
import type { Options } from 'execa';
import { isAnswer } from '../../model/command.ts';
import type { CommandGate, CommandOptions, CommandResult } from '../../model/ports.ts';
import type { Routes } from '../../model/rehearsal.ts';
import type { OpenGate } from '../gate.ts';
import { anotherRepository, patience } from '../git/process/process.ts';
import { withoutTraces } from '../git/process/traces.ts';
import { hasPipes, noRoomFor } from '../no-room.ts';
import { interrupted } from '../problems.ts';
import type { Credentials, Environment } from '../secrets/credentials.ts';
import { anyUser, gitCredentialEnv } from '../secrets/git-credential.ts';
import type { Mask } from '../secrets/mask.ts';
import { type Ended, failed, lastWords, notEnded, timedOut } from './exec-errors.ts';
import { type OutputListener, watchOutput } from './output.ts';
import { endOnTime } from './process-tree.ts';

export interface Exec {
  /**
   * Runs a program and waits for its end. Its output is masked.
   * @throws COMMAND_MISSING, COMMAND_FAILED, COMMAND_TIMEOUT (transient), CREDENTIAL_MISSING, INTERRUPTED
   */
  readonly exec: (argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  /** The same for a program that only reads. Its output is data and given as it is, so that a credential can be read. */
  readonly query: (argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
}

export interface ExecOptions {
  /** The top of the repository: where programs run unless told. */
  readonly root: string;
  readonly env: Environment;
  readonly mask: Mask;
  readonly credentials: Credentials;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that any program may take, whatever it asks for. */
  readonly longest?: number | undefined;
  /** Opens a gate for a command that asks for one. */
  readonly openGate?: (gate: CommandGate) => Promise<OpenGate>;
  /** Gets each line that a program of `exec` writes, as it comes, masked. */
  readonly watch?: OutputListener | undefined;
  readonly routes?: Routes | undefined;
}

const tenMinutes = 600_000;
const mostOutput = 64 * 1024 * 1024;

/** Makes the port that runs programs: argument lists, never a shell. */
export function createExec(options: ExecOptions): Exec {
  return {
    exec: async (argv, command = {}) => {
      const { exitCode, stdout, stderr } = await run(options, argv, command, options.watch);
      return { exitCode, stdout: options.mask.text(stdout), stderr: options.mask.text(stderr) };
    },
    query: (argv, command = {}) => run(options, argv, command),
  };
}

async function run(
  options: ExecOptions,
  argv: readonly string[],
  command: CommandOptions,
  watch?: OutputListener,
): Promise<CommandResult> {
  const gate = command.gate && (await options.openGate?.(command.gate));
  try {
    return await runProgram(options, argv, gate ? through(gate, command) : command, watch);
  } finally {
    await gate?.close();
  }
}

/** The command with the environment by which it finds its gate. */
const through = ({ env }: OpenGate, command: CommandOptions): CommandOptions => ({
  ...command,
  env: { ...command.env, ...env },
});

async function runProgram(
  options: ExecOptions,
  argv: readonly string[],
  command: CommandOptions,
  watch?: OutputListener,
): Promise<CommandResult> {
  if (options.signal?.aborted) throw interrupted();
  const [program = '', ...args] = argv;
  const timeout = Math.min(command.timeout ?? tenMinutes, options.longest ?? Infinity);
  const { execa } = await import('execa');
  const child = whole(program, () => execa(program, args, spawnOptions(options, program, command)));
  if (watch) watchOutput(child, options.mask, watch);
  const end = endOnTime(child.pid, timeout, options.signal);
  const result: Ended = await child.finally(end.clear);

  if (options.signal?.aborted) throw interrupted();
  if (end.timedOut()) throw timedOut(program, timeout, lastWords(options.mask, result));
  const { exitCode } = result;
  if (exitCode === undefined) throw notEnded(options.mask, program, command.cwd ?? options.root, result);
  if (!isAnswer(exitCode, command.exitCodes)) {
    throw failed(program, `ended with exit code ${exitCode}`, lastWords(options.mask, result));
  }
  return { exitCode, stdout: result.stdout ?? '', stderr: result.stderr ?? '' };
}

/**
 * Starts a program. Where too many files are open, Node makes a process without pipes, over which execa stumbles before it
 * listens to the process's error.
 */
function whole<T>(program: string, start: () => T): T {
  let found: ChildProcess | undefined;
  const listen = (message: unknown) => {
    found = (message as { readonly process: ChildProcess }).process;
    found.on('error', () => undefined);
  };
  subscribe('child_process', listen);
  try {
    return start();
  } catch (error) {
    throw found && !hasPipes(found) ? noRoomFor(basename(program), 'EMFILE') : error;
  } finally {
    unsubscribe('child_process', listen);
  }
}

function spawnOptions(options: ExecOptions, program: string, command: CommandOptions) {
  const input = command.input === undefined ? { stdin: 'ignore' as const } : { input: command.input };
  return {
    cwd: command.cwd ?? options.root,
    env: environment(options, program, command),
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: mostOutput,
    // A group of its own, so that what the program started ends with it.
    detached: process.platform !== 'win32',
    cleanup: false,
    ...input,
  } satisfies Options;
}

/** The environment of a child: ours, what the command adds, credentials resolved, and nobody asked for passwords. */
function environment(options: ExecOptions, program: string, command: CommandOptions): Record<string, string> {
  const { credentials, env, root, routes } = options;
  const added = Object.entries(command.env ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : credentials.require(value).secret,
  ]);
  const elsewhere = command.cwd !== undefined && command.cwd !== root;
  const base: Environment = {
    GIT_TERMINAL_PROMPT: '0',
    ...patience,
    ...env,
    ...(program === 'git' && withoutTraces(env)),
    ...(elsewhere && anotherRepository),
    ...Object.fromEntries(added),
  };
  const all = { ...base, ...gitCredential(options, base, command) };
  return Object.fromEntries(
    Object.entries(routes?.environment(all) ?? all).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/** Nothing when the credential is not set: git then asks its own credential helpers. */
function gitCredential(
  { credentials, mask }: ExecOptions,
  env: Environment,
  { gitCredential: wanted }: CommandOptions,
) {
  const credential = wanted && credentials.find(wanted.credential);
  if (!wanted || !credential) return {};
  mask.add(credential.secret, credential.username ?? anyUser);
  return gitCredentialEnv(env, wanted.url, credential);
}
