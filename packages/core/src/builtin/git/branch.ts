import { gitProblems } from '../../git/problems.ts';
import { short, shortRef } from '../../git/refs.ts';
import { fetchOnly, troubleWith } from '../../git/remote.ts';
import type { Reads, RefUpdate } from '../../model/ports.ts';
import { endingOf, type Problem, ReleaseError } from '../../model/problem.ts';
import { type Connection, gitQuery } from './remote.ts';

/**
 * What is to become of the remote's branch: nothing where it holds the commit already, else a move from where it is.
 */
export type BranchMove =
  | { readonly state: 'holds' }
  | { readonly state: 'move'; readonly expect: string | null };

/** The branch as it should be. */
export interface BranchGoal {
  readonly ref: string;
  /** The commit the branch should hold; nothing while it is not made. */
  readonly commit: string | undefined;
  /** The commit the release is made on, when it is a new one: the branch must not have gone beyond it. */
  readonly parent: string | null;
}

/**
 * Decides how the branch gets to hold the release commit, never backwards. Commits that were not pushed yet go along.
 * @param tip where the remote's branch is, nothing when it has none of that name
 * @returns a problem when it cannot: LOST_RACE for a new release, BRANCH_DIVERGED for one that is completed
 */
export async function decideMove(
  { ref, commit, parent }: BranchGoal,
  tip: string | undefined,
  connection: Connection,
  reads: Reads,
): Promise<BranchMove | Problem> {
  if (tip === undefined) return { state: 'move', expect: null };
  if (commit !== undefined && (tip === commit || (await holds(ref, tip, commit, connection, reads))))
    return { state: 'holds' };
  const base = parent ?? commit;
  if (base === undefined || tip === base || (await isAncestor(tip, base, reads)))
    return { state: 'move', expect: tip };
  return parent === null ? diverged(ref, tip, base, connection) : lost(ref, tip, parent, connection);
}

/** Gives the update that makes a move. */
export const updateOf = (ref: string, target: string, move: BranchMove): readonly RefUpdate[] =>
  move.state === 'holds' ? [] : [{ ref, target, expect: move.expect }];

async function isAncestor(ancestor: string, descendant: string, reads: Reads, env = {}): Promise<boolean> {
  const { exitCode } = await gitQuery(
    reads,
    undefined,
    env,
  )(['merge-base', '--is-ancestor', ancestor, descendant]);
  return exitCode === 0;
}

/** Whether a tip holds a commit. A tip that is not here is fetched beside the repository, so that nothing in it changes. */
async function holds(
  ref: string,
  tip: string,
  commit: string,
  connection: Connection,
  reads: Reads,
): Promise<boolean> {
  const git = gitQuery(reads);
  if ((await git(['cat-file', '-e', `${tip}^{commit}`])).exitCode === 0)
    return isAncestor(commit, tip, reads);
  const objects = (await git(['rev-parse', '--path-format=absolute', '--git-path', 'objects'])).stdout.trim();
  const env = { GIT_OBJECT_DIRECTORY: await reads.scratch(), GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
  const { remote, source, credential } = connection;
  const fetched = await gitQuery(reads, credential, env)([...fetching, '--', remote.target, ref], remote.url);
  if (fetched.exitCode !== 0) throw troubleWith(remote, fetched, source);
  return isAncestor(commit, tip, reads, env);
}

const fetching = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', ...fetchOnly] as const;

function lost(ref: string, tip: string, parent: string, { remote }: Connection): Problem {
  return gitProblems.error('LOST_RACE', {
    message: `The branch ${shortRef(ref)} is at ${short(tip)} on ${remote.name}, beyond ${short(parent)}, which this release was planned on.`,
    fix: 'Fetch the branch and run again; in CI, the job for the newer commit does so by itself.',
  });
}

function diverged(ref: string, tip: string, commit: string, { remote }: Connection): Problem {
  return gitProblems.error('BRANCH_DIVERGED', {
    message: `The branch ${shortRef(ref)} on ${remote.name} is at ${short(tip)}, which does not hold the release commit ${short(commit)}.`,
    fix: `Merge ${short(commit)} into ${shortRef(ref)}, push that, and run again.`,
  });
}

/** Ends a run over a problem of the remote; a lost race is told as such. */
export function refuse(problems: readonly Problem[]): ReleaseError {
  return new ReleaseError(problems, endingOf(problems));
}
