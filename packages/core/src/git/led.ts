import type { CredentialRef } from '../model/credential.ts';
import { defined } from '../model/defined.ts';
import type { Reads } from '../model/ports.ts';
import { isRedirect } from './failures.ts';
import { hideUserinfo } from './userinfo.ts';
import type { RunGit } from './remote.ts';
import { withSuffix } from './suffix.ts';

/**
 * Gives a way to run git at a server that may lead elsewhere. An address without `.git` is tried with it ({@link withSuffix});
 * of any other place it is said where it is, as git itself does where it follows, for people to read: nothing is sent there.
 * @param credential that git is given
 */
export function maybeLed(run: RunGit, reads: Pick<Reads, 'get'>, credential?: CredentialRef): RunGit {
  const runWhole = withSuffix(run);
  return async (args, address) => {
    const answer = await runWhole(args, address);
    if (answer.exitCode === 0 || address === undefined || !isRedirect(answer.stderr)) return answer;
    const place = await placeOf(address, reads, credential).catch(() => undefined);
    return place === undefined
      ? answer
      : { ...answer, stderr: `${answer.stderr}\nwarning: redirecting to ${place}` };
  };
}

const question = '/info/refs';

/** Asks the address that git has asked, with what git has shown it. */
async function placeOf(
  address: string,
  reads: Pick<Reads, 'get'>,
  credential?: CredentialRef,
): Promise<string | undefined> {
  const url = `${address.replace(/\/+$/, '')}${question}?service=git-upload-pack`;
  const shown = credential && { username: 'x-access-token', ...credential, scheme: 'basic' as const };
  const { header } = await reads.get({
    url,
    redirect: 'manual',
    tries: 1,
    ...defined({ credential: shown }),
  });
  const location = header('location');
  if (!location) return undefined;
  const place = new URL(location, url);
  const path = place.pathname.endsWith(question) ? place.pathname.slice(0, -question.length) : undefined;
  if (path === undefined || !/^https?:$/.test(place.protocol)) return undefined;
  return hideUserinfo(`${place.origin}${path}`);
}
