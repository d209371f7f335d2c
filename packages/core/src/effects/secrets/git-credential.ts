import type { Credential } from '../../model/credential.ts';
import { basic, type Environment } from './credentials.ts';

/** Stands for the user where a server looks at the token alone, as GitHub and GitLab do. */
export const anyUser = 'x-access-token';

/**
 * Gives the variables that hand a credential to git for one server over HTTP: in no argument, no address and no file
 * (`GIT_CONFIG_COUNT` of git-config(1)). Configuration that already comes this way is kept.
 *
 * Headers that are configured for the server are taken away first, because CI checkouts leave one in `.git/config`, and
 * a server refuses two. Each entry stands twice, for the server and for the very address, since git lets the more
 * specific one win. Redirects are not followed, for git would show the header to whatever server they lead to (but see `suffix.ts`).
 *
 * @param address of the repository rather than of the server, so that it is the most specific
 * @returns nothing for an address that is not http or https: ssh has its own keys
 */
export function gitCredentialEnv(
  env: Environment,
  address: string,
  credential: Credential,
): Readonly<Record<string, string>> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return {};
  const header = `Authorization: ${basic(credential.username ?? anyUser, credential.secret)}`;
  const places = new Set([`${url.origin}/`, url.origin + url.pathname]);
  return gitConfigEnv(
    env,
    [...places].flatMap((place) => [
      [`http.${place}.extraHeader`, ''],
      [`http.${place}.extraHeader`, header],
      [`http.${place}.followRedirects`, 'false'],
    ]),
  );
}

/** Gives the variables that add configuration to git after what the environment already adds. */
export function gitConfigEnv(
  env: Environment,
  entries: readonly (readonly [key: string, value: string])[],
): Readonly<Record<string, string>> {
  const first = Number.parseInt(env['GIT_CONFIG_COUNT'] ?? '', 10) || 0;
  const added = entries.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, key],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return { ...Object.fromEntries(added), GIT_CONFIG_COUNT: String(first + entries.length) };
}
