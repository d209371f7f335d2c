import { filesMatching, type Problem, ReleaseError, type Tree } from '@launchway/core';
import type { ArchivedFile } from '@launchway/pack';
import { artifactProblems } from '../problems.ts';
import type { Packing } from './input.ts';

/**
 * Gives the files of the commit that are packed with a program, by path.
 * @throws {ReleaseError} ARTIFACT_EXTRA_MISSING
 */
export async function extraFiles(packing: Packing, tree: Tree): Promise<readonly ArchivedFile[]> {
  const problems = await extraProblems(packing, tree);
  if (problems.length > 0) throw new ReleaseError(problems);
  const found = await Promise.all(packing.with.map((glob) => filesMatching(tree, glob)));
  const entries = new Map(found.flat().map((entry) => [entry.path, entry]));
  const paths = [...entries.keys()].sort();
  return Promise.all(
    paths.map(async (path) => ({
      path,
      bytes: (await tree.bytes(path)) ?? new Uint8Array(),
      executable: entries.get(path)?.kind === 'executable',
    })),
  );
}

/** Tells which globs match nothing, where they must. */
export async function extraProblems(packing: Packing, tree: Tree): Promise<readonly Problem[]> {
  if (!packing.strict) return [];
  const found = await Promise.all(packing.with.map((glob) => filesMatching(tree, glob)));
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
