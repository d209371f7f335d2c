import { filesMatching, type Problem, ReleaseError, type Tree, type TreeEntry } from '@launchway/core';
import type { ArchivedFile } from '@launchway/pack';
import { artifactProblems } from '../problems.ts';
import type { Packing } from './input.ts';

/**
 * Gives the files of the commit that are packed with a program, in the order of their paths there.
 * @throws ARTIFACT_EXTRA_MISSING
 */
export async function extraFiles(packing: Packing, tree: Tree): Promise<readonly ArchivedFile[]> {
  const found = await matches(packing, tree);
  const problems = unmatched(packing, found);
  if (problems.length > 0) throw new ReleaseError(problems);
  // Where the folder of the tool and the top have a file of one name, the tool's is packed: it comes last.
  const entries = found
    .flat()
    .sort((left, right) => Number(isBelow(packing, left.path)) - Number(isBelow(packing, right.path)));
  const packed = new Map(entries.map((entry) => [pathIn(packing, entry.path), entry]));
  const inOrder = [...packed].sort(([left], [right]) => (left < right ? -1 : 1));
  return Promise.all(inOrder.map(([path, entry]) => extraFile(path, entry, tree)));
}

/** Tells which globs match nothing, where they must. */
export async function extraProblems(packing: Packing, tree: Tree): Promise<readonly Problem[]> {
  return packing.strict ? unmatched(packing, await matches(packing, tree)) : [];
}

/** What each glob matches. */
const matches = (packing: Packing, tree: Tree): Promise<readonly (readonly TreeEntry[])[]> =>
  Promise.all(packing.with.map((glob) => filesMatching(tree, glob)));

const isBelow = ({ base }: Packing, path: string): boolean => base !== '' && path.startsWith(`${base}/`);

/** The path in the archive. */
const pathIn = (packing: Packing, path: string): string =>
  isBelow(packing, path) ? path.slice(packing.base.length + 1) : path;

async function extraFile(path: string, entry: TreeEntry, tree: Tree): Promise<ArchivedFile> {
  const bytes = await tree.bytes(entry.path);
  return { path, bytes: bytes ?? new Uint8Array(), executable: entry.kind === 'executable' };
}

function unmatched(packing: Packing, found: readonly (readonly TreeEntry[])[]): readonly Problem[] {
  if (!packing.strict) return [];
  return packing.with
    .filter((_, at) => found[at]?.length === 0)
    .map((glob) =>
      artifactProblems.error('ARTIFACT_EXTRA_MISSING', {
        message: `No file of the commit matches "${glob}", which is to be packed with ${packing.program}.`,
        fix: 'Correct `archive: { with }`; its globs start at the top of the repository.',
        where: { pointer: 'archive.with' },
      }),
    );
}
