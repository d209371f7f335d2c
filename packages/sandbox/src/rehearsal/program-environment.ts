import { join } from 'node:path';
import type { Environment } from './environment.ts';
import { switchboardVariable } from './programs.ts';

/** Where programs are led. */
export interface Detours {
  /** Folder of the rehearsal. */
  readonly folder: string;
  /** Address of the proxy. */
  readonly outlet: string;
  /** Address of the stand-in for JSR, with a slash at the end. */
  readonly jsr: string;
  /** Origin of the switchboard. */
  readonly switchboard: string;
}

/**
 * Gives the variables by which programs meet the stand-ins, to be laid over the environment they would have.
 * @param env of the process that rehearses
 */
export function programEnvironment(env: Environment, detours: Detours): Environment {
  const { folder, outlet, jsr, switchboard } = detours;
  return {
    ...proxies(outlet),
    ...sigstore(jsr, env),
    [switchboardVariable]: switchboard,
    // One that a command starts is another.
    LAUNCHWAY_REHEARSAL: undefined,
    DOCKER_HOST: 'tcp://127.0.0.1:9',
    GIT_SSH_COMMAND: 'ssh',
    ...ciFiles(folder, env),
  };
}

function proxies(url: string): Environment {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
  const values = names.map((name) => [name, name === 'NODE_USE_ENV_PROXY' ? '1' : url] as const);
  const except = '127.0.0.1,localhost,::1';
  return {
    ...Object.fromEntries(
      values.flatMap(([name, value]) => [
        [name, value],
        [name.toLowerCase(), value],
      ]),
    ),
    NO_PROXY: except,
    no_proxy: except,
  };
}

/** Where deno asks for an identity and has it attested. */
function sigstore(jsr: string, env: Environment): Environment {
  const origin = jsr.slice(0, -1);
  return {
    FULCIO_URL: origin,
    REKOR_URL: origin,
    ...(env['ACTIONS_ID_TOKEN_REQUEST_URL'] === undefined
      ? {}
      : { ACTIONS_ID_TOKEN_REQUEST_URL: `${jsr}gha/token?api-version=2.0` }),
  };
}

/** Files that a CI reads after the job: what a rehearsal says there is for nobody. */
function ciFiles(folder: string, env: Environment): Environment {
  const names = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE'];
  return Object.fromEntries(
    names.filter((name) => env[name] !== undefined).map((name) => [name, join(folder, name)]),
  );
}
