import type { Facts, Tree, TreeEntry } from '@launchway/core';

/** A tree of texts; a value that begins with `->` is a symbolic link. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const inside = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);
  return {
    text: async (path) => files[path],
    bytes: async (path) => (files[path] === undefined ? undefined : new TextEncoder().encode(files[path])),
    list: async (folder = '') =>
      Object.keys(files)
        .filter((path) => inside(path, folder))
        .sort()
        .map((path): TreeEntry => ({ path, kind: files[path]?.startsWith('->') ? 'link' : 'file' })),
  };
}

/** Facts of a commit in which nothing is known of the tracks. */
export const noFacts: Facts = {
  head: '0'.repeat(40),
  headDate: '2026-01-02T03:04:05Z',
  commits: [],
  tracks: {},
  ci: { provider: 'none' },
};
