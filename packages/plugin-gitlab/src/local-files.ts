import { known, type Problem, type Reads } from '@launchway/core';
import { findFiles, type LocalFile } from '@launchway/forge';
import type { PackageInput } from './package.ts';
import { gitlabProblems } from './problems.ts';

/** The files of a package that are on this machine, and what is wrong with them. */
export interface PackageFiles {
  readonly files: readonly LocalFile[];
  readonly problems: readonly Problem[];
}

/** Finds the files that the globs name. Each glob must find one, and no two may have one name in the package. */
export async function packageFiles(input: PackageInput, reads: Reads): Promise<PackageFiles> {
  const folder = known(input.folder);
  if (folder === undefined) return { files: [], problems: [] };
  const { files, missing } = await findFiles(input.globs, reads.folder(folder));
  const problems = [...missing.map((glob) => nothingFound(input, glob, folder)), ...wrongNames(input, files)];
  return { files, problems };
}

function* wrongNames({ name }: PackageInput, files: readonly LocalFile[]): Generator<Problem> {
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
