import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Tree, TreeEntry } from '../model/ports.ts';
import { failure } from './problems.ts';

/**
 * Gives a folder as a tree that can only be read. Git's own `.git` is not part of it, and nothing outside the folder
 * can be read through it, by `..` or by a symbolic link.
 */
export function folderTree(root: string): Tree {
  const bytes = async (path: string) => {
    const file = await locate(root, path);
    return file === undefined ? undefined : absentAs(undefined, () => readFile(file));
  };
  return {
    bytes,
    text: async (path) => (await bytes(path))?.toString('utf8'),
    list: async (folder = '') => {
      const start = trimmed(folder);
      if ((await locate(root, start)) === undefined) return [];
      const entries = await entriesBelow(root, start);
      return entries.sort((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)));
    },
  };
}

/** Gives the real path of a file, or nothing when it does not exist. */
async function locate(root: string, path: string): Promise<string | undefined> {
  if (path.startsWith('/') || path.split(/[\\/]/).includes('..') || path.includes('\0'))
    throw outside(root, path);
  const base = await absentAs(undefined, () => realpath(root));
  const real = await absentAs(undefined, () => realpath(join(root, path)));
  if (base === undefined || real === undefined) return undefined;
  if (real !== base && !real.startsWith(base.endsWith(sep) ? base : base + sep)) throw outside(root, path);
  return real;
}

async function entriesBelow(root: string, folder: string): Promise<TreeEntry[]> {
  const children = await absentAs([], () => readdir(join(root, folder), { withFileTypes: true }));
  const found = await Promise.all(
    children
      .filter(({ name }) => name !== '.git')
      .map(async (child) => {
        const path = folder === '' ? child.name : `${folder}/${child.name}`;
        return child.isDirectory() ? entriesBelow(root, path) : entry(root, path, child);
      }),
  );
  return found.flat();
}

async function entry(root: string, path: string, child: Dirent): Promise<TreeEntry[]> {
  if (child.isSymbolicLink()) return [{ path, kind: 'link' }];
  if (!child.isFile()) return [];
  return [{ path, kind: (await isExecutable(join(root, path))) ? 'executable' : 'file' }];
}

async function isExecutable(file: string): Promise<boolean> {
  return ((await stat(file)).mode & 0o100) !== 0;
}

/** Gives a stand-in when there is no such file. */
async function absentAs<T>(standIn: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) return standIn;
    throw error;
  }
}

const trimmed = (folder: string) => folder.replace(/^\.$|\/+$/g, '');

function outside(root: string, path: string) {
  return failure('FILE_OUTSIDE', {
    message: `"${path}" leads out of the folder ${root}, so it is not read.`,
    fix: 'Name a file inside the folder, without `..` and without a symbolic link that leads outside.',
    where: { file: path },
  });
}
