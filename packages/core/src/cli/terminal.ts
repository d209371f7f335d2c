import { readFileSync } from 'node:fs';
import { access, constants, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { commandProblems } from '../commands/problems.ts';
import { createClock } from '../effects/clock.ts';
import { machineReason } from '../model/machine.ts';
import type { Terminal } from '../session/terminal.ts';

/**
 * The process as a terminal.
 * @param folder what `--cwd` names
 */
export function makeTerminal(folder = '.'): Terminal {
  const cwd = resolve(here(), folder);
  return {
    env: process.env,
    cwd,
    node: process.version,
    ...whoIs(),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    confirm,
    read: (path) => read(resolve(cwd, path)).catch(absent).catch(unreadable(path)),
    write: (path, content) => write(resolve(cwd, path), content).catch(unwritable(path)),
    create: (path, content) =>
      write(resolve(cwd, path), content, 'wx')
        .then(() => true, occupied)
        .catch(unwritable(path)),
    append: (path, content) => write(resolve(cwd, path), content, 'a').catch(unwritable(path)),
    proveWritable: (path) => proveWritable(resolve(cwd, path)).catch(unwritable(path)),
    now: createClock(process.env).now,
    again,
    isTaken: (path) => isTaken(resolve(cwd, path)),
  };
}

/** The folder that the command runs in, also where it is gone, which is told when it is opened. */
function here(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}

/** A device or a pipe, which may be named to write to, holds nothing that could be read to its end. */
async function read(file: string): Promise<string | undefined> {
  const kind = await stat(file);
  return kind.isFile() || kind.isDirectory() ? readFile(file, 'utf8') : undefined;
}

async function write(file: string, content: string, flag: 'w' | 'wx' | 'a' = 'w'): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { flag });
}

/** A file that is there may be a pipe, which nobody may open for nothing; one that is not is made and removed. */
async function proveWritable(file: string): Promise<void> {
  const kind = await stat(file).catch(absent);
  if (kind?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  if (kind !== undefined) return access(file, constants.W_OK);
  const made = await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, '', { flag: 'wx' });
    await rm(file);
  } finally {
    if (made !== undefined) await rm(made, { recursive: true });
  }
}

/** Whatever the file system says, in words where there are any; its code is what people look up. */
const reasonOf = (error: unknown): string =>
  machineReason(error) ?? (error instanceof Error && 'code' in error ? String(error.code) : String(error));

const unreadable = (file: string) => (error: unknown) => {
  throw commandProblems.refusal('FILE_UNREADABLE', {
    message: `${file} cannot be read: ${reasonOf(error)}.`,
    fix: 'Name a file that is there and may be read.',
    where: { file },
  });
};

const unwritable = (file: string) => (error: unknown) => {
  throw commandProblems.refusal('FILE_UNWRITABLE', {
    message: `${file} cannot be written: ${reasonOf(error)}.`,
    fix: 'Name a file in a folder that may be written to.',
    where: { file },
  });
};

function whoIs(): Pick<Terminal, 'user'> {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? {} : { user: { uid, gid } };
}

async function isTaken(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

async function again(
  wrapper: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<number> {
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

async function confirm(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((done) => lines.once('close', () => done('')));
  try {
    return /^y(?:es)?$/i.test((await Promise.race([lines.question(`${question} [y/N] `), ended])).trim());
  } finally {
    lines.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

function occupied(error: NodeJS.ErrnoException): false {
  if (error.code !== 'EEXIST') throw error;
  return false;
}

const longest = 1024 * 1024;

/** Gives the text of a file below a folder, for the lines round a problem; nothing where it cannot be shown. */
export function sourceBelow(top: string): (file: string) => string | undefined {
  return (file) => {
    const path = resolve(top, file);
    const inside = relative(top, path);
    if (inside.startsWith('..') || isAbsolute(inside)) return undefined;
    try {
      const text = readFileSync(path, 'utf8');
      return text.length > longest ? undefined : text;
    } catch {
      return undefined;
    }
  };
}
