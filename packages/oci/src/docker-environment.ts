import type { Reads } from '@launchway/core';
import { basicPair, findLogin } from './credentials.ts';
import { parseDockerConfig, serverAddress } from './docker-config.ts';
import { type RegistryOptions, siteOf } from './site.ts';

/**
 * Gives the environment by which the command `docker` (28 or newer) logs in to registries as this client does:
 * `DOCKER_AUTH_CONFIG` with what was found in variables, which the command would not look at. What it finds by itself
 * (its own file, helpers and stores) is left to it. So a credential is in no file and in no argument.
 *
 * @see https://docs.docker.com/reference/cli/docker/#environment-variables
 */
export async function dockerEnvironment(
  reads: Reads,
  registries: readonly RegistryOptions[],
): Promise<Readonly<Record<string, string>>> {
  const auths: Record<string, { readonly auth: string }> = {};
  for (const options of registries) {
    const { name } = siteOf(options);
    const { login, source = '' } = await findLogin(reads, name, options.credential);
    const handed = source.startsWith('$') && source !== variable;
    if (handed && login?.kind === 'password') {
      auths[serverAddress(name)] = { auth: basicPair(login.username, login.secret) };
    }
  }
  if (Object.keys(auths).length === 0) return {};
  const given = await reads.credential({ env: 'DOCKER_AUTH_CONFIG' });
  const before = parseDockerConfig(given?.secret ?? '')?.auths ?? {};
  const config = JSON.stringify({ auths: { ...before, ...auths } });
  reads.mask(config);
  return { DOCKER_AUTH_CONFIG: config };
}

const variable = '$DOCKER_AUTH_CONFIG';
