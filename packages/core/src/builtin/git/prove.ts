import { describePush } from '../../git/failures.ts';
import { troubleWith } from '../../git/remote.ts';
import type { Problem } from '../../model/problem.ts';
import type { Connection } from './remote.ts';

/** Proves the right to push as far as a server tells without being written to: `git push --dry-run`. */
export async function provePush(
  { run, remote, source }: Connection,
  refspecs: readonly string[],
): Promise<readonly Problem[]> {
  if (refspecs.length === 0) return [];
  const settings = [
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'push.pushOption=',
    '-c',
    `remote.${remote.name}.mirror=false`,
  ];
  const flags = [
    '--dry-run',
    '--porcelain',
    '--no-verify',
    '--no-follow-tags',
    '--recurse-submodules=no',
    '--no-signed',
  ];
  const answer = await run([...settings, 'push', ...flags, '--', remote.name, ...refspecs], remote.url);
  if (answer.exitCode === 0) return [];
  const refusal = describePush(answer, remote.name, source);
  return refusal === undefined ? troubleWith(remote, answer, source).problems : [refusal.problem];
}
