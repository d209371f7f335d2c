import { createHash } from 'node:crypto';
import type { Reads } from '@launchway/core';
import { ask, type Clone, tip } from './clone.ts';

/** The files of a catalogue as its branch has them. */
export interface CatalogTree {
  readonly entries: ReadonlyMap<string, CatalogEntry>;
  /** The name git gives to a content. */
  oidOf(bytes: Uint8Array): string;
  /** Reads a file; fetched from the server when it is the first time. */
  read(path: string): Promise<Uint8Array | undefined>;
}

export interface CatalogEntry {
  readonly mode: string;
  readonly oid: string;
}

/** What is to become of files: new bytes, or `null` where one is removed. */
export type Changes = ReadonlyMap<string, Uint8Array | null>;

/** Reads which files a clone's tip has. */
export async function catalogTree(clone: Clone, reads: Reads): Promise<CatalogTree> {
  const listing = clone.isThere ? await ask(clone, reads, ['ls-tree', '-r', '-z', '--full-tree', tip]) : '';
  const entries = new Map(
    listing
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [mode = '', , oid = ''] = line.slice(0, line.indexOf('\t')).split(' ');
        return [line.slice(line.indexOf('\t') + 1), { mode, oid }] as const;
      }),
  );
  return {
    entries,
    oidOf: (bytes) => createHash(clone.format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
    read: async (path) => {
      const entry = entries.get(path);
      if (entry === undefined) return undefined;
      // Git writes the bytes to a file as they are; its standard output would come as text.
      const file = (await ask(clone, reads, ['unpack-file', entry.oid])).trim();
      return reads.folder(clone.folder).bytes(file);
    },
  };
}

/** The entries below a folder, by their paths from there. */
export function below(tree: CatalogTree, folder: string): ReadonlyMap<string, CatalogEntry> {
  if (folder === '') return tree.entries;
  return new Map(
    [...tree.entries].flatMap(([path, entry]) =>
      path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), entry] as const] : [],
    ),
  );
}
