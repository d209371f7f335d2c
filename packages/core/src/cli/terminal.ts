import { resolve } from 'node:path';
import { createClock } from '../effects/clock.ts';
import type { Terminal } from '../session/terminal.ts';
import { namedFiles } from './named-files.ts';

/**
 * A process as a terminal.
 * @param folder what `--cwd` names
 * @param told that a file was written that somebody named
 */
export function terminalOf(process: NodeJS.Process, told: () => void, folder = '.'): Terminal {
  const cwd = resolve(folderOf(process), folder);
  return {
    ...namedFiles(cwd, told),
    ...userOf(process),
    env: process.env,
    cwd,
    node: process.version,
    get interactive() {
      return process.stderr.isTTY && process.stdin.isTTY; // in this order: most commands never need their input opened
    },
    confirm: (question) => confirm(question, process),
    now: createClock(process.env).now,
    again: (wrapper, env, signal) => again(process, { wrapper, env, signal }),
  };
}

/** The folder that the command runs in, also where it is gone, which is told when it is opened. */
function folderOf(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}

function userOf(process: NodeJS.Process): Pick<Terminal, 'user'> {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? {} : { user: { uid, gid } };
}

interface Again {
  readonly wrapper: readonly string[];
  readonly env: Terminal['env'];
  readonly signal: AbortSignal;
}

async function again(process: NodeJS.Process, { wrapper, env, signal }: Again): Promise<number> {
  const { spawn } = await import('node:child_process');
  const [program = '', ...args] = [
    ...wrapper,
    process.execPath,
    ...process.execArgv,
    ...process.argv.slice(1),
  ];
  const child = spawn(program, args, { env, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill(), { once: true });
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('close', (code) => ended(code ?? 130));
  });
}

async function confirm(question: string, { stdin, stderr }: NodeJS.Process): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: stdin, output: stderr });
  const ended = new Promise<string>((done) => lines.once('close', () => done('')));
  try {
    return /^y(?:es)?$/i.test((await Promise.race([lines.question(`${question} [y/N] `), ended])).trim());
  } finally {
    lines.close();
  }
}
