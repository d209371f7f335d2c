import { constants } from 'node:fs';
import { access, lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tree, TreeEntry } from '../../model/ports.ts';
import { git } from './process.ts';
import { clean } from './tree.ts';

/** The working tree's files as they are on the disk; ignored ones are not listed. */
export function workingTree(top: string): Tree {
  const bytes = async (path: string) => {
    const file = join(top, clean(path));
    return (await isFile(file)) ? readFile(file) : undefined;
  };
  return {
    bytes,
    text: async (path) => (await bytes(path))?.toString('utf8'),
    list: async (folder = '') => {
      const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--'];
      const { stdout } = await git([...args, clean(folder) || '.'], {
        cwd: top,
        env: { GIT_LITERAL_PATHSPECS: '1' },
      });
      const paths = stdout.toString().split('\0').filter(Boolean);
      const entries = await Promise.all(paths.map((path) => entryOf(top, path)));
      return entries
        .flat()
        .sort((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)));
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}

async function entryOf(top: string, path: string): Promise<readonly TreeEntry[]> {
  const file = join(top, path);
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isSymbolicLink()) return [{ path, kind: 'link' }];
  if (found.isDirectory()) return [{ path: clean(path), kind: 'submodule' }];
  const executable = await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
  return [{ path, kind: executable && (found.mode & 0o111) !== 0 ? 'executable' : 'file' }];
}
