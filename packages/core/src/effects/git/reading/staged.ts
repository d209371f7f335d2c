import type { Tree, TreeEntry } from '../../../model/ports.ts';
import type { ObjectReader } from '../objects/cat-file.ts';
import { type GitOptions, git } from '../process/process.ts';
import { blob, clean, gitTree } from '../objects/tree.ts';
import { kindOf, type RawEntry, type TreeReader } from '../objects/tree-object.ts';

/** What is staged for the next commit. */
export interface Staged {
  readonly tree: Tree;
  /** Paths that differ from HEAD. */
  readonly changed: readonly string[];
}

/** Names of the tree without entries, which git knows without storing it. */
const emptyTree = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

interface Place {
  readonly head?: string;
  readonly objectFormat: keyof typeof emptyTree;
}

/**
 * Reads the index as HEAD's tree with the staged changes laid over it: one process, and no look at files that were not
 * touched. A conflicted file shows as HEAD has it.
 */
export async function indexTree(
  objects: ObjectReader,
  trees: TreeReader,
  { head, objectFormat }: Place,
  options: GitOptions,
): Promise<Staged> {
  const base = head ?? emptyTree[objectFormat];
  const args = [
    'diff-index',
    '--cached',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--ignore-submodules=none',
  ];
  const { stdout } = await git([...args, '--no-relative', base], options);
  const staged = parseRaw(stdout.toString());
  return { tree: overlaid(objects, trees, base, staged), changed: [...staged.keys()] };
}

/** By path what is staged there; `null` where the file is removed, and nothing to say where it is in conflict. */
function parseRaw(text: string): Map<string, RawEntry | null | undefined> {
  const staged = new Map<string, RawEntry | null | undefined>();
  const tokens = text.split('\0');
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    const [, mode = '', , oid = '', status] = (tokens[at] ?? '').split(' ');
    const path = tokens[at + 1] ?? '';
    const entry = status === 'D' ? null : { name: path, mode, oid };
    if (status !== 'U') staged.set(path, entry);
    else if (!staged.has(path)) staged.set(path, undefined);
  }
  return staged;
}

function overlaid(
  objects: ObjectReader,
  trees: TreeReader,
  base: string,
  staged: ReadonlyMap<string, RawEntry | null | undefined>,
): Tree {
  const below = gitTree(objects, trees, base);
  const bytes = async (path: string) => {
    const entry = staged.get(clean(path));
    if (entry === undefined) return below.bytes(path);
    return entry === null ? undefined : blob(objects, entry);
  };
  return {
    bytes,
    text: async (path) => {
      const found = await bytes(path);
      return found && Buffer.from(found).toString('utf8');
    },
    list: async (folder = '') => {
      const prefix = clean(folder) === '' ? '' : `${clean(folder)}/`;
      const listed = new Map((await below.list(folder)).map((entry) => [entry.path, entry]));
      for (const [path, entry] of staged) {
        if (!path.startsWith(prefix) || entry === undefined) continue;
        if (entry === null) listed.delete(path);
        else listed.set(path, { path, kind: kindOf(entry.mode), oid: entry.oid });
      }
      return [...listed.values()].sort(byPath);
    },
  };
}

function byPath(left: TreeEntry, right: TreeEntry): number {
  return Buffer.compare(Buffer.from(left.path), Buffer.from(right.path));
}
