import type { Tree, TreeEntry } from '../model/ports.ts';

/** A tree with some files replaced or added: what the release commit will hold, before it exists. */
export function overlay(base: Tree, files: ReadonlyMap<string, string>): Tree {
  const own = async (path: string): Promise<string | undefined> => files.get(path) ?? (await base.text(path));
  return {
    text: own,
    bytes: async (path) => {
      const text = files.get(path);
      return text === undefined ? base.bytes(path) : new TextEncoder().encode(text);
    },
    list: async (folder = '') => {
      const entries = await base.list(folder);
      const listed = new Set(entries.map((entry) => entry.path));
      const inside = (path: string): boolean => folder === '' || path.startsWith(`${folder}/`);
      const added = [...files.keys()].filter((path) => inside(path) && !listed.has(path));
      const kept = entries.map(({ oid, ...entry }) =>
        files.has(entry.path) || oid === undefined ? entry : { ...entry, oid },
      );
      return [...kept, ...added.map((path): TreeEntry => ({ path, kind: 'file' }))].sort(byPath);
    },
  };
}

function byPath(left: TreeEntry, right: TreeEntry): number {
  if (left.path === right.path) return 0;
  return left.path < right.path ? -1 : 1;
}
