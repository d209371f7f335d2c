import { connect, type RemoteInput } from './builtin/git/remote.ts';
import { assembleEffects, readsOf } from './effects/assemble.ts';
import type { Clock } from './effects/clock.ts';
import type { Environment } from './effects/secrets/credentials.ts';
import { folderTree } from './effects/folder.ts';
import { checkoutCommit } from './effects/git/checkout.ts';
import type { RepositoryCopy } from './effects/git/copy.ts';
import { fetchAside, fetchCommit, type RemoteRequest } from './effects/git/remote.ts';
import { openRepository, type Repository } from './effects/git/repository.ts';
import type { GitPlace } from './effects/git/place.ts';
import { withRunnerTrust } from './effects/git/trust.ts';
import { createGitWrites } from './effects/git/writes.ts';
import { type EffectListener, observe } from './effects/observe.ts';
import type { OutputListener } from './effects/processes/output.ts';
import { createTools, type Tools } from './effects/tools.ts';
import { readPin } from './edits/pins.ts';
import { collectFacts } from './facts/collect.ts';
import { type Beginning, beginReading } from './facts/history.ts';
import { Uncommitted } from './facts/uncommitted.ts';
import type { JsonObject } from './model/json.ts';
import type { Effects, Reads } from './model/ports.ts';
import type { Routes } from './model/rehearsal.ts';
import type { PlanSource } from './planning/build.ts';
import type { CompiledFlow } from './planning/flow.ts';
import type { RemoteBranch } from './running/resume.ts';

/** Where a workspace is opened, and who is told what. */
export interface WorkspaceOptions {
  /** Any folder of the working tree. */
  readonly cwd: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Says one line to the person watching. */
  readonly say: (line: string) => void;
  /** Gets what the programs of steps write, line by line, masked. */
  readonly watch?: OutputListener;
  /** Is told of every effect before and after it; see `observe`. */
  readonly listener?: EffectListener;
  /** The time; this machine's unless told. */
  readonly clock?: Clock;
  /** Where a rehearsal sends what was meant for the world. */
  readonly routes?: Routes;
}

/** A folder with everything that can be done around it. */
export interface Place {
  readonly tools: Tools;
  readonly effects: Effects;
  /** Lets go of git and removes what the run left in the temporary directory. */
  close(): Promise<void>;
}

/** A repository with everything that can be done to it and around it. */
export interface Workspace extends Place {
  readonly repository: Repository;
  readonly reads: Reads;
  /** Lets git begin to read what a plan of HEAD needs, before its flow is known. */
  begin(): void;
  /** What plans of a flow are made from: the commit, or with `worktree` the files as they lie there. */
  source(flow: CompiledFlow, from?: 'commit' | 'worktree'): PlanSource;
  /**
   * Makes a throw-away copy of the repository and of its remotes, for a rehearsal.
   * @param request `fetch` asks the remote of the branch for its refs now
   */
  copy(request: {
    readonly folder: string;
    readonly branch?: string;
    readonly fetch: boolean;
  }): Promise<RepositoryCopy>;
  /** A branch of the remote that a push step's input names; its history is fetched when it is asked for. */
  remote(push: JsonObject, branch: string): RemoteBranch;
  /** The same for a look: what is fetched lies beside the repository until the workspace is closed. */
  glimpse(push: JsonObject, branch: string): RemoteBranch;
}

/** What a push step of another git plugin may leave out. */
const anyRemote: RemoteInput = { remote: 'origin', forge: null, credential: null, pushOptions: [] };

/**
 * Opens the repository a folder lies in and wires the effects to it.
 * @throws ReleaseError NOT_A_REPOSITORY, NO_WORKING_TREE, DUBIOUS_OWNERSHIP, GIT_MISSING, GIT_TOO_OLD
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
    ...(tools.longest === undefined ? {} : { longest: tools.longest }),
    ...(signal === undefined ? {} : { signal }),
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
    checkout: async (commit) => {
      const folder = await tools.files.scratch();
      await checkoutCommit(place, commit, folder);
      return folder;
    },
  });
  return listener === undefined ? acting : observe(acting, listener);
}

/** The ways to the remotes, with the credentials that pushes have. */
const remotesOf = (
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
    const { copyRepository } = await import('./effects/git/copy.ts');
    const known = fetch ? await repository.remote() : undefined;
    const asked = known === undefined ? {} : { fetch: await wayTo({ remote: known.name }, reads) };
    return copyRepository(place, repository, { ...request, ...asked });
  },
});

interface PlanReading {
  readonly reads: Reads;
  readonly isCommit: boolean;
  /** Gives what git has begun to read of HEAD, to whoever asks first. */
  begun(): Beginning | undefined;
}

/** What plans of a flow are made from: the commit, or the files as they lie there. */
function planSource(
  { tracks }: CompiledFlow,
  repository: Repository,
  { reads, isCommit, begun }: PlanReading,
): PlanSource {
  const { env } = reads;
  const files = isCommit ? {} : { tree: reads.folder(repository.top) };
  const means = { repository, tracks, env, readPin, ...files };
  const pinned = tracks.flatMap((track) => track.pins.map((pin) => pin.file));
  const uncommitted = new Uncommitted(isCommit ? repository.dirty : async () => [], pinned);
  return {
    git: repository,
    env,
    dirty: (paths) => uncommitted.among(paths),
    collect: (at) => {
      if (at !== undefined) return collectFacts({ ...means, at });
      uncommitted.begin();
      const beginning = begun();
      return collectFacts({ ...means, ...(beginning && { begun: beginning }) });
    },
    ...files,
  };
}

/** The remote that a push goes to, with the credential for it. */
async function wayTo(push: JsonObject, reads: Reads): Promise<RemoteRequest> {
  const { remote, credential } = await connect({ ...anyRemote, ...push }, reads);
  return { remote: remote.name, ...(credential === undefined ? {} : { credential }) };
}

/**
 * Wires the effects to a folder that lies in no repository, for commands that need none. Whatever asks for the
 * repository all the same is told why there is none.
 */
export function openFolder(options: WorkspaceOptions, why: unknown): Place {
  const { cwd, env } = options;
  const tools = createTools({ ...options, root: cwd });
  const refuse = async (): Promise<never> => {
    throw why;
  };
  const git = {
    commit: refuse,
    tree: () => folderTree(cwd),
    message: refuse,
    date: refuse,
    isAncestor: refuse,
    changedPaths: refuse,
    config: refuse,
  };
  const effects = assembleEffects(cwd, tools, {
    reads: { tree: folderTree(cwd), git, env: (name) => env[name] },
    repository: {
      commit: refuse,
      blob: refuse,
      tag: refuse,
      push: refuse,
      writeFiles: refuse,
      follow: refuse,
    },
    checkout: refuse,
  });
  return { tools, effects, close: () => tools.dispose() };
}
