import { posix } from 'node:path';
import type { PlanReads, Problem } from '@launchway/core';
import type { BuildOptions } from '../options.ts';
import { dockerProblems } from '../problems.ts';

type Tree = PlanReads['tree'];

/**
 * Tells which files of a build the commit does not hold. It is a warning: a command of the release may make them, and
 * docker may follow links that lead there.
 */
export async function buildFileProblems(
  build: BuildOptions | undefined,
  tree: Tree,
): Promise<readonly Problem[]> {
  if (build === undefined || !isOfCommit(build)) return [];
  const { context = '.', dockerfile } = build;
  const folder = posix.normalize(context).replace(/\/$/, '');
  const files =
    dockerfile === undefined
      ? ['Dockerfile', 'dockerfile'].map((name) => posix.join(folder, name))
      : [posix.normalize(dockerfile)];
  const found = await Promise.all(files.map((file) => tree.bytes(file)));
  if (found.every((bytes) => bytes === undefined)) return [missing(`The file ${files[0]}`)];
  const isThere = dockerfile === undefined || folder === '.' || (await tree.list(folder)).length > 0;
  return isThere ? [] : [missing(`The folder ${folder}, the build's context,`)];
}

/** Whether all that is built is in the commit, as far as the options say. */
function isOfCommit({ context = '.', dockerfile = '', bake, prepare = [], in: place }: BuildOptions) {
  const isElsewhere = [context, dockerfile].some((path) =>
    /^(?:\/|[\w+.-]+:\/\/|\w+@|\.\.(?:\/|$))/.test(path),
  );
  return !isElsewhere && bake === undefined && prepare.length === 0 && place !== 'worktree';
}

const missing = (what: string): Problem =>
  dockerProblems.warning('DOCKER_FILE_MISSING', {
    message: `${what} is not in this commit, so the image cannot be built of it.`,
    fix: 'Commit it, or correct `context` and `dockerfile` in `build`; both start at the top of the repository.',
  });
