import { existsSync } from 'node:fs';
import type { ReleaseError } from '../../../model/problem.ts';
import { isNoRoom } from '../../no-room.ts';
import { interrupted } from '../../problems.ts';
import { processProblems } from './problems.ts';

/** Explains why git could not be started, or was stopped. */
export function startFailure(error: Error, cwd: string): Error {
  if (error.name === 'AbortError') return interrupted();
  if (!('code' in error) || isNoRoom(error.code)) return error;
  if (error.code === 'ENOTDIR' || (error.code === 'ENOENT' && !existsSync(cwd))) {
    return processProblems.refusal('NOT_A_REPOSITORY', {
      message: `There is no folder ${cwd}${existsSync(cwd) ? '; it is a file' : ''}.`,
      fix: 'Run inside the repository, or name it with --cwd DIR.',
    });
  }
  return processProblems.refusal(
    'GIT_MISSING',
    {
      message: `git could not be started (${String(error.code)}).`,
      fix: 'Install git 2.31 or newer, and see that it is on the PATH.',
    },
    error,
  );
}

/** Tells from git's own words what went wrong. */
export function gitFailure(
  args: readonly string[],
  cwd: string,
  exitCode: number,
  stderr: string,
): ReleaseError {
  return (
    placeFailure(cwd, stderr) ??
    contentFailure(subcommand(args), stderr) ??
    processProblems.refusal('GIT_FAILED', {
      message: `git ${subcommand(args)} ended with code ${exitCode}: ${stderr.trim() || 'it said nothing'}`,
      fix: 'Mend what git says and run again.',
    })
  );
}

/** Why git does not work in this folder at all. */
function placeFailure(cwd: string, stderr: string): ReleaseError | undefined {
  const dubious = /dubious ownership in repository at '(.*)'/.exec(stderr);
  if (dubious) {
    return processProblems.refusal('DUBIOUS_OWNERSHIP', {
      message: `The repository at ${dubious[1]} belongs to another user, so git refuses to read it.`,
      fix: `Run: git config --global --add safe.directory ${dubious[1]}`,
    });
  }
  if (/not a git repository/i.test(stderr)) {
    return processProblems.refusal('NOT_A_REPOSITORY', {
      message: `${cwd} is not inside a git repository.`,
      fix: 'Run inside the repository, or name it with --cwd DIR.',
    });
  }
  if (/must be run in a work tree/.test(stderr)) {
    return processProblems.refusal('NO_WORKING_TREE', {
      message: `${cwd} is inside a repository, but not in a working tree: it is bare, or the .git folder itself.`,
      fix: 'Run in a clone or a worktree of the repository.',
    });
  }
  return undefined;
}

/** Why git could not read or write what the repository holds. */
function contentFailure(command: string, stderr: string): ReleaseError | undefined {
  const [why = '', promised] = stderr.split(/\n(?=.*from promisor remote)/);
  if (promised !== undefined) {
    return processProblems.refusal('PARTIAL_CLONE', {
      message: `This clone was made with a filter, and git ${command} could not fetch what it left out: ${bare(why.trim())}`,
      fix: 'Let git itself read the remote without a question, or clone without `--filter`.',
    });
  }
  const unwritten =
    /^.*(?:no space left|out of diskspace|quota exceeded|read-only file system|unable to write file).*$/im.exec(
      stderr,
    );
  if (unwritten) {
    return processProblems.refusal('GIT_DISK_FULL', {
      message: `git ${command} could not write: ${bare(unwritten[0])}`,
      fix: 'Make room on the disk, or let it be written to, and run again.',
    });
  }
  return undefined;
}

const bare = (words: string): string => words.replace(/^(?:fatal|error): /, '');

/** The command's own name, past git's options. */
function subcommand(args: readonly string[]): string {
  const index = args.findIndex(
    (arg, at) => !arg.startsWith('-') && args[at - 1] !== '-c' && args[at - 1] !== '-C',
  );
  return args[index] ?? '';
}
