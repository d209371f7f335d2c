import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { WriteOptions } from '../model/ports.ts';
import { failure } from './problems.ts';
import { createScratch } from './scratch.ts';

/** Temporary folders, and writing in them and nowhere else. */
export interface Files {
  /** Gives a new empty folder that may be written to. */
  readonly scratch: () => Promise<string>;
  /** Allows writing below a folder, such as a throw-away checkout, or one that is yet to be made. */
  readonly open: (folder: string) => void;
  /**
   * Writes a file below an open folder, whole or not at all, and makes the folders it needs. A file that is there keeps
   * its mode, save that a program becomes executable.
   * @throws FILE_OUTSIDE for any other place, also one that is reached by a symbolic link
   */
  readonly write: (path: string, content: string | Uint8Array, options?: WriteOptions) => Promise<void>;
  /** Removes the temporary folders. */
  readonly dispose: () => Promise<void>;
}

export function createFiles(): Files {
  const temporary = createScratch();
  const opened = new Set<string>();
  return {
    scratch: async () => {
      const folder = await temporary.folder();
      opened.add(folder);
      return folder;
    },
    open: (folder) => void opened.add(resolve(folder)),
    write: async (path, content, options = {}) => {
      const file = await permitted(path, opened);
      await putInPlace([{ file, content, executable: options.executable }]);
    },
    dispose: async () => {
      opened.clear();
      await temporary.dispose();
    },
  };
}

/** Gives the path without `.` and `..`, proven to be below one of the folders. */
async function permitted(path: string, folders: Iterable<string>): Promise<string> {
  const file = resolve(path);
  const above = await deepestExisting(dirname(file));
  for (const folder of folders) {
    if (isAbsolute(path) && isBelow(file, folder) && isWithin(above, await deepestExisting(folder)))
      return file;
  }
  throw failure('FILE_OUTSIDE', {
    message: `"${path}" is not below a scratch folder or a throw-away checkout of this run, so it is not written.`,
    fix: 'Write below the folder that `scratch()` or `checkout()` gave, by its absolute path, and not through a symbolic link.',
    where: { file: path },
  });
}

/** The real path of a folder, or of the nearest one above it that exists. */
async function deepestExisting(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    return deepestExisting(dirname(folder));
  }
}

const isBelow = (path: string, folder: string) => path !== folder && isWithin(path, folder);

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A file that is to hold something else, or, by `null`, to be no more. */
export interface Replacement {
  readonly file: string;
  readonly content: string | Uint8Array | null;
  readonly executable?: boolean | undefined;
}

/**
 * Replaces files. Each is the old one or the new one at any time, and as long as there is no room for all of them, all are
 * the old ones. Makes the folders they need, and removes what a process that was killed meanwhile has left beside them.
 */
export async function replaceFiles(replacements: readonly Replacement[]): Promise<void> {
  await clearAway(replacements.map(({ file }) => file));
  await putInPlace(replacements);
}

async function putInPlace(replacements: readonly Replacement[]): Promise<void> {
  const beside: { readonly file: string; readonly temporary: string }[] = [];
  try {
    for (const { file, content, executable } of replacements) {
      if (content === null) continue;
      const temporary = `${unfinished(file)}.${process.pid}-${randomBytes(6).toString('hex')}`;
      beside.push({ file, temporary });
      await writeNew(file, temporary, content, executable === true);
    }
    for (const { file, temporary } of beside) await rename(temporary, file);
    for (const { file, content } of replacements) if (content === null) await rm(file, { force: true });
  } catch (error) {
    for (const { temporary } of beside) await rm(temporary, { force: true });
    throw error;
  }
}

/** The beginning of the names under which a file is written, before those of the process and of chance. */
const unfinished = (file: string): string => join(dirname(file), `.${basename(file).slice(0, 100)}`);

async function clearAway(files: readonly string[]): Promise<void> {
  const meant = new Set(files.map(unfinished));
  for (const folder of new Set(files.map(dirname))) {
    for (const name of await readdir(folder).catch(() => [])) {
      const [, start = '', owner] = /^(\..+)\.(\d+)-[0-9a-f]{12}$/.exec(name) ?? [];
      const isLeft = meant.has(join(folder, start)) && !isRunning(Number(owner));
      if (isLeft) await rm(join(folder, name), { force: true });
    }
  }
}

function isRunning(owner: number): boolean {
  try {
    return process.kill(owner, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // it is somebody else's
  }
}

async function writeNew(
  file: string,
  temporary: string,
  content: string | Uint8Array,
  isExecutable: boolean,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const before = await stat(file).catch(() => undefined);
  const mode = (before ? before.mode & 0o777 : 0o666) | (isExecutable ? 0o111 : 0);
  await writeFile(temporary, content, { flag: 'wx', mode });
  if (before) await chmod(temporary, mode); // a new file would have only what the umask lets it
}
