import { connect, type RemoteInput } from '../builtin/git/remote.ts';
import type { GitPlace } from '../effects/git/process/place.ts';
import type { Repository } from '../effects/git/reading/repository.ts';
import { fetchAside, fetchCommit, type RemoteRequest } from '../effects/git/remotes/fetch.ts';
import { defined } from '../model/defined.ts';
import type { JsonObject } from '../model/json.ts';
import type { Reads } from '../model/ports.ts';
import type { Workspace } from './workspace.ts';

/** What a push step of another git plugin may leave out. */
const anyRemote: RemoteInput = { remote: 'origin', forge: null, credential: null, pushOptions: [] };

/** The ways to the remotes, with the credentials that pushes have. */
export const remotesOf = (
  repository: Repository,
  place: GitPlace,
  reads: Reads,
): Pick<Workspace, 'remote' | 'glimpse' | 'copy'> => ({
  remote: (push, branch) => ({
    tip: async () => fetchCommit(place, await wayTo(push, reads), `refs/heads/${branch}`),
  }),
  glimpse: (push, branch) => ({
    tip: async () => {
      const objects = await reads.scratch();
      const tip = await fetchAside(place, await wayTo(push, reads), `refs/heads/${branch}`, objects);
      repository.borrow(objects);
      return tip;
    },
  }),
  copy: async ({ fetch, ...request }) => {
    const { copyRepository } = await import('../effects/git/remotes/copy.ts');
    const known = fetch ? await repository.remote() : undefined;
    const asked = known === undefined ? {} : { fetch: await wayTo({ remote: known.name }, reads) };
    return copyRepository(place, repository, { ...request, ...asked });
  },
});

/** The remote that a push goes to, with the credential for it. */
async function wayTo(push: JsonObject, reads: Reads): Promise<RemoteRequest> {
  const { remote, credential } = await connect({ ...anyRemote, ...push }, reads);
  return { remote: remote.name, ...defined({ credential }) };
}
