import type { Tree, TreeEntry } from '../../../model/ports.ts';
import type { ObjectReader } from './cat-file.ts';
import { type Entries, isFolder, kindOf, missing, type RawEntry, type TreeReader } from './tree-object.ts';

/** Gives a commit's or a tree's files to read. Links and submodules have no text of their own. */
export function gitTree(objects: ObjectReader, trees: TreeReader, name: string): Tree {
  const root = `${name}^{tree}`;
  const bytes = async (path: string) => {
    const entry = await trees.entry(root, clean(path));
    return entry === undefined ? undefined : blob(objects, entry);
  };
  return {
    bytes,
    text: async (path) => (await bytes(path))?.toString('utf8'),
    list: async (folder = '') => {
      const at = clean(folder);
      if (at === '') return listFolder(trees, root, '');
      const entry = await trees.entry(root, at);
      return entry !== undefined && isFolder(entry) ? listFolder(trees, entry.oid, `${at}/`) : [];
    },
  };
}

/**
 * Reads a file's content; nothing for folders, links and submodules.
 * @throws OBJECT_MISSING
 */
export async function blob(objects: ObjectReader, { mode, oid }: RawEntry): Promise<Buffer | undefined> {
  const kind = kindOf(mode);
  if (mode === '40000' || kind === 'link' || kind === 'submodule') return undefined;
  const object = await objects.read(oid);
  if (object === undefined) throw missing(oid);
  return object.bytes;
}

/** A path as trees spell it: without `./` before it or `/` after it. */
export function clean(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
}

/** Every file below a folder. A tree's own order is the byte order of the whole paths. */
async function listFolder(trees: TreeReader, name: string, prefix: string): Promise<TreeEntry[]> {
  const entries = [...(await trees.entries(name)).values()];
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly TreeEntry[]> => {
      const path = prefix + entry.name;
      if (isFolder(entry)) return listFolder(trees, entry.oid, `${path}/`);
      return [{ path, kind: kindOf(entry.mode), oid: entry.oid }];
    }),
  );
  return found.flat();
}

/** Whether anything below a folder (`a/b/`) is worth comparing. */
export type FolderFilter = (folder: string) => boolean;

/**
 * Gives the paths that differ between two trees, in byte order. Only folders whose content differs are read, and of
 * those only the ones the filter lets through.
 */
export async function changedPaths(
  trees: TreeReader,
  from: string,
  to: string,
  filter: FolderFilter = () => true,
): Promise<readonly string[]> {
  const [before, after] = await Promise.all([trees.entries(`${from}^{tree}`), trees.entries(`${to}^{tree}`)]);
  return compare(trees, before, after, '', filter);
}

async function compare(
  trees: TreeReader,
  before: Entries,
  after: Entries,
  prefix: string,
  filter: FolderFilter,
): Promise<string[]> {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const found = await Promise.all(
    names.map(async (name) => {
      const [old, now] = [before.get(name), after.get(name)];
      if (old?.oid === now?.oid && old?.mode === now?.mode) return [];
      const path = prefix + name;
      const files = [old, now].some((entry) => entry !== undefined && !isFolder(entry)) ? [path] : [];
      if (![old, now].some((entry) => entry !== undefined && isFolder(entry)) || !filter(`${path}/`))
        return files;
      const inside = await Promise.all([below(trees, old), below(trees, now)]);
      return [...files, ...(await compare(trees, ...inside, `${path}/`, filter))];
    }),
  );
  const paths = found.flat();
  return prefix === '' ? paths.sort(byBytes) : paths;
}

async function below(trees: TreeReader, entry: RawEntry | undefined): Promise<Entries> {
  return entry !== undefined && isFolder(entry) ? trees.entries(entry.oid) : new Map();
}

/** The order of UTF-8 bytes, which is the order of code points. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
