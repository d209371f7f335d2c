import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { gitEnvironment, gitSettings } from '../../../git/settings.ts';
import { isAnswer } from '../../../model/command.ts';
import { defined } from '../../../model/defined.ts';
import { hasPipes, noRoomFor } from '../../no-room.ts';
import { interrupted } from '../../problems.ts';
import { endOnTime } from '../../processes/process-tree.ts';
import { gitFailure, startFailure } from './failures.ts';
import { withoutTraces } from './traces.ts';

export interface GitOptions {
  readonly cwd: string;
  /** The environment to begin with; this process's unless told. */
  readonly base?: Readonly<Record<string, string | undefined>>;
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Milliseconds after which git is ended with all it started; there is no limit unless told. */
  readonly timeout?: number;
  /** Exit codes that are an answer, not a failure; `[0]` unless told. */
  readonly exitCodes?: readonly number[] | 'any';
}

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Nobody is there to read or write with git's own programs. */
const environment = {
  ...gitEnvironment,
  GIT_PAGER: 'cat',
  GIT_EDITOR: ':',
  GIT_SEQUENCE_EDITOR: ':',
  GIT_MERGE_AUTOEDIT: 'no',
};

/**
 * Lets git give up on a server that has sent and taken nothing for two minutes, unless the environment says otherwise.
 * A server at work says that it lives every five seconds (`receive.keepAlive` of git-config(1)).
 */
export const patience = { GIT_HTTP_LOW_SPEED_LIMIT: '1', GIT_HTTP_LOW_SPEED_TIME: '120' };

/**
 * Variables that tie git to one repository, which a hook's environment sets. Take them away (`env: anotherRepository`)
 * before working in another repository than the user's.
 */
export const anotherRepository: Readonly<Record<string, undefined>> = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_PREFIX: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_NAMESPACE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_QUARANTINE_PATH: undefined,
};

/**
 * A file monitor is a program of the repository's configuration, or a daemon that git leaves behind; neither is started.
 */
const settings = ['-c', 'core.fsmonitor=false', ...gitSettings] as const;

/** Most of standard error that is kept for a message, in characters. */
const stderrLimit = 8192;

/**
 * Starts git. The caller owns the process.
 *
 * Goes through `node:child_process` and not execa, which costs twice as much a process and 65 ms to import.
 */
export function spawnGit(args: readonly string[], options: GitOptions): ChildProcessWithoutNullStreams {
  const base = options.base ?? process.env;
  try {
    const child = spawn('git', [...settings, ...args], {
      cwd: options.cwd,
      env: { ...patience, ...base, ...withoutTraces(base), ...environment, ...options.env },
      stdio: 'pipe',
      windowsHide: true,
      // A group of its own, so that the helper that speaks with a remote ends with it.
      ...(options.timeout === undefined ? {} : { detached: process.platform !== 'win32' }),
      ...defined({ signal: options.signal }),
    });
    if (hasPipes(child)) return child;
    child.on('error', () => undefined); // it comes later, when nobody can wait for it any more
    throw noRoomFor('git', 'EMFILE');
  } catch (error) {
    throw error instanceof Error ? startFailure(error, options.cwd) : error; // some codes come at once, not as an event
  }
}

/**
 * Runs git to its end and gives all it wrote.
 * @throws ReleaseError for an exit code that was not expected (GIT_FAILED or a more exact code), GIT_MISSING, INTERRUPTED
 */
export async function git(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const chunks: Buffer[] = [];
  const child = start(args, options);
  child.process.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exitCode = await child.ended;
  const stderr = child.stderr();
  if (!isAnswer(exitCode, options.exitCodes)) throw gitFailure(args, options.cwd, exitCode, stderr);
  return { exitCode, stdout: Buffer.concat(chunks), stderr };
}

/**
 * Runs git and gives what it writes as it comes, holding git back while the reader is busy. Leaving the loop early
 * ends the process, and that is no failure.
 * @throws ReleaseError as {@link git} does
 */
export async function* gitStream(args: readonly string[], options: GitOptions): AsyncGenerator<Buffer, void> {
  const child = start(args, options);
  let finished = false;
  try {
    for await (const chunk of child.process.stdout) yield chunk as Buffer;
    const exitCode = await child.ended;
    finished = true;
    if (!isAnswer(exitCode, options.exitCodes)) throw gitFailure(args, options.cwd, exitCode, child.stderr());
  } finally {
    if (!finished) {
      child.process.kill();
      await child.ended.catch(() => undefined);
    }
  }
}

/** Starts git with its input given, its errors collected and its end awaited by `ended` (the exit code). */
function start(args: readonly string[], options: GitOptions) {
  const child = spawnGit(args, options);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrLimit);
  });
  child.stdin.on('error', () => undefined); // git may end before it has read everything; its exit code tells why
  child.stdin.end(options.input);
  const end =
    options.timeout === undefined ? undefined : endOnTime(child.pid, options.timeout, options.signal);
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', (error) => reject(startFailure(error, options.cwd)));
    child.on('close', (code, by) => {
      end?.clear();
      if (options.signal?.aborted) reject(interrupted()); // Ctrl-C ends git as well, which is no failure of its own
      if (end?.timedOut()) stderr += `fatal: timed out after ${Number(options.timeout) / 1000} seconds\n`;
      else if (by !== null) stderr += `fatal: git was ended by ${by}\n`;
      resolve(code ?? 128);
    });
  });
  ended.catch(() => undefined); // reported to whoever awaits it, also when that is later than the failure
  return { process: child, ended, stderr: () => stderr };
}

/** The lines that git has printed, without empty ones. */
export const lines = (printed: Buffer): readonly string[] => printed.toString().split('\n').filter(Boolean);
