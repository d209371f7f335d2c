/**
 * Preloaded into a process (`node --import`), it numbers what that process writes and starts, and at one point lets it
 * fail or ends it by SIGKILL. It is told by variables, which no child of the process gets. All that the process starts
 * holds its lifeline, by which is known when the last of them has ended.
 */
import child, { type SpawnOptions, type StdioOptions } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

type When = 'before' | 'during' | 'after' | 'full';

const { MORTAL_LOG: log = '', MORTAL_AT: at = '' } = process.env;
for (const name of ['MORTAL_LOG', 'MORTAL_AT', 'NODE_OPTIONS']) delete process.env[name];

const counts = new Map<string, number>();

/** Notes an operation, and gives what is to happen at it. */
function note(name: string): When | undefined {
  const time = (counts.get(name) ?? 0) + 1;
  counts.set(name, time);
  appendFileSync(log, `${JSON.stringify({ name, time })}\n`);
  const [when, wanted, which] = at.split('\t');
  return wanted === name && Number(which) === time ? (when as When) : undefined;
}

const { setTimeout: wait } = globalThis;

/** Waits between two tries pass at once; what is longer is a limit. */
globalThis.setTimeout = Object.assign(
  (act: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]) =>
    wait(act, milliseconds > 100 && milliseconds < 30_000 ? milliseconds / 100 : milliseconds, ...args),
  wait,
) as typeof wait;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // The signal is on its way.
}

const plain = (path: unknown): string => basename(String(path)).replace(/[0-9a-zA-Z]{6}$|[0-9a-f]{12}/g, '*');

const noSpace = (): Error =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });

const half = (content: unknown): Uint8Array => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array);
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
};

const { writeFile } = promises;
promises.writeFile = async (...args: Parameters<typeof writeFile>) => {
  const [file, content] = args;
  const when = note(`writeFile ${plain(file)}`);
  if (when === 'before') die();
  if (when === 'during' || when === 'full') writeFileSync(file as string, half(content));
  if (when === 'during') die();
  if (when === 'full') throw noSpace();
  await writeFile(...args);
  if (when === 'after') die();
};

/** Wraps a function of `fs/promises` that changes something at once. */
function mortal(name: 'rename' | 'mkdir' | 'mkdtemp' | 'rm' | 'appendFile'): void {
  const act = promises[name] as (...args: unknown[]) => Promise<unknown>;
  const wrapped = async (...args: unknown[]): Promise<unknown> => {
    const when = note(`${name} ${plain(args[0])}`);
    if (when === 'before') die();
    if (when === 'full') throw noSpace();
    const result = await act(...args);
    if (when === 'after') die();
    return result;
  };
  Object.assign(promises, { [name]: wrapped });
}
for (const name of ['rename', 'mkdir', 'mkdtemp', 'rm', 'appendFile'] as const) mortal(name);

/** The descriptor that whoever started this process waits at. */
const lifeline = 3;

function holding(stdio: StdioOptions = 'pipe'): StdioOptions {
  const given = typeof stdio === 'string' ? [stdio, stdio, stdio] : stdio;
  return [...given, lifeline];
}

type SpawnArguments = readonly [program: string, args: readonly string[], options: SpawnOptions];

const { spawn } = child;
const spawned = (...[program, args, options]: SpawnArguments): ReturnType<typeof spawn> => {
  const when = note(`spawn ${nameOf([program, ...args])}`);
  if (when === 'before') die();
  const started = spawn(program, args, { ...options, stdio: holding(options.stdio) });
  if (when === 'during') {
    wait(() => {
      started.kill('SIGKILL');
      die();
    }, 4);
  }
  if (when === 'after') started.once('exit', die);
  return started;
};
Object.assign(child, { spawn: spawned });
syncBuiltinESMExports();

/** A program and its first word that is no option, such as `git push`. */
function nameOf([program = '', ...args]: readonly string[]): string {
  const word = args.find((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-c');
  return `${basename(program)} ${word ?? ''}`.slice(0, 60);
}
