import type { CredentialRef } from '../../model/credential.ts';
import { decoded } from '../../model/decoded.ts';
import type { Reads } from '../../model/ports.ts';
import { gitQuery } from './remote.ts';

/** The forge a remote may be on, with its address. */
export type ForgeHint = { readonly kind: string; readonly url: string };

const github: CredentialRef = { env: ['GITHUB_TOKEN', 'GH_TOKEN'], username: 'x-access-token' };
const gitlab: CredentialRef = { env: 'GITLAB_TOKEN', username: 'oauth2' };
const jobToken: CredentialRef = { env: 'CI_JOB_TOKEN', username: 'gitlab-ci-token' };

/**
 * Finds the credential for a remote where none is configured: `LAUNCHWAY_GIT_TOKEN` for any, then what git has by
 * itself, then the tokens of the forge the address belongs to, which go to no other host. In GitLab CI a GITLAB_TOKEN
 * comes before what the runner gave git, because the job token starts no pipeline.
 * @param url the remote's address
 * @param forge what kind of forge it is, `null` where that is not known
 * @returns a name by which the core finds it; nothing for ssh and files, and where git has its own
 */
export async function findCredential(
  url: string,
  forge: ForgeHint | null,
  reads: Reads,
): Promise<CredentialRef | undefined> {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const address = new URL(url);
  const kind = forgeOf(address, forge, reads);
  const own: CredentialRef = {
    env: 'LAUNCHWAY_GIT_TOKEN',
    username: kind === 'gitlab' ? 'oauth2' : 'x-access-token',
    usernameEnv: 'LAUNCHWAY_GIT_TOKEN_USERNAME',
  };
  const meant = kind === 'gitlab' && reads.env('GITLAB_CI') === 'true' ? [own, gitlab] : [own];
  const found = await firstSet(meant, reads);
  if (found !== undefined || (await gitHasOwn(address, reads))) return found;
  if (kind === 'github') return firstSet([github], reads);
  return kind === 'gitlab' ? firstSet([gitlab, jobToken], reads) : undefined;
}

async function firstSet(refs: readonly CredentialRef[], reads: Reads): Promise<CredentialRef | undefined> {
  for (const ref of refs) if ((await reads.credential(ref)) !== undefined) return ref;
  return undefined;
}

/** Which forge an address is on. A token is only ever sent to the host it belongs to. */
function forgeOf({ host }: URL, forge: ForgeHint | null, reads: Reads): string | undefined {
  const hosts: readonly (readonly [string | undefined, string])[] = [
    ['https://github.com', 'github'],
    [reads.env('GITHUB_SERVER_URL'), 'github'],
    ['https://gitlab.com', 'gitlab'],
    [reads.env('CI_SERVER_URL'), 'gitlab'],
    [forge?.url, forge?.kind ?? 'other'],
  ];
  return hosts.find(([url]) => url !== undefined && URL.canParse(url) && new URL(url).host === host)?.[1];
}

/** Whether git brings a credential of its own: in the address, in a header a CI checkout left, or from a helper. */
async function gitHasOwn(address: URL, reads: Reads): Promise<boolean> {
  if (address.password !== '') {
    reads.mask(decoded(address.password) ?? address.password);
    return true;
  }
  const git = gitQuery(reads);
  const header = await git(['config', '--get-urlmatch', 'http.extraHeader', address.href]);
  const secret = /^authorization:\s*\S+\s+(\S+)/i.exec(header.stdout.trim())?.[1];
  if (secret !== undefined) {
    reads.mask(secret);
    return true;
  }
  const helper = await git(['config', '--get-urlmatch', 'credential.helper', address.href]);
  return helper.stdout.trim() !== '';
}
