import { gitProblems } from '../../../git/problems.ts';
import { short } from '../../../git/refs.ts';
import { machineReason } from '../../../model/machine.ts';
import type { GitWrites } from '../../../model/ports.ts';
import { isReleaseError, type Problem } from '../../../model/problem.ts';
import { ask, type GitPlace, unhooked } from '../process/place.ts';
import { followFiles } from './follow-files.ts';

type FollowRequest = Parameters<GitWrites['follow']>[0];

/**
 * Lets this clone follow what was pushed: the tags are made, the branch goes from the commit the release was planned on
 * to the release commit, and where it is checked out here (or HEAD is detached at that commit) the index and the files
 * that had no changes of their own go with it. What cannot follow stays as it was and is told.
 * @returns warnings; it never fails for what is only local
 */
export async function follow(place: GitPlace, request: FollowRequest): Promise<readonly Problem[]> {
  const tags = await Promise.all(request.tags.map((tag) => followTag(place, tag)));
  return [...tags.flat(), ...(request.from === request.to ? [] : await followHead(place, request))];
}

async function followTag(
  place: GitPlace,
  { name, target }: FollowRequest['tags'][number],
): Promise<readonly Problem[]> {
  const ref = `refs/tags/${name}`;
  const made = await ask(place, [...unhooked, 'update-ref', ref, target, '']);
  if (made.exitCode === 0) return [];
  const commits = await Promise.all([ref, target].map((object) => resolve(place, object)));
  if (commits[0] !== undefined && commits[0] === commits[1]) return [];
  return [
    gitProblems.warning('LOCAL_TAG_DIFFERS', {
      message: `The tag ${name} was pushed, and this clone has ${commits[0] ? `another one at ${short(commits[0])}` : 'not taken it'}.`,
      fix: `Run \`git tag --delete ${name}\` and \`git fetch --tags\`.`,
    }),
  ];
}

async function followHead(place: GitPlace, { branch, from, to }: FollowRequest): Promise<readonly Problem[]> {
  const head = (await ask(place, ['symbolic-ref', '--quiet', 'HEAD'])).stdout.trim();
  const ref = branch === undefined ? undefined : `refs/heads/${branch.replace(/^refs\/heads\//, '')}`;
  if (head !== '' && head !== ref) return ref === undefined ? [] : moveElsewhere(place, ref, from, to);
  if ((await resolve(place, 'HEAD')) !== from)
    return [behind(head === '' ? 'HEAD' : head, 'it has moved meanwhile')];

  const here = await moveHere(place, head === '' ? 'HEAD' : head, from, to);
  const elsewhere = head === '' && ref !== undefined ? await moveElsewhere(place, ref, from, to) : [];
  return [...here, ...elsewhere];
}

/** The files first: a clone that is left in between shows the release as staged, never a release taken back. */
async function moveHere(place: GitPlace, ref: string, from: string, to: string): Promise<readonly Problem[]> {
  try {
    const files = await followFiles(place, from, to);
    if (await moveRef(place, ref, from, to)) return files.problems;
    // Another run of this release in the same clone may have been faster.
    if ((await resolve(place, ref)) === to) return files.problems;
    await files.undo();
    return [behind(ref, 'it has moved meanwhile')];
  } catch (error) {
    if (isReleaseError(error)) return [behind(ref, error.message)];
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const why = `its files could not be written, ${machineReason(error) ?? error.message}`;
    return [behind(ref, why, 'Let them be written to, and run `git pull` there.')];
  }
}

/** Moves a branch that is not checked out here; one that is nowhere or not where we started is not ours to move. */
async function moveElsewhere(
  place: GitPlace,
  ref: string,
  from: string,
  to: string,
): Promise<readonly Problem[]> {
  if ((await resolve(place, ref)) !== from) return [];
  const worktrees = (await ask(place, ['worktree', 'list', '--porcelain'])).stdout.split('\n\n');
  const other = worktrees.find((worktree) => worktree.split('\n').includes(`branch ${ref}`));
  const path = other === undefined ? undefined : /^worktree (.*)$/m.exec(other)?.[1];
  if (path !== undefined) return [behind(ref, `the worktree at ${path} has it checked out`)];
  return (await moveRef(place, ref, from, to)) ? [] : [behind(ref, 'it has moved meanwhile')];
}

async function moveRef(place: GitPlace, ref: string, from: string, to: string): Promise<boolean> {
  const args = ['update-ref', '-m', `launchway: release ${short(to)}`, '--no-deref', ref, to, from];
  return (await ask(place, [...unhooked, ...args])).exitCode === 0;
}

async function resolve(place: GitPlace, revision: string): Promise<string | undefined> {
  const { stdout } = await ask(place, ['rev-parse', '--quiet', '--verify', `${revision}^{commit}`]);
  return stdout.trim() || undefined;
}

function behind(ref: string, why: string, fix = 'Run `git pull` there.'): Problem {
  const name = ref.replace(/^refs\/heads\//, '');
  return gitProblems.warning('LOCAL_BRANCH_BEHIND', {
    message: `The release was pushed, and ${name} here stayed where it was: ${why}.`,
    fix,
  });
}
