import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Options } from 'execa';
import type { CommandOptions, CommandResult } from '../model/ports.ts';
import type { Credentials, Environment } from './credentials.ts';
import { anotherRepository } from './git/process.ts';
import { gitCredentialEnv } from './git-credential.ts';
import type { Mask } from './mask.ts';
import { type OutputListener, watchOutput } from './output.ts';
import { failure, interrupted } from './problems.ts';
import { endTree, trackTree } from './process-tree.ts';

export interface Exec {
  /**
   * Runs a program and waits for its end. Its output is masked.
   * @throws ReleaseError COMMAND_MISSING, COMMAND_FAILED, COMMAND_TIMEOUT (transient), CREDENTIAL_MISSING, INTERRUPTED
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
  /** Gets each line that a program of `exec` writes, as it comes, masked. */
  readonly watch?: OutputListener | undefined;
}

/** What is told of a program that has ended, or was never started. */
interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
  readonly isMaxBuffer: boolean;
  readonly stdout?: unknown;
  readonly stderr?: unknown;
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
  if (options.signal?.aborted) throw interrupted();
  const [program = '', ...args] = argv;
  const timeout = command.timeout ?? tenMinutes;
  const { execa } = await import('execa');
  const child = execa(program, args, spawnOptions(options, command));
  if (watch) watchOutput(child, options.mask, watch);
  const end = endOnTime(child.pid, timeout, options.signal);
  const result: Ended = await child.finally(end.clear);

  if (options.signal?.aborted) throw interrupted();
  if (end.timedOut()) throw timedOut(program, timeout, told(options, result));
  const { exitCode } = result;
  if (exitCode === undefined) throw notEnded(options, program, command, result);
  if (!(command.exitCodes ?? [0]).includes(exitCode)) {
    throw failed(program, `ended with exit code ${exitCode}`, told(options, result));
  }
  return { exitCode, stdout: text(result.stdout), stderr: text(result.stderr) };
}

function spawnOptions(options: ExecOptions, command: CommandOptions) {
  const input = command.input === undefined ? { stdin: 'ignore' as const } : { input: command.input };
  return {
    cwd: command.cwd ?? options.root,
    env: environment(options, command),
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
function environment(options: ExecOptions, command: CommandOptions): Record<string, string> {
  const { credentials, env, root } = options;
  const added = Object.entries(command.env ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : credentials.require(value).secret,
  ]);
  const elsewhere = command.cwd !== undefined && command.cwd !== root;
  const base: Environment = {
    GIT_TERMINAL_PROMPT: '0',
    ...env,
    ...(elsewhere && anotherRepository),
    ...Object.fromEntries(added),
  };
  const all = { ...base, ...gitCredential(options, base, command) };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Nothing when the credential is not set: git then asks its own credential helpers. */
function gitCredential(
  { credentials }: ExecOptions,
  env: Environment,
  { gitCredential: wanted }: CommandOptions,
) {
  const credential = wanted && credentials.find(wanted.credential);
  return wanted && credential ? gitCredentialEnv(env, wanted.url, credential) : {};
}

/** Ends a program and all it started when its time is over, or the run is interrupted. */
function endOnTime(pid: number | undefined, timeout: number, signal: AbortSignal | undefined) {
  if (pid === undefined) return { clear: () => {}, timedOut: () => false };
  const untrack = trackTree(pid);
  let late = false;
  const end = () => endTree(pid);
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeout);
  signal?.addEventListener('abort', end, { once: true });
  const clear = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    untrack();
  };
  return { clear, timedOut: () => late };
}

const text = (output: unknown) => (typeof output === 'string' ? output : '');

/** The last lines a program wrote, for a message: of its errors, or of its output when it wrote none. */
function told({ mask }: ExecOptions, { stdout, stderr }: Ended): string {
  const said = text(stderr).trim() || text(stdout).trim();
  if (said === '') return ' It said nothing.';
  const lines = said.split(/\r?\n/).slice(-12);
  return ` It said:\n${mask.text(lines.join('\n').slice(-4000)).replace(/(:\/\/)[^/@\s]+@/g, '$1***@')}`;
}

function failed(program: string, how: string, said: string) {
  return failure('COMMAND_FAILED', {
    message: `${basename(program)} ${how}.${said}`,
    fix: `Mend what ${basename(program)} says, and run again.`,
  });
}

function timedOut(program: string, timeout: number, said: string) {
  return failure(
    'COMMAND_TIMEOUT',
    {
      message: `${basename(program)} did not end within ${timeout / 1000} seconds, and was stopped.${said}`,
      fix: 'Run again, or allow it more time in the options of the step.',
    },
    { transient: true },
  );
}

/** Explains a program that was not started, or did not come to its own end. */
function notEnded(options: ExecOptions, program: string, command: CommandOptions, result: Ended) {
  const cwd = command.cwd ?? options.root;
  const name = options.mask.text(program);
  if (!existsSync(cwd)) {
    return failure('COMMAND_FAILED', {
      message: `${name} was to run in ${cwd}, and there is no such folder.`,
      fix: 'Correct the folder in the configuration.',
    });
  }
  if (result.code === 'ENOENT' || result.code === 'EACCES') {
    return failure('COMMAND_MISSING', {
      message: result.code === 'ENOENT' ? `${name} was not found.` : `${name} may not be executed.`,
      fix: `Install ${name}, or add its folder to PATH, in the CI job too.`,
    });
  }
  const how = result.isMaxBuffer
    ? `wrote more than ${mostOutput / 1024 / 1024} MiB`
    : result.signal
      ? `was ended by ${result.signal}`
      : `could not be run (${result.code ?? 'unknown reason'})`;
  return failed(program, how, told(options, result));
}
