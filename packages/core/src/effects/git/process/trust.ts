import type { Environment } from '../../secrets/credentials.ts';
import { gitConfigEnv } from '../../secrets/git-credential.ts';

/**
 * Gives the environment in which git trusts a self-hosted GitLab as far as the runner does. A runner says so in the clone
 * that it makes (`http.<server>.sslCAInfo`), which is of no use to other clones of the same server, such as a catalogue's.
 */
export function withRunnerTrust(env: Environment): Environment {
  const { CI_SERVER_TLS_CA_FILE: file, CI_SERVER_URL: server } = env;
  if (!file || !server || env['GIT_SSL_CAINFO'] || !URL.canParse(server)) return env;
  return { ...env, ...gitConfigEnv(env, [[`http.${new URL(server).origin}/.sslCAInfo`, file]]) };
}
