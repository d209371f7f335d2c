import type { TreeEntry } from '../../../model/ports.ts';
import { processProblems } from '../process/problems.ts';
import type { GitObject, ObjectReader } from './cat-file.ts';

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

  /**
   * Gives the entries of the tree that a name means (`<commit>^{tree}`, an oid); no entries when there is none.
   * @throws OBJECT_MISSING where it must be there, for the name is that of an object
   */
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
    if (object === undefined && isOid(name)) throw missing(name);
    return object?.type === 'tree' ? parseTree(object) : new Map();
  }
}

/**
 * Takes `<mode> <name>\0<oid>` entries apart; the oid has 20 bytes, or 32 in SHA-256 repositories.
 * @throws OBJECT_BROKEN
 */
function parseTree({ bytes, oid }: GitObject): Entries {
  const entries = new Map<string, RawEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    const next = end + 1 + oid.length / 2;
    if (space < at || end < space || next > bytes.length) throw broken(oid, 'is cut off');
    const name = bytes.toString('utf8', space + 1, end);
    if (name.includes('/') || ownNames.test(name)) throw broken(oid, `names a file ${JSON.stringify(name)}`);
    entries.set(name, {
      name,
      mode: bytes.toString('latin1', at, space),
      oid: bytes.toString('hex', end + 1, next),
    });
    at = next;
  }
  return entries;
}

const isOid = (name: string): boolean => /^(?:[\da-f]{40}|[\da-f]{64})(?:\^\{tree\})?$/.test(name);

/** The error for an object that another one holds, and that is not in the repository. */
export function missing(name: string): Error {
  return processProblems.refusal('OBJECT_MISSING', {
    message: `The object ${name.replace(/\^.*/, '')} is missing in this clone, and what it holds cannot be read.`,
    fix: 'Where .git/objects/info/alternates names the objects of another clone, let them be at that path here too, as in the container of a job; else clone anew.',
  });
}

/** Names that lead elsewhere, and that git refuses to check out. */
const ownNames = /^(?:\.{0,2}|\.git)$/i;

function broken(oid: string, what: string): Error {
  return processProblems.refusal('OBJECT_BROKEN', {
    message: `The tree ${oid} of this repository ${what}, as no tree of git does.`,
    fix: 'Run `git fsck --full`, and clone again from a remote that is whole.',
  });
}
