import { posix } from 'node:path';
import type { Edit } from '../model/edit.ts';
import type { Tree } from '../model/ports.ts';
import { formed, type Pin } from '../model/track.ts';

const names = ['package-lock.json', 'npm-shrinkwrap.json'];

/** A pin and the version it moves to. */
export interface MovedPin {
  readonly pin: Pin;
  readonly version: string;
  readonly why: string;
}

/** A package of npm whose version moves, or the range of one that it depends on. */
interface Member extends MovedPin {
  readonly folder: string;
  readonly name: string | undefined;
}

/** Where npm repeats in its lock file what a package.json depends on. */
const dependencies = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * Gives the edits by which npm's lock files follow pinned package.json files, in versions and ranges: those beside them, and those above that
 * list them as workspaces; one edit for each lock file, since they are large. A lock file of another package is left alone.
 */
export async function lockfileEdits(
  tree: Pick<Tree, 'text'>,
  moved: readonly MovedPin[],
): Promise<readonly Edit[]> {
  const members = await Promise.all(moved.map((one) => memberOf(tree, one)));
  const byLockfile = new Map<string, Member[]>();
  for (const member of members.filter((one) => one !== undefined)) {
    for (const path of lockfilesAbove(member.folder)) {
      if (!byLockfile.get(path)?.push(member)) byLockfile.set(path, [member]);
    }
  }
  const edits = await Promise.all([...byLockfile].map(([path, own]) => lockfileEdit(tree, path, own)));
  return edits.filter((edit) => edit !== undefined);
}

async function memberOf(tree: Pick<Tree, 'text'>, moved: MovedPin): Promise<Member | undefined> {
  const { file, pointer } = moved.pin;
  if (posix.basename(file) !== 'package.json' || !(isVersion(pointer) || isRange(pointer))) return undefined;
  const text = await tree.text(file);
  if (text === undefined) return undefined;
  const { readJson } = await import('./json/values.ts');
  return { ...moved, folder: posix.dirname(file), name: readJson({ file, text }, ['name']).value };
}

const isVersion = (pointer: readonly string[]): boolean => pointer.join('.') === 'version';
const isRange = ([kind = '', , ...deeper]: readonly string[]): boolean =>
  dependencies.includes(kind) && deeper.length === 0;

async function lockfileEdit(
  tree: Pick<Tree, 'text'>,
  path: string,
  members: readonly Member[],
): Promise<Edit | undefined> {
  const text = await tree.text(path);
  if (text === undefined) return undefined;
  const { readJson, setJsonAll } = await import('./json/values.ts');
  const read = (pointer: readonly string[]): string | undefined =>
    readJson({ file: path, text }, pointer).value;
  const followed = members.map(({ pin, folder, name, version, why }) => {
    const pointers = places(read, posix.relative(posix.dirname(path), folder), name, pin.pointer);
    const value = formed(pin.form, version);
    return { why, changes: pointers.map((pointer) => ({ pointer, value })) };
  });
  const changes = followed.flatMap((one) => one.changes);
  if (changes.length === 0) return undefined;
  const why = followed.flatMap((one) => (one.changes.length > 0 ? one.why : []));
  return { path, why, apply: (content) => setJsonAll({ file: path, text: content }, changes) };
}

/** Lock files beside a folder and above it, the nearest first. */
function lockfilesAbove(folder: string): readonly string[] {
  const parts = folder === '.' ? [] : folder.split('/');
  const folders = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return [...folders, ''].flatMap((above) => names.map((name) => posix.join(above, name)));
}

/** The pointers at which a lock file repeats what the package in a folder relative to it holds at a pointer. */
function places(
  read: (pointer: readonly string[]) => string | undefined,
  folder: string,
  name: string | undefined,
  pointer: readonly string[],
): readonly (readonly string[])[] {
  const entry = ['packages', folder];
  // npm leaves the name out of an entry where the folder already says it.
  const implied = name?.split('/').at(-1) === posix.basename(folder) ? name : undefined;
  const listed = read([...entry, 'name']) ?? (folder === '' ? read(['name']) : implied);
  const own = isVersion(pointer) && folder === '' && read(['name']) === name ? [pointer] : [];
  const place = [...entry, ...pointer];
  const repeated = listed === name ? [place, ...required(read, folder, name, pointer, read(place))] : [];
  return [...own, ...repeated].filter((one) => read(one) !== undefined);
}

/** npm 7 and 8 list the members of a workspace once more, for older ones, with what they depend on save their peers. */
function required(
  read: (pointer: readonly string[]) => string | undefined,
  folder: string,
  name: string | undefined,
  [kind = '', wanted]: readonly string[],
  range: string | undefined,
): readonly (readonly string[])[] {
  if (name === undefined || wanted === undefined || kind === 'peerDependencies') return [];
  const place = ['dependencies', name, 'requires', wanted];
  return read(['dependencies', name, 'version']) === `file:${folder}` && read(place) === range ? [place] : [];
}
