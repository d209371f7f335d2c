import type { Problem, Reads } from '@launchway/core';
import type { GitInput } from '../targets/input.ts';
import { ask, type Clone, cloneCatalog, exchange, gitIn, tip } from './clone.ts';
import { pushRefusal, wasOvertaken } from './trouble.ts';

/** Proves the right to push as far as a server tells without being written to: `git push --dry-run`. */
export async function pushProblems(input: GitInput, reads: Reads): Promise<readonly Problem[]> {
  const clone = await cloneCatalog(input, reads);
  const commit = clone.isThere ? tip : await firstCommit(clone, reads);
  const args = ['push', '--dry-run', '--porcelain', '--no-verify', 'origin', `${commit}:${clone.ref}`];
  const answer = await exchange(clone, args, reads);
  if (answer.exitCode === 0) return [];
  // Another writer moved the branch in between: a right to push is what it takes to be told so.
  return wasOvertaken(answer) ? [] : pushRefusal(clone, answer).problems;
}

/** A commit without files, in the throw-away clone alone, for a branch that is not there yet. */
async function firstCommit(clone: Clone, reads: Reads): Promise<string> {
  const [argv, options] = gitIn(clone, [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a',
    'commit-tree',
    '-m',
    'a',
    await emptyTree(clone, reads),
  ]);
  return (await reads.query(argv, options)).stdout.trim();
}

async function emptyTree(clone: Clone, reads: Reads): Promise<string> {
  return (await ask(clone, reads, ['hash-object', '-t', 'tree', '-w', '/dev/null'])).trim();
}
