import type { Tree, TreeEntry } from '@launchway/core';

/** Gives a tree with some files put over it. */
export function withFiles(tree: Tree, files: ReadonlyMap<string, string>): Tree {
  return {
    text: async (path) => files.get(path) ?? tree.text(path),
    bytes: async (path) => {
      const text = files.get(path);
      return text === undefined ? tree.bytes(path) : Buffer.from(text);
    },
    list: async (folder = '') => {
      const below = await tree.list(folder);
      const known = new Set(below.map(({ path }) => path));
      const added = [...files.keys()]
        .filter((path) => !known.has(path) && (folder === '' || path.startsWith(`${folder}/`)))
        .map((path): TreeEntry => ({ path, kind: 'file' }));
      return added.length === 0 ? below : [...below, ...added].sort(byPath);
    },
  };
}

/** Gives files in memory as a tree. */
export function treeOf(files: ReadonlyMap<string, Uint8Array>): Tree {
  return {
    bytes: async (path) => files.get(path),
    text: async (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
    },
    list: async (folder = '') =>
      [...files.keys()]
        .filter((path) => folder === '' || path.startsWith(`${folder}/`))
        .map((path): TreeEntry => ({ path, kind: 'file' }))
        .sort(byPath),
  };
}

const byPath = (left: TreeEntry, right: TreeEntry): number =>
  Buffer.compare(Buffer.from(left.path), Buffer.from(right.path));
