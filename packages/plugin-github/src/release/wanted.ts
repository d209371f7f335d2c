import { known, type Problem, type Reads } from '@launchway/core';
import {
  absoluteFolder,
  coversGlobs,
  findFiles,
  isBuiltHere,
  type LocalFile,
  mediaTypeOf,
} from '@launchway/forge';
import { githubProblems } from '../problems.ts';
import type { FoundAsset, OfferedAsset } from './assets.ts';
import { madeAssets, type ReleaseInput } from './release.ts';

/** The files that a release is to offer: those of other plugins, and those of the working tree. */
export interface Wanted {
  readonly assets: readonly OfferedAsset[];
  /** What is wrong with the files of the working tree. */
  readonly problems: readonly Problem[];
}

/**
 * Finds all that a release is to offer. Nothing is given where a plugin's file is not made yet, or where the working tree
 * is of another commit.
 */
export async function wantedAssets(input: ReleaseInput, reads: Reads): Promise<Wanted | undefined> {
  const made = madeAssets(input);
  const isHere = input.files.length === 0 || (await isBuiltHere(known(input.commit), reads));
  if (made === undefined || !isHere) return undefined;
  const { offered, problems } = await treeAssets(input, reads);
  return { assets: [...made, ...offered], problems };
}

/** What is wrong where the files that are here are of another commit than the release. */
export const builtElsewhere = ({ tag, files }: ReleaseInput): Wanted => ({
  assets: [],
  problems: [
    githubProblems.error('GITHUB_FILES_MISSING', {
      message: `The working tree is of another commit than ${tag}, so what matches ${files.join(', ')} here is not for its release.`,
      fix: 'Check out the tag, build its files, and run `release publish`.',
      where: { pointer: 'release.files' },
    }),
  ],
});

/** The files of the working tree that a release offers, and what is wrong with them. */
export async function treeAssets(
  input: ReleaseInput,
  reads: Reads,
): Promise<{ readonly offered: readonly OfferedAsset[]; readonly problems: readonly Problem[] }> {
  if (input.files.length === 0) return { offered: [], problems: [] };
  const { files, missing } = await findFiles(input.files, reads.folder(''));
  const top = await absoluteFolder('', reads);
  const offered = files.map(({ path, name, sha256, size }) => ({
    name,
    label: null,
    mediaType: mediaTypeOf(name),
    file: `${top}/${path}`,
    sha256,
    size,
  }));
  const problems = [...missing.map((glob) => nothingFound(input, glob)), ...wrongNames(input, files)];
  return { offered, problems };
}

/** Whether a release has a file for each that is wanted, by the names; all that can be told where they are not made. */
export function coversNames({ assets, files }: ReleaseInput, found: readonly FoundAsset[]): boolean {
  const names = found.filter(({ state }) => state === 'uploaded').map(({ name }) => name);
  return assets.every(({ name }) => names.includes(name)) && coversGlobs(files, names);
}

/** GitHub puts a full stop in place of other characters, so that a file would not be found under its own name. */
const plainName = /^[A-Za-z0-9_](?:[\w.+@~-]*[\w+@~-])?$/;

function* wrongNames({ tag, assets }: ReleaseInput, files: readonly LocalFile[]): Generator<Problem> {
  const holders = new Map(assets.map(({ name }) => [name, 'another plugin']));
  for (const { name, path } of files) {
    const where = { file: path };
    const holder = holders.get(name);
    holders.set(name, holder ?? path);
    if (!plainName.test(name))
      yield githubProblems.error('GITHUB_FILE_NAME', {
        message: `GitHub would rename the file "${name}" of the release ${tag}.`,
        fix: 'Rename it to letters, digits and `._+-`, without a full stop first or last.',
        where,
      });
    if (holder !== undefined)
      yield githubProblems.error('GITHUB_FILE_NAME', {
        message: `Two files of the release ${tag} are called "${name}": that of ${holder}, and ${path}.`,
        fix: 'Give them different names, for example with the platform in it.',
        where,
      });
  }
}

const nothingFound = ({ tag }: ReleaseInput, glob: string): Problem =>
  githubProblems.error('GITHUB_FILES_MISSING', {
    message: `No file matches "${glob}", which the release ${tag} is to offer.`,
    fix: 'Build the files before the release, pass them on as artifacts, or correct the glob.',
    where: { pointer: 'release.files' },
  });
