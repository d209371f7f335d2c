import { findCredential, type Reads } from '@launchway/core';
import { githubTokenKind, type Pusher } from '@launchway/forge';
import { isOfJob } from './access.ts';
import { tokenVariables } from './place.ts';

/** The git remote as a step's input. */
export type Remote = {
  readonly url: string;
  readonly forge: { readonly kind: string; readonly url: string } | null;
};

/** What git pushes with. */
interface Pushing {
  readonly secret: string;
  /** Whether somebody has set it for the push alone, which nobody does for the token that is there anyway. */
  readonly isMeant: boolean;
}

/**
 * Tells who pushes: the token that the core finds for the remote, else the one that a checkout has left in git's
 * configuration, else a key or a helper of git's own. A token of an App that is set for the push alone is not the
 * workflow's own, though it looks like it.
 */
export async function pusherTo(remote: Remote, reads: Reads): Promise<Pusher> {
  const pushing = await pushingTo(remote, reads);
  if (pushing === undefined) return { forge: 'github', token: 'key', inWorkflow: false };
  const token = githubTokenKind(pushing.secret);
  return { forge: 'github', token, inWorkflow: isOfJob(token, reads) && !pushing.isMeant };
}

async function pushingTo({ url, forge }: Remote, reads: Reads): Promise<Pushing | undefined> {
  if (!/^https?:/i.test(url)) return undefined;
  const ref = await findCredential(url, forge, reads);
  const found = ref === undefined ? undefined : await reads.credential(ref);
  if (found === undefined) return inConfiguration(url, reads);
  const usual = await reads.credential({ env: tokenVariables });
  const isMeant = !tokenVariables.includes(found.source.slice(1)) && found.secret !== usual?.secret;
  return { secret: found.secret, isMeant };
}

async function inConfiguration(url: string, reads: Reads): Promise<Pushing | undefined> {
  const asked = ['git', 'config', '--get-urlmatch', 'http.extraHeader', url];
  const { stdout } = await reads.query(asked, { exitCodes: [0, 1] });
  const encoded = /^authorization:\s*basic\s+(\S+)/i.exec(stdout.trim())?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString();
  const secret = pair.slice(pair.indexOf(':') + 1);
  reads.mask(encoded);
  reads.mask(secret);
  return { secret, isMeant: false };
}
