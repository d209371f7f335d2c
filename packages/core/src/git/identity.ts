import type { Problem } from '../model/problem.ts';
import { gitProblems } from './problems.ts';
import type { RunGit } from './remote.ts';

/**
 * Asks git who would make a commit. An identity that git would guess from the machine's name is none.
 * @returns GIT_IDENTITY_MISSING, in git's words, where nobody is known
 */
export async function identityTrouble(run: RunGit): Promise<Problem | undefined> {
  const asked = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) =>
      run(['-c', 'user.useConfigOnly=true', 'var', name]),
    ),
  );
  const failed = asked.find(({ exitCode }) => exitCode !== 0);
  if (failed === undefined) return undefined;
  const [, said = 'user.name or user.email is not set'] = /^fatal: (.*?)\.?$/m.exec(failed.stderr) ?? [];
  return gitProblems.error('GIT_IDENTITY_MISSING', {
    message: `Git does not know who makes the release commit: ${said}.`,
    fix: 'Run `git config user.name NAME` and `git config user.email ADDRESS`, or mend the variables GIT_AUTHOR_* and GIT_COMMITTER_*, then run again.',
  });
}

/** Whether a CI runs this, where a bot makes the commit if nobody is known. */
export const isCi = (env: (name: string) => string | undefined): boolean =>
  ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI'].map(env).some((value) => !/^(|0|false|no)$/i.test(value ?? ''));
