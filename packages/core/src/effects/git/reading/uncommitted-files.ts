import { constants, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectReader } from '../objects/cat-file.ts';
import type { TreeReader } from '../objects/tree-object.ts';
import { type GitOptions, git } from '../process/process.ts';
import { statusCommand, statusEntries } from './status.ts';

/** The working tree that is looked at. */
interface Checkout {
  readonly top: string;
  readonly head?: string;
  readonly objects: ObjectReader;
  readonly trees: TreeReader;
}

/** How many files are read rather than asked about: more of them take as long as a process. */
const few = 20;

/**
 * Gives those of some paths that have changes which are not committed, staged ones and new files included. A file that
 * says the same in HEAD, in the index and in the working tree has none. Any other is asked of git, which alone knows its
 * filters and line ends.
 */
export async function uncommittedFiles(
  paths: readonly string[],
  checkout: Checkout,
  options: GitOptions,
): Promise<readonly string[]> {
  const same = paths.length > few ? [] : await Promise.all(paths.map((path) => isTheSame(path, checkout)));
  const doubtful = paths.filter((_, index) => same[index] !== true);
  return doubtful.length === 0 ? [] : changedAmong(doubtful, options);
}

async function isTheSame(path: string, { top, head, objects, trees }: Checkout): Promise<boolean> {
  if (head === undefined) return false;
  const [committed, staged] = await Promise.all([
    trees.entry(`${head}^{tree}`, path),
    objects.read(`:0:${path}`),
  ]);
  if (committed === undefined || staged?.oid !== committed.oid) return false;
  const found = plainFile(top, path);
  return found !== undefined && committed.mode === found.mode && staged.bytes.equals(found.bytes);
}

/** Reads a file that is one, and at the end of no link. */
function plainFile(top: string, path: string): { readonly mode: string; readonly bytes: Buffer } | undefined {
  const file = join(top, path);
  try {
    const { mode } = lstatSync(file);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG || realpathSync(file) !== file) return undefined;
    return { mode: mode & constants.S_IXUSR ? '100755' : '100644', bytes: readFileSync(file) };
  } catch {
    return undefined; // what is wrong with it, git will tell
  }
}

async function changedAmong(paths: readonly string[], options: GitOptions): Promise<readonly string[]> {
  const { stdout } = await git([...statusCommand, '--', ...paths], {
    ...options,
    env: { ...options.env, GIT_LITERAL_PATHSPECS: '1' },
  });
  return statusEntries(stdout.toString()).map(({ path }) => path);
}
