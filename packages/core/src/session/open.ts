import { resolve } from 'node:path';
import { chooseFlow, type Situation } from '../config/flow.ts';
import { loadConfig } from '../config/load.ts';
import { defined } from '../model/defined.ts';
import type { CiFacts } from '../model/facts.ts';
import { compileFlow } from '../planning/flow.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createEngine } from './create-engine.ts';
import type { Repository, Session } from './session.ts';

/** What tells which configuration and which flow are meant. */
export interface Wish {
  readonly cwd: string;
  /** Path given with `--config`. */
  readonly config?: string | undefined;
  /** Name given with `--flow`. */
  readonly flow?: string | undefined;
  readonly ci: CiFacts;
  readonly signal?: AbortSignal;
}

/**
 * Opens the configuration of a repository and the flow that is meant here.
 * @throws ReleaseError with what is wrong with the configuration, FLOW_UNKNOWN, FLOW_NONE, FLOW_AMBIGUOUS
 */
export async function openSession(workspace: Workspace, wish: Wish): Promise<Session> {
  const { repository } = workspace;
  const config = await loadConfig(
    repository.top,
    wish.config === undefined ? undefined : resolve(wish.cwd, wish.config),
  );
  const situation = whereabouts(wish.ci, repository.branch);
  const { flow, misfits } = chooseFlow(config.flows, situation, wish.flow);
  const compiled = compileFlow(flow);
  return {
    ...openedRepository(workspace),
    configFile: config.file,
    flow: compiled,
    ...defined({ ci: flow.when?.ci }),
    tracks: compiled.tracks,
    misfits,
    situation,
    engine: createEngine(workspace, compiled, wish.signal),
  };
}

/** What commands know of a repository without its configuration. */
export function openedRepository({ repository, effects, reads }: Workspace): Repository {
  return {
    top: repository.top,
    files: reads.folder(repository.top),
    origin: () => reads.git.config('remote.origin.url'),
    look: async () => (await import('../init/survey/look.ts')).look(repository, effects),
    gitVersion: async () => (await effects.query(['git', '--version'])).stdout.trim(),
  };
}

/**
 * The CI knows branch and tag of a detached checkout; elsewhere git does. A request is planned by the flow of the branch
 * that it is to go to.
 */
function whereabouts(ci: CiFacts, branch: string | undefined): Situation {
  const on = ci.tag === undefined ? (ci.target ?? ci.branch ?? branch) : undefined;
  return {
    ci: ci.provider,
    ...defined({ branch: on, tag: ci.tag }),
  };
}
