import { known, type Problem, type Reads, sha256 } from '@launchway/core';
import picomatch from 'picomatch';
import type { LocalFile, PackageInput } from './package.ts';
import { gitlabProblems } from './problems.ts';

/** The files of a package that are on this machine, and what is wrong with them. */
export interface LocalFiles {
  readonly files: readonly LocalFile[];
  readonly problems: readonly Problem[];
}

/** Finds the files that the globs name. Each glob must find one, and no two may have one name in the package. */
export async function findFiles(input: PackageInput, reads: Reads): Promise<LocalFiles> {
  const folder = known(input.folder);
  if (folder === undefined) return { files: [], problems: [] };
  const tree = reads.folder(folder);
  const paths = new Set<string>();
  const problems: Problem[] = [];
  for (const glob of input.globs) {
    const found = await matches(tree, glob);
    if (found.length === 0) problems.push(nothingFound(input, glob, folder));
    for (const path of found) paths.add(path);
  }
  const files = [...paths].sort().map((path) => ({ path, name: baseName(path) }));
  problems.push(...wrongNames(input, files));
  const hashed = files.map(async (file) => {
    const bytes = await tree.bytes(file.path);
    return { ...file, sha256: sha256(bytes ?? new Uint8Array()).slice('sha256:'.length) };
  });
  return { files: await Promise.all(hashed), problems };
}

async function matches(tree: ReturnType<Reads['folder']>, glob: string): Promise<readonly string[]> {
  const { base } = picomatch.scan(glob);
  const test = picomatch(glob, { dot: true });
  const isPlain = base === glob;
  const entries = await tree.list(isPlain ? glob.split('/').slice(0, -1).join('/') : base);
  return entries.flatMap(({ path, kind }) =>
    (kind === 'file' || kind === 'executable') && test(path) ? [path] : [],
  );
}

/** Whether GitLab has a file for each glob; all that can be told where the files are not built. */
export function coversGlobs(globs: readonly string[], names: readonly string[]): boolean {
  return globs.every((glob) => {
    const test = picomatch(baseName(glob), { dot: true });
    return names.some((name) => test(name));
  });
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function* wrongNames(
  { name }: PackageInput,
  files: readonly { readonly path: string; readonly name: string }[],
): Generator<Problem> {
  for (const file of files) {
    if (!/^[A-Za-z0-9.\-_+~@]+$/.test(file.name) || /^[~@]|[~@]$/.test(file.name)) {
      yield gitlabProblems.error('GITLAB_FILE_NAME', {
        message: `GitLab takes no file called "${file.name}" into the package ${name}.`,
        fix: 'Rename it to letters, digits and `.-_+`.',
        where: { file: file.path },
      });
    }
    const first = files.find((other) => other.name === file.name);
    if (first !== file) {
      yield gitlabProblems.error('GITLAB_FILE_NAME', {
        message: `Two files of the package ${name} are called "${file.name}": ${first?.path} and ${file.path}.`,
        fix: 'Give them different names, for example with the platform in it.',
        where: { file: file.path },
      });
    }
  }
}

const nothingFound = ({ name, version }: PackageInput, glob: string, folder: string): Problem =>
  gitlabProblems.error('GITLAB_FILES_MISSING', {
    message: `No file matches "${glob}"${folder === '' ? '' : ` in ${folder}`}, which the package ${name} ${version} is to offer.`,
    fix: 'Build the files before the release, pass them on as artifacts, or correct the glob.',
    where: { pointer: 'packages' },
  });
