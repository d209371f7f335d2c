import { readFileSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Terminal } from './commands/session.ts';
import { createClock } from './effects/clock.ts';

/** The process as a terminal. */
export function makeTerminal(cwd: string): Terminal {
  return {
    env: process.env,
    cwd,
    node: process.version,
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    confirm,
    read: (path) => readFile(resolve(cwd, path), 'utf8').catch(absent),
    write: async (path, content) => {
      await mkdir(dirname(resolve(cwd, path)), { recursive: true });
      await writeFile(resolve(cwd, path), content);
    },
    create: async (path, content) => {
      await mkdir(dirname(resolve(cwd, path)), { recursive: true });
      return writeFile(resolve(cwd, path), content, { flag: 'wx' }).then(() => true, occupied);
    },
    append: (path, content) => appendFile(resolve(cwd, path), content),
    now: createClock(process.env).now,
  };
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
