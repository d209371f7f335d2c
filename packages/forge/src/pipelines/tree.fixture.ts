import type { Tree } from '@launchway/core';

/** A tree that holds these files. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const text = async (path: string) => files[path];
  return {
    text,
    bytes: async (path) => {
      const found = await text(path);
      return found === undefined ? undefined : new TextEncoder().encode(found);
    },
    list: async (folder = '') =>
      Object.keys(files)
        .filter((path) => folder === '' || path.startsWith(`${folder}/`))
        .sort()
        .map((path) => ({ path, kind: 'file' as const })),
  };
}
