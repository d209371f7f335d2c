import { assembleEffects, readsOf } from '../effects/assemble.ts';
import type { GitPlace } from '../effects/git/process/place.ts';
import { withRunnerTrust } from '../effects/git/process/trust.ts';
import { openRepository, type Repository } from '../effects/git/reading/repository.ts';
import { checkoutCommit } from '../effects/git/writing/checkout.ts';
import { createGitWrites } from '../effects/git/writing/writes.ts';
import { observe } from '../effects/observe.ts';
import { createTools, type Tools } from '../effects/tools.ts';
import { type Beginning, beginReading } from '../facts/history.ts';
import { defined } from '../model/defined.ts';
import type { Effects } from '../model/ports.ts';
import { remotesOf } from './remotes.ts';
import { planSource } from './source.ts';
import type { Workspace, WorkspaceOptions } from './workspace.ts';

/**
 * Opens the repository a folder lies in and wires the effects to it.
 * @throws NOT_A_REPOSITORY, NO_WORKING_TREE, DUBIOUS_OWNERSHIP, GIT_MISSING, GIT_TOO_OLD
 */
export async function openWorkspace(given: WorkspaceOptions): Promise<Workspace> {
  const options = { ...given, env: withRunnerTrust(given.env) };
  const repository = await openRepository(options.cwd, options.signal);
  const tools = createTools({ ...options, root: repository.top });
  const place = placeOf(repository, tools, options);
  const effects = effectsIn(repository, tools, place, options);
  const reads = readsOf(effects);
  const beginnings: Beginning[] = [];
  return {
    repository,
    tools,
    effects,
    reads,
    begin: () => {
      if (repository.head !== undefined) beginnings.push(beginReading(repository, repository.head));
    },
    source: (flow, from = 'commit') =>
      planSource(flow, repository, { reads, isCommit: from === 'commit', begun: () => beginnings.pop() }),
    ...remotesOf(repository, place, reads),
    close: async () => {
      await Promise.all(beginnings.map(({ history }) => history.close()));
      repository.close();
      await tools.dispose();
    },
  };
}

/** Where git works, and as whom. */
function placeOf({ top }: Repository, tools: Tools, { env, signal, routes }: WorkspaceOptions): GitPlace {
  return {
    cwd: top,
    env: routes?.environment(env) ?? env,
    credentials: tools.credentials,
    clock: tools.clock,
    ...defined({ longest: tools.longest, signal }),
  };
}

function effectsIn(
  repository: Repository,
  tools: Tools,
  place: GitPlace,
  { env, listener }: WorkspaceOptions,
): Effects {
  const acting = assembleEffects(repository.top, tools, {
    reads: { tree: repository.tree(repository.head ?? 'HEAD'), git: repository, env: (name) => env[name] },
    repository: createGitWrites(place),
    checkout: checkouts(tools, place),
  });
  return listener === undefined ? acting : observe(acting, listener);
}

/** Gives the means to make throw-away checkouts. What they cannot hold is said once. */
function checkouts(tools: Tools, place: GitPlace): (commit: string) => Promise<string> {
  let isTold = false;
  return async (commit) => {
    const folder = await tools.files.scratch();
    const [first, ...others] = await checkoutCommit(place, commit, folder);
    if (first !== undefined && !isTold) {
      const [them, are] = others.length === 0 ? [first, 'is'] : [`${first} and ${others.length} more`, 'are'];
      tools.say(
        `${them} ${are} kept by Git LFS: what is built in a checkout of the release commit gets pointers.`,
      );
      isTold = true;
    }
    return folder;
  };
}
