import { gitProblems } from '../../git/problems.ts';
import { ask, type GitPlace } from './place.ts';

const bot = { name: 'launchway', email: 'launchway@noreply.invalid' };

/**
 * Gives the variables by which git knows who makes a commit or a tag: none where it knows already, and a bot's in CI.
 * An identity that git would guess from the machine's name is none.
 * @throws ReleaseError GIT_IDENTITY_MISSING outside CI
 */
export async function identityEnv(place: GitPlace): Promise<Readonly<Record<string, string>>> {
  const known = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) =>
      ask(place, ['-c', 'user.useConfigOnly=true', 'var', name]),
    ),
  );
  if (known.every(({ exitCode }) => exitCode === 0)) return {};
  if (!isCi(place)) {
    throw gitProblems.refusal('GIT_IDENTITY_MISSING', {
      message: 'Git does not know who makes the release commit: user.name or user.email is not set.',
      fix: 'Run `git config user.name NAME` and `git config user.email ADDRESS`, then run again.',
    });
  }
  const name = (await configured(place, 'user.name')) ?? bot.name;
  const email = (await configured(place, 'user.email')) ?? bot.email;
  const { env } = place;
  return {
    GIT_AUTHOR_NAME: env['GIT_AUTHOR_NAME'] || name,
    GIT_AUTHOR_EMAIL: env['GIT_AUTHOR_EMAIL'] || email,
    GIT_COMMITTER_NAME: env['GIT_COMMITTER_NAME'] || name,
    GIT_COMMITTER_EMAIL: env['GIT_COMMITTER_EMAIL'] || email,
  };
}

function isCi({ env }: GitPlace): boolean {
  return [env['CI'], env['GITHUB_ACTIONS'], env['GITLAB_CI']].some(
    (value) => value !== undefined && !/^(|0|false|no)$/i.test(value),
  );
}

async function configured(place: GitPlace, key: string): Promise<string | undefined> {
  const { stdout } = await ask(place, ['config', '--get', key]);
  return stdout.trim() || undefined;
}

/** Whether one of these settings of git is on. */
export async function isOn(place: GitPlace, keys: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(keys.map((key) => ask(place, ['config', '--type=bool', '--get', key])));
  return answers.some(({ stdout }) => stdout.trim() === 'true');
}
