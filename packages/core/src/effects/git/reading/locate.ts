import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defined } from '../../../model/defined.ts';
import { git, lines } from '../process/process.ts';
import { gitFailure } from '../process/failures.ts';
import { processProblems } from '../process/problems.ts';
import type { Repository } from './repository.ts';

/** Where a repository is, and what of it is checked out. */
export type Located = Pick<
  Repository,
  'top' | 'gitDir' | 'commonDir' | 'head' | 'branch' | 'objectFormat' | 'shallow'
>;

const questions = [
  '--path-format=absolute', // git 2.31; an older one repeats it
  '--show-object-format',
  '--is-shallow-repository',
  '--git-dir',
  '--git-common-dir',
  '--show-toplevel',
  'HEAD',
  '--symbolic-full-name',
  'HEAD',
];

/** A line each, that of HEAD's name among them. */
const mostAnswers = 7;

/**
 * Asks git where a folder's repository is and what is checked out.
 * @throws NOT_A_REPOSITORY, NO_WORKING_TREE, DUBIOUS_OWNERSHIP, PATH_LINE_BREAK, GIT_MISSING, GIT_TOO_OLD
 */
export async function locate(cwd: string, signal?: AbortSignal): Promise<Located> {
  const options = { cwd, ...defined({ signal }) };
  const answer = await git(['rev-parse', ...questions], { ...options, exitCodes: [0, 128] });
  const { exitCode, stdout, stderr } = answer;
  const answers = lines(stdout);
  if (answers[0]?.startsWith('--')) throw await tooOld(cwd);
  if (answers.length > mostAnswers) throw withLineBreak(cwd);
  const [objectFormat, isShallow, gitDir, commonDir, top, head, ref] = answers;
  if (top === undefined || commonDir === undefined || gitDir === undefined)
    throw gitFailure(['rev-parse'], cwd, 128, stderr);
  // It has no full name when it has no commit yet, and when a branch or a tag is named HEAD as well.
  const symbolic =
    ref === undefined
      ? await git(['symbolic-ref', '-q', 'HEAD'], { ...options, exitCodes: [0, 1] })
      : undefined;
  const branch = /^refs\/heads\/(.+)$/.exec(symbolic?.stdout.toString().trim() ?? ref ?? '')?.[1];
  return {
    top,
    gitDir,
    commonDir,
    objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1',
    shallow: isShallow === 'true' ? await readShallow(commonDir) : new Set(),
    ...(head !== undefined && exitCode === 0 && { head }),
    ...(branch !== undefined && { branch }),
  };
}

async function readShallow(commonDir: string): Promise<ReadonlySet<string>> {
  return new Set(lines(await readFile(join(commonDir, 'shallow'))));
}

function withLineBreak(cwd: string): Error {
  return processProblems.refusal('PATH_LINE_BREAK', {
    message: `The path of the repository at ${JSON.stringify(cwd)} holds a line break, which parts what git says of it.`,
    fix: 'Move the repository, or clone it, to a folder without a line break in its path.',
  });
}

async function tooOld(cwd: string): Promise<Error> {
  const version = (await git(['version'], { cwd })).stdout.toString().trim();
  return processProblems.refusal('GIT_TOO_OLD', {
    message: `This is ${version}; Launchway needs 2.31 or newer.`,
    fix: 'Install a newer git, and see that it comes first on the PATH.',
  });
}
