import { identityTrouble, isCi } from '../../../git/identity.ts';
import { ReleaseError } from '../../../model/problem.ts';
import { ask, type GitPlace } from '../process/place.ts';

const bot = { name: 'launchway', email: 'launchway@noreply.invalid' };

/**
 * Gives the variables by which git knows who makes a commit or a tag: none where it knows already, and a bot's in CI.
 * @throws GIT_IDENTITY_MISSING outside CI
 */
export async function identityEnv(place: GitPlace): Promise<Readonly<Record<string, string>>> {
  const trouble = await identityTrouble((args) => ask(place, args));
  if (trouble === undefined) return {};
  if (!isCi((name) => place.env[name])) throw new ReleaseError([trouble]);
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

async function configured(place: GitPlace, key: string): Promise<string | undefined> {
  const { stdout } = await ask(place, ['config', '--get', key]);
  return stdout.trim() || undefined;
}
