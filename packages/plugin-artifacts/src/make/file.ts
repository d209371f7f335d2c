import {
  filesMatching,
  known,
  type Problem,
  type Reads,
  ReleaseError,
  type TreeEntry,
} from '@launchway/core';
import { isBuiltHere } from '@launchway/forge';
import { artifactProblems } from '../problems.ts';
import { thisHost } from '../targets.ts';
import type { BuildSource, FileSource, MakeInput } from './input.ts';
import type { Made } from './keep.ts';

/** Where a file is that another host has made. */
export interface HandedFile extends FileSource {
  readonly target: string;
  readonly host: string | null;
}

/** Whether a file can only be built on another kind of machine, so that a job there has to hand it on. */
export const isOfAnotherHost = ({ host }: BuildSource): boolean => host !== null && host !== thisHost();

/** The file that a job on another host has left for this one. */
export function handedFile(name: string, { handed, target, host }: BuildSource): HandedFile {
  return { from: 'file', path: `${handed}/${name}`, folder: '', target, host };
}

/**
 * Takes the file from the working tree, or from another folder.
 * @throws ReleaseError with what {@link fileProblems} finds
 */
export async function takeFile(
  source: FileSource | HandedFile,
  input: Pick<MakeInput, 'name' | 'commit'>,
  reads: Reads,
): Promise<Made> {
  const problems = await fileProblems(source, input, reads);
  if (problems.length > 0) throw new ReleaseError(problems);
  const folder = known(source.folder) ?? '';
  const [found] = await matching(source, folder, reads);
  const bytes = found === undefined ? undefined : await reads.folder(folder).bytes(found.path);
  if (found === undefined || bytes === undefined) throw new ReleaseError([missing(source, input.name)]);
  return { bytes, executable: found.kind === 'executable' };
}

/** Tells whether the file is not there, not one, or not of this release. */
export async function fileProblems(
  source: FileSource | HandedFile,
  { name, commit }: Pick<MakeInput, 'name' | 'commit'>,
  reads: Reads,
): Promise<readonly Problem[]> {
  const folder = known(source.folder);
  if (folder === undefined) return [];
  const isOwn = typeof source.folder === 'string' && !source.folder.startsWith('/');
  if (isOwn && !(await isBuiltHere(known(commit), reads))) return [otherCommit(name, known(commit) ?? '')];
  const found = await matching(source, folder, reads);
  if (found.length === 0) return [missing(source, name)];
  return found.length === 1 ? [] : [ambiguous(source, name, found)];
}

const matching = ({ path }: FileSource, folder: string, reads: Reads): Promise<readonly TreeEntry[]> =>
  filesMatching(reads.folder(folder), path);

function missing(source: FileSource | HandedFile, name: string): Problem {
  if ('target' in source) {
    return artifactProblems.error('ARTIFACT_HOST', {
      message: `${source.target} can only be built on ${source.host}, this is ${thisHost()}, and there is no ${source.path}.`,
      fix: `Run \`npx --no-install release artifacts --target ${source.target}\` in a job on ${source.host}, and hand its folder on to this one.`,
      where: { file: source.path },
    });
  }
  return artifactProblems.error('ARTIFACT_FILE_MISSING', {
    message: `There is no file ${source.path}${whereOf(source)}, which ${name} is to be made of.`,
    fix: 'Build it before the release and hand it on to this job, or correct `files` in the options of artifacts().',
    where: { file: source.path },
  });
}

const ambiguous = (source: FileSource, name: string, found: readonly TreeEntry[]): Problem =>
  artifactProblems.error('ARTIFACT_FILE_AMBIGUOUS', {
    message: `${name} is to be made of one file, and ${source.path} means ${found.length}: ${found.map(({ path }) => path).join(', ')}.`,
    fix: 'Write the path so that it means one, in `files` of artifacts().',
    where: { file: source.path },
  });

const otherCommit = (name: string, commit: string): Problem =>
  artifactProblems.error('ARTIFACT_OTHER_COMMIT', {
    message: `${name} is to be of the commit ${commit.slice(0, 12)}, and the working tree is of another.`,
    fix: `Check out ${commit.slice(0, 12)}, build its files, and run again.`,
  });

const whereOf = ({ folder }: FileSource): string => {
  const place = known(folder) ?? '';
  return place === '' ? '' : ` in ${place}`;
};
