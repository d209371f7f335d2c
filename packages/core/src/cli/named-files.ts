import { access, constants, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { commandProblems } from '../commands/problems.ts';
import { machineReason } from '../model/machine.ts';
import type { NamedFiles } from '../session/terminal.ts';

/**
 * The files that the user and the CI name, by their paths from a folder.
 * @param told that a file was written; not of lines at the end of one
 */
export function namedFiles(folder: string, told: () => void): NamedFiles {
  const at = (path: string): string => resolve(folder, path);
  return {
    read: (path) => read(at(path)).catch(absent).catch(unreadable(path)),
    write: (path, content) => write(at(path), content).then(told, unwritable(path)),
    create: async (path, content) => {
      const isNew = await write(at(path), content, 'wx')
        .then(() => true, occupied)
        .catch(unwritable(path));
      if (isNew) told();
      return isNew;
    },
    append: (path, content) => write(at(path), content, 'a').catch(unwritable(path)),
    proveWritable: (path) => proveWritable(at(path)).catch(unwritable(path)),
    isTaken: (path) => isTaken(at(path)),
  };
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

async function isTaken(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
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
