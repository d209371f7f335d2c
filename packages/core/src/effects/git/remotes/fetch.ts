import { fetchOnly, findRemote, listRemote, troubleWith } from '../../../git/remote.ts';
import type { CredentialRef } from '../../../model/credential.ts';
import { ask, type GitPlace, tell, unhooked } from '../process/place.ts';
import { remoteReader } from './runner.ts';

export interface RemoteRequest {
  readonly remote: string;
  readonly credential?: CredentialRef;
}

/**
 * Brings a ref's commit and its history into the object store and writes no ref: no FETCH_HEAD, no tags, no
 * remote-tracking branch, whatever is configured.
 * @param options further ones of git-fetch(1)
 * @returns the commit, or nothing when the remote has no such ref
 * @throws PUSH_DENIED, REMOTE_NOT_FOUND, REMOTE_PROXY, REMOTE_CERTIFICATE, REMOTE_UNREACHABLE (transient)
 */
export async function fetchCommit(
  place: GitPlace,
  { remote: name, credential }: RemoteRequest,
  ref: string,
  options: readonly string[] = [],
): Promise<string | undefined> {
  const { run, source } = remoteReader(place, credential);
  const remote = await findRemote(run, name);
  const found = (await listRemote(run, remote, [ref], source)).get(ref);
  if (found === undefined || (await hasHistory(place, found.commit))) return found?.commit;
  const answer = await run([...unhooked, ...fetchOnly, ...options, '--', remote.target, ref], remote.url);
  if (answer.exitCode !== 0) throw troubleWith(remote, answer, source);
  return found.commit;
}

/**
 * The same beside the repository, in which nothing changes.
 * @param objects the folder that takes what is not in the repository yet
 * @throws ReleaseError as {@link fetchCommit} does
 */
export async function fetchAside(
  place: GitPlace,
  request: RemoteRequest,
  ref: string,
  objects: string,
): Promise<string | undefined> {
  const own = await tell(place, ['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
  const env = { ...place.env, GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: own };
  // What a partial clone left out would be fetched later, into the repository.
  return fetchCommit({ ...place, env }, request, ref, ['--no-filter']);
}

/** Whether a commit is here together with what leads to it. */
async function hasHistory(place: GitPlace, commit: string): Promise<boolean> {
  const { exitCode } = await ask(place, ['rev-list', '--quiet', '--objects', commit, '--not', '--all'], {
    env: { GIT_NO_LAZY_FETCH: '1' },
  });
  return exitCode === 0;
}
