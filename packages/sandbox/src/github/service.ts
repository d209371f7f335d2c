import type { ServedTags } from '../git/tags.ts';
import type { ApiAnswer, ApiRequest } from '../http/exchange.ts';
import { githubCaller, limitsOf, refuseGithubCaller, scopesOf } from './access.ts';
import { type GithubDesk, notFound, refuse } from './exchange.ts';
import { answerUpload } from './releases.ts';
import { answerRepository } from './repository.ts';
import type { GithubAddresses, GithubOptions, GithubPush } from './stand-in.ts';
import type { GithubStore } from './store.ts';

type Workflows = NonNullable<GithubOptions['workflows']>;

interface ServiceOptions extends Pick<GithubOptions, 'workflows' | 'tellsRun' | 'quota' | 'linkHost'> {
  readonly repository: string;
  readonly tokens: NonNullable<GithubOptions['tokens']>;
  readonly store: GithubStore;
  readonly tags: ServedTags;
  /** Addresses as answers tell them. */
  readonly called: GithubAddresses;
}

/** A request, and whether it brings a file, and whether that breaks off. */
interface Asked {
  readonly request: ApiRequest;
  readonly isFile: boolean;
  readonly broken: boolean;
}

/** Gives what answers requests: who asks, what they may, and what is there. */
export function createGithubService(options: ServiceOptions): (asked: Asked) => Promise<ApiAnswer> {
  const { repository, tokens, store, tags, called, workflows = {}, tellsRun = false } = options;
  let left = options.quota ?? Infinity;
  let ids = 1000;
  const desk = {
    store,
    nextId: () => ids++,
    web: called.web,
    api: `${called.api}/repos/${repository}`,
    root: options.linkHost ?? called.api,
    uploads: called.uploads,
    workflows: (file: string) => triggersOf(workflows, file),
    tellsRun,
    tags,
  };
  return async (asked) => {
    const caller = githubCaller(asked.request, tokens);
    if ('status' in caller) return caller;
    left -= 1;
    const given = left < 0 ? usedUp() : await answerFor({ ...desk, caller }, asked);
    return {
      ...given,
      headers: { ...limitsOf(caller, Math.max(left, 0)), ...scopesOf(caller), ...given.headers },
    };
  };
}

async function answerFor(desk: GithubDesk, { request, isFile, broken }: Asked): Promise<ApiAnswer> {
  const [, kind = '', owner = '', name = '', ...rest] = request.path.split('/').map(decodeURIComponent);
  if (kind !== 'repos' || `${owner}/${name}` !== desk.store.repository) return notFound();
  const below = rest.length === 0 ? '' : `/${rest.join('/')}`;
  const refusal = refuseGithubCaller(desk.caller, request.method, below);
  if (refusal !== undefined) return refusal;
  if (!isFile) return answerRepository(rest, request, desk);
  return bringsFile(request) ? answerUpload(Number(rest[1]), request, desk, broken) : notFound();
}

/** Whether a request brings a file, which GitHub takes at a host of its own. */
export const bringsFile = ({ method, path }: ApiRequest): boolean =>
  method === 'POST' && /\/releases\/\d+\/assets$/.test(path);

const usedUp = (): ApiAnswer => refuse(403, 'API rate limit exceeded for installation.');

/** What starts a workflow; the same for any where no names are given. */
function triggersOf(workflows: Workflows, file: string): readonly string[] | undefined {
  return isForAny(workflows) ? workflows : workflows[file];
}

const isForAny = (workflows: Workflows): workflows is readonly string[] => Array.isArray(workflows);

/** More tags than these in one push start nothing. */
const mostTags = 3;

/** Starts the workflows that a push starts: none by a workflow's own token, and none for many tags at once. */
export async function startByPush(
  { byWorkflow, tags: pushed }: GithubPush,
  {
    store,
    tags,
    workflows,
  }: { readonly store: GithubStore; readonly tags: ServedTags; readonly workflows: Workflows },
): Promise<void> {
  if (byWorkflow || pushed.length > mostTags || isForAny(workflows)) return;
  const started = Object.keys(workflows).filter((file) => triggersOf(workflows, file)?.includes('push'));
  for (const branch of pushed) {
    const sha = (await tags.find(branch))?.commit ?? '';
    for (const workflow of started)
      store.runs.push({ id: store.runs.length + 1, workflow, event: 'push', branch, sha, inputs: {} });
  }
}
