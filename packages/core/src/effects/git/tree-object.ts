import type { TreeEntry } from '../../model/ports.ts';
import type { ObjectReader } from './cat-file.ts';

/** One entry of a tree object. */
export interface RawEntry {
  readonly name: string;
  readonly mode: string;
  readonly oid: string;
}

export type Entries = ReadonlyMap<string, RawEntry>;

export const isFolder = (entry: { readonly mode: string }): boolean => entry.mode === '40000';

/** Gives what the mode of an entry says it is. Git knows these, and old repositories have 100664. */
export function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'submodule';
  return mode === '100755' ? 'executable' : 'file';
}

/** Reads tree objects, each once. */
export class TreeReader {
  readonly #objects: ObjectReader;
  readonly #cache = new Map<string, Promise<Entries>>();

  constructor(objects: ObjectReader) {
    this.#objects = objects;
  }

  /** Gives the entries of the tree that a name means (`<commit>^{tree}`, an oid); no entries when there is none. */
  entries(name: string): Promise<Entries> {
    let found = this.#cache.get(name);
    if (found === undefined) {
      found = this.#read(name);
      this.#cache.set(name, found);
    }
    return found;
  }

  /** Gives the entry at a path, or nothing. */
  async entry(root: string, path: string): Promise<RawEntry | undefined> {
    let found: RawEntry | undefined;
    for (const name of path.split('/')) {
      if (found !== undefined && !isFolder(found)) return undefined;
      found = (await this.entries(found?.oid ?? root)).get(name);
      if (found === undefined) return undefined;
    }
    return found;
  }

  async #read(name: string): Promise<Entries> {
    const object = await this.#objects.read(name);
    return object?.type === 'tree' ? parseTree(object.bytes, object.oid.length / 2) : new Map();
  }
}

/** Takes `<mode> <name>\0<oid>` entries apart; the oid has 20 bytes, or 32 in SHA-256 repositories. */
function parseTree(bytes: Buffer, oidLength: number): Entries {
  const entries = new Map<string, RawEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    const next = end + 1 + oidLength;
    const name = bytes.toString('utf8', space + 1, end);
    entries.set(name, {
      name,
      mode: bytes.toString('latin1', at, space),
      oid: bytes.toString('hex', end + 1, next),
    });
    at = next;
  }
  return entries;
}
