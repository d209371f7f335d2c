import { known, type Problem, type Reads } from '@launchway/core';
import { absoluteFolder, findFiles } from '@launchway/forge';
import { gitlabProblems } from '../problems.ts';
import type { AssetContent, GlobContent, LocalFile, PackageInput } from './package.ts';

/** The files of a package that are on this machine, and what is wrong with them. */
export interface PackageFiles {
  readonly files: readonly LocalFile[];
  readonly problems: readonly Problem[];
}

/** Finds the files of a package; none while the steps that make them have not run. */
export async function packageFiles({ content, ...input }: PackageInput, reads: Reads): Promise<PackageFiles> {
  if (!('assets' in content)) return globFiles(input, content, reads);
  const files = assetFiles(content) ?? [];
  const here = await Promise.all(files.map(({ file }) => isHere(file, reads)));
  return { files, problems: files.filter((_, at) => here[at] !== true).map(({ name }) => elsewhere(name)) };
}

/** Gives the files that the release offers; nothing while one of them is not made. */
export function assetFiles({ assets }: AssetContent): readonly LocalFile[] | undefined {
  const files = assets.flatMap(({ name, ...made }): readonly LocalFile[] => {
    const [file, sha256] = [known(made.file), known(made.sha256)];
    return file === undefined || sha256 === undefined ? [] : [{ name, file, sha256 }];
  });
  return files.length === assets.length ? files : undefined;
}

async function isHere(file: string, reads: Reads): Promise<boolean> {
  const at = file.lastIndexOf('/');
  const entries = await reads.folder(file.slice(0, at)).list();
  return entries.some(({ path }) => path === file.slice(at + 1));
}

/** Each glob must find a file, and no two may have one name in the package. */
async function globFiles(
  input: Pick<PackageInput, 'name' | 'version'>,
  content: GlobContent,
  reads: Reads,
): Promise<PackageFiles> {
  const folder = known(content.folder);
  if (folder === undefined) return { files: [], problems: [] };
  const { files, missing } = await findFiles(content.globs, reads.folder(folder));
  const root = files.length === 0 ? '' : await absoluteFolder(folder, reads);
  return {
    files: files.map(({ path, name, sha256 }) => ({ name, file: `${root}/${path}`, sha256 })),
    problems: [...missing.map((glob) => nothingFound(input, glob, folder)), ...wrongNames(input, files)],
  };
}

interface NamedFile {
  readonly name: string;
  readonly path: string;
}

function* wrongNames({ name }: Pick<PackageInput, 'name'>, files: readonly NamedFile[]): Generator<Problem> {
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

const nothingFound = (
  { name, version }: Pick<PackageInput, 'name' | 'version'>,
  glob: string,
  folder: string,
): Problem =>
  gitlabProblems.error('GITLAB_FILES_MISSING', {
    message: `No file matches "${glob}"${folder === '' ? '' : ` in ${folder}`}, which the package ${name} ${version} is to offer.`,
    fix: 'Build the files before the release, pass them on as artifacts, or correct the glob.',
    where: { pointer: 'packages' },
  });

const elsewhere = (name: string): Problem =>
  gitlabProblems.error('GITLAB_FILES_MISSING', {
    message: `${name} was made in another job, and is not on this machine.`,
    fix: 'Let the job that uploads run the steps that make the files too: name their plugin with `--only`.',
    where: { file: name },
  });
