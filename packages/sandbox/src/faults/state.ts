import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';

/** What is at each path below a folder, as texts that are equal where the same is there. */
export type FolderState = ReadonlyMap<string, string>;

/**
 * Reads all files below a folder: contents, executable bits and links. An object of git counts by its length, for its
 * name tells its content, and an index without what it remembers of the disk.
 * @param places folders whose addresses, which git notes in logs and settings, count as none
 */
export function folderState(folder: string, places: readonly string[] = []): FolderState {
  return new Map(filesIn(folder, '').map((path) => [path, contentOf(folder, path, places)]));
}

function filesIn(folder: string, below: string): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? filesIn(folder, path) : [path];
  });
}

const isObject = /^(?:\.git\/)?objects\/(?:[0-9a-f]{2}|pack)\//;

function contentOf(folder: string, path: string, places: readonly string[]): string {
  const file = join(folder, path);
  const about = lstatSync(file);
  if (about.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
  if (isObject.test(path)) return `${about.size} bytes`;
  const bytes = readFileSync(file);
  const isIndex = bytes.toString('latin1', 0, 4) === 'DIRC';
  const content = isIndex ? plainIndex(bytes) : anywhere(bytes, places);
  return `${about.mode & 0o100} ${digestOf(content)}`;
}

const anywhere = (bytes: Buffer, places: readonly string[]): string =>
  places.reduce((text, place) => text.replaceAll(place, ''), bytes.toString('latin1'));

/**
 * The entries of an index without times, numbers, owners and sizes of the files that they were read from
 * (gitformat-index(5), versions 2 and 3), and without what follows them, which saves git work and says nothing new.
 */
function plainIndex(bytes: Buffer): Buffer {
  const plain = Buffer.from(bytes);
  let entry = 12;
  for (let left = plain.readUInt32BE(8); left > 0; left -= 1) {
    plain.fill(0, entry, entry + 24).fill(0, entry + 28, entry + 40);
    entry += (plain.indexOf(0, entry + 62) - entry + 8) & ~7;
  }
  return plain.subarray(0, entry);
}

/** A short text for a value of any form, equal for equal values. */
export const stateOf = (value: unknown): string => digestOf(serialize(value));

const digestOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('base64url');

/** The paths at which two folders differ. */
export const changesOf = (before: FolderState, after: FolderState): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
