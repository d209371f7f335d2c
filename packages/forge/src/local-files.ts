import { filesMatching, partedGlobs, type Reads, sha256, type Tree } from '@launchway/core';
import picomatch from 'picomatch';

/** A file on this machine that a release offers. */
export interface LocalFile {
  /** Its path below the folder. */
  readonly path: string;
  /** Its last part, which is its name on a forge. */
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** The files that globs name, in order of their paths, and the globs that name none. */
export interface LocalFiles {
  readonly files: readonly LocalFile[];
  readonly missing: readonly string[];
}

/** Finds the files that globs name in a folder; one after `!` takes files away again. */
export async function findFiles(globs: readonly string[], tree: Tree): Promise<LocalFiles> {
  const { given, taken } = partedGlobs(globs);
  const pathsOf = async (glob: string) => (await filesMatching(tree, glob)).map(({ path }) => path);
  const away = new Set((await Promise.all(taken.map(pathsOf))).flat());
  const found = await Promise.all(
    given.map(async (glob) => (await pathsOf(glob)).filter((path) => !away.has(path))),
  );
  const paths = [...new Set(found.flat())].sort();
  const hashed = paths.map(async (path) => {
    const bytes = (await tree.bytes(path)) ?? new Uint8Array();
    return {
      path,
      name: baseName(path),
      sha256: sha256(bytes).slice('sha256:'.length),
      size: bytes.byteLength,
    };
  });
  return {
    files: await Promise.all(hashed),
    missing: given.filter((_, at) => found[at]?.length === 0),
  };
}

/** Whether there is a name for each glob; all that can be told where the files are not built. */
export function coversGlobs(globs: readonly string[], names: readonly string[]): boolean {
  return partedGlobs(globs).given.every((glob) => {
    const test = picomatch(baseName(glob), { dot: true });
    return names.some((name) => test(name));
  });
}

/** Whether the files in the working tree are those of a release: built for its commit, or for the one before. */
export async function isBuiltHere(release: string | undefined, reads: Pick<Reads, 'git'>): Promise<boolean> {
  const head = await reads.git.commit('HEAD');
  if (release === undefined || release === head) return true;
  return (await reads.git.commit(`${release}^1`)) === head;
}

/** A folder's path from the root of the machine; one that is not is below the top of the repository. */
export async function absoluteFolder(folder: string, reads: Pick<Reads, 'query'>): Promise<string> {
  if (folder.startsWith('/')) return folder;
  const { stdout } = await reads.query(['git', 'rev-parse', '--show-toplevel']);
  return [stdout.trim(), folder].filter(Boolean).join('/');
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
