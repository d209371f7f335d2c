import { posix } from 'node:path';
import type { Edit } from '../model/edit.ts';
import type { Tree } from '../model/ports.ts';
import type { Pin } from '../model/track.ts';

const names = ['package-lock.json', 'npm-shrinkwrap.json'];

/**
 * Gives the edits by which npm's lock files follow a pinned package.json: the one beside it, and those above it that
 * list it as a workspace. A lock file of another package is left alone.
 */
export async function lockfileEdits(
  tree: Pick<Tree, 'text'>,
  pin: Pin,
  version: string,
  why: string,
): Promise<readonly Edit[]> {
  if (posix.basename(pin.file) !== 'package.json' || pin.pointer.join('.') !== 'version') return [];
  const manifest = await tree.text(pin.file);
  if (manifest === undefined) return [];
  const { readJson, setJsonAll } = await import('./json.ts');
  const name = readJson({ file: pin.file, text: manifest }, ['name']).value;
  const folder = posix.dirname(pin.file);
  const edits: Edit[] = [];
  const found = lockfilesAbove(folder).map(async (path) => ({ path, text: await tree.text(path) }));
  for (const { path, text } of await Promise.all(found)) {
    if (text === undefined) continue;
    const read = (pointer: readonly string[]): string | undefined =>
      readJson({ file: path, text }, pointer).value;
    const pointers = places(read, posix.relative(posix.dirname(path), folder), name);
    if (pointers.length === 0) continue;
    const changes = pointers.map((pointer) => ({ pointer, value: version }));
    edits.push({ path, why, apply: (content) => setJsonAll({ file: path, text: content }, changes) });
  }
  return edits;
}

/** Lock files beside a folder and above it, the nearest first. */
function lockfilesAbove(folder: string): readonly string[] {
  const parts = folder === '.' ? [] : folder.split('/');
  const folders = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return [...folders, ''].flatMap((above) => names.map((name) => posix.join(above, name)));
}

/** The pointers at which a lock file holds the version of the package in a folder relative to it. */
function places(
  read: (pointer: readonly string[]) => string | undefined,
  folder: string,
  name: string | undefined,
): readonly (readonly string[])[] {
  const entry = ['packages', folder];
  // npm leaves the name out of an entry where the folder already says it.
  const listed =
    read([...entry, 'name']) ??
    (folder === '' ? read(['name']) : name?.split('/').at(-1) === posix.basename(folder) ? name : undefined);
  const own = folder === '' && read(['name']) === name ? [['version']] : [];
  return [...own, ...(listed === name ? [[...entry, 'version']] : [])].filter(
    (pointer) => read(pointer) !== undefined,
  );
}
