import { type Credential, type CredentialRef, defined } from '@launchway/core';
import type { RehearsedSituation } from '@launchway/core/engine';
import { githubJob } from '../github/environment.ts';
import { gitlabJob } from '../gitlab/environment.ts';
import { identityRequestToken } from '../jsr/sigstore.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names of variables that hold a secret. */
const secretName =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY(?:_ID)?|AUTH_CONFIG)$/i;
const proxyName = /^(?:https?|all|no|ftp)_proxy$/i;

/**
 * Gives the environment of the process that rehearses: every secret is replaced, whether it is needed or not, and no
 * proxy is left. A flow that is meant for another CI than this machine gets what that CI would set.
 */
export function rehearsalEnvironment(env: Environment, situation: RehearsedSituation): Environment {
  const safe = Object.entries(env)
    .filter(([name]) => !proxyName.test(name))
    .map(([name, value]) => [name, value && secretName.test(name) ? rehearsalSecret(name) : value]);
  return { ...Object.fromEntries(safe), ...ofCi(situation) };
}

/** Gives what stands for the secret in a variable, of the kind that its name promises. */
export function rehearsalSecret(name: string): string {
  if (name === 'ACTIONS_ID_TOKEN_REQUEST_TOKEN') return identityRequestToken;
  if (name === 'DOCKER_AUTH_CONFIG') return '{}';
  return `${kindOf(name)}rehearsal-${name.toLowerCase().replaceAll('_', '-')}`;
}

/** Forges tell the kinds of their tokens by how they begin. */
function kindOf(name: string): string {
  if (/^(?:CI_JOB_TOKEN|CI_REGISTRY_PASSWORD)$/.test(name)) return 'glcbt-';
  if (name === 'CI_DEPLOY_PASSWORD') return 'gldt-';
  if (/^(?:GITLAB|GL)_/.test(name)) return 'glpat-';
  return /^(?:GITHUB|GH)_/.test(name) ? 'ghs_' : '';
}

/**
 * Gives what stands for a credential: in the variable that is set, else in the first. A workflow that publishes to JSR as
 * itself has no token, and gets none.
 */
export function rehearsalCredential(env: Environment, ref: CredentialRef): Credential | undefined {
  const names = [ref.env].flat();
  const [first = 'CREDENTIAL'] = names;
  const found = names.find((each) => env[each]?.trim());
  if (found === undefined && first === 'JSR_TOKEN' && env['ACTIONS_ID_TOKEN_REQUEST_URL']) return undefined;
  const name = found ?? first;
  const username = (ref.usernameEnv === undefined ? undefined : env[ref.usernameEnv]) || ref.username;
  return {
    secret: rehearsalSecret(name),
    source: `$${name}`,
    ...defined({ username }),
  };
}

function ofCi({ ci, branch = 'main', head, remote }: RehearsedSituation): Environment {
  if (ci === undefined) return {};
  const { url, path } = projectOf(remote, ci === 'gitlab' ? 'https://gitlab.com' : 'https://github.com');
  if (ci === 'gitlab') {
    const token = rehearsalSecret('CI_JOB_TOKEN');
    const job = gitlabJob({ url, id: 1, path, token }, { branch, commit: head, protected: true });
    const registry = url === 'https://gitlab.com' ? 'registry.gitlab.com' : job['CI_REGISTRY'];
    return { ...job, CI_REGISTRY: registry, CI_REGISTRY_IMAGE: `${registry}/${path.toLowerCase()}` };
  }
  const root = url === 'https://github.com' ? 'https://api.github.com' : `${url}/api/v3`;
  const place = { web: url, root, repository: path, token: rehearsalSecret('GITHUB_TOKEN') };
  // Which workflow would release is not known, so that nothing may be concluded from its file.
  const { GITHUB_WORKFLOW_REF: _, GITHUB_JOB: __, ...job } = githubJob(place, { branch, commit: head });
  return job;
}

/** The forge and the path of a project by the address of its remote. */
export function projectOf(remote = '', otherwise: string): { readonly url: string; readonly path: string } {
  const [, host, path] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+\.[^/:]+)(?::\d+)?[/:](.+?)(?:\.git)?\/?$/i.exec(remote) ?? [];
  return host === undefined || path === undefined || host.endsWith('.invalid')
    ? { url: otherwise, path: 'rehearsal/project' }
    : { url: `https://${host}`, path };
}
