import {
  type GitRepository,
  type GitServer,
  type GitServerOptions,
  startGitServer,
} from '@launchway/sandbox';
import { expect, onTestFinished } from 'vitest';
import { assembleEffects } from '../../effects/assemble.ts';
import { openRepository } from '../../effects/git/reading/repository.ts';
import { checkoutCommit } from '../../effects/git/writing/checkout.ts';
import { Clone, release as change } from '../../effects/git/writing/clone.fixture.ts';
import { createGitWrites } from '../../effects/git/writing/writes.ts';
import { createTools } from '../../effects/tools.ts';
import type { Generation } from '../../model/generation.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ReleaseContext, StepKind } from '../../model/plugin.ts';
import type { Effects } from '../../model/ports.ts';
import { isReleaseError, type Problem } from '../../model/problem.ts';
import { outputOf, type Step } from '../../model/step.ts';
import { resolveInput } from '../../running/inputs.ts';
import { type GitOptions, git } from './plugin.ts';

export const token = 'gl-secret-0123456789';
/** A server that takes the token alone, below a path. */
export const gitlab = { credentials: [{ username: 'oauth2', password: token }], subpath: '/gitlab' };

/** A clone, and the server that holds its remote. */
export interface World {
  readonly server: GitServer;
  readonly repository: GitRepository;
  readonly clone: Clone;
  readonly said: string[];
  effects(env?: Record<string, string>): Promise<Effects>;
}

/** Makes a world that is taken down with the test. */
export async function world(options: GitServerOptions = {}): Promise<World> {
  const server = await startGitServer(options);
  onTestFinished(() => server.close());
  const repository = await server.createRepository('group/project');
  const clone = Clone.begin();
  onTestFinished(() => clone.remove());
  clone.git('push', '--quiet', repository.path, 'main');
  clone.git('remote', 'add', 'origin', repository.url);
  const said: string[] = [];
  const effects = (env: Record<string, string> = {}) =>
    effectsOf(clone, { CI_SERVER_URL: server.url, ...env }, said);
  return { server, repository, clone, said, effects };
}

/** The real effects, as the command puts them together. */
export async function effectsOf(
  clone: Clone,
  given: Record<string, string>,
  said: string[],
): Promise<Effects> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...given,
  };
  const tools = createTools({ root: clone.path, env, say: (line) => void said.push(line) });
  const opened = await openRepository(clone.path);
  onTestFinished(async () => {
    await tools.dispose();
    opened.close();
  });
  const place = { cwd: clone.path, env, credentials: tools.credentials };
  return assembleEffects(clone.path, tools, {
    reads: { tree: opened.tree(clone.head()), git: opened, env: (name) => given[name] },
    repository: createGitWrites(place),
    checkout: async (commit) => {
      const folder = await tools.files.scratch();
      await checkoutCommit(place, commit, folder);
      return folder;
    },
  });
}

interface Wanted {
  readonly options?: GitOptions;
  readonly tags?: readonly string[];
  /** The release commit, where it is completed. */
  readonly made?: string;
  readonly branch?: string | null;
  readonly head?: string;
  readonly generations?: readonly Generation[];
}

/** The steps that the plugin plans for a release of 1.3.0. */
export function stepsOf(
  { clone }: World,
  { options = {}, tags = ['v1.3.0'], made, branch = 'main', head, generations = [] }: Wanted = {},
): readonly Step[] {
  const context = {
    flow: 'main',
    tracks: [{ name: 'chart', pins: [], paths: [] }],
    facts: {
      head: head ?? clone.head(),
      remote: { name: 'origin', url: '' },
      ...(branch === null ? {} : { branch }),
    },
    release: {
      commit: made ?? outputOf('git:commit', 'commit'),
      made: made !== undefined,
      changes: [{ track: 'chart', current: '1.2.3', next: '1.3.0', bump: 'minor' }],
      versions: { chart: '1.3.0' },
      tags: tags.map((name) => ({ track: 'chart', name, message: 'Release v1.3.0' })),
      notes: {},
      generations,
      files: made === undefined ? change.files : [],
    },
  };
  const steps = git(options).tag?.(context as unknown as ReleaseContext);
  if (steps === undefined || !Array.isArray(steps)) throw new TypeError('no steps');
  return steps as readonly Step[];
}

/** The step kind of a step. */
export const kindOf = (step: Step): StepKind => {
  const kind = git().steps?.find((candidate) => candidate.kind === step.kind);
  if (kind === undefined) throw new TypeError(step.kind);
  return kind;
};

/** The codes of what steps find wrong before they run. */
export const ready = async (steps: readonly Step[], effects: Effects): Promise<readonly string[]> => {
  const asked = await Promise.all(steps.map((step) => codesOf(kindOf(step).ready?.(step.input, effects))));
  return asked.flat();
};

async function codesOf(found: Promise<readonly Problem[]> | undefined): Promise<readonly string[]> {
  try {
    return ((await found) ?? []).map(({ code }) => code);
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

/** Runs steps one after the other, as the core does, with the commit filled in and each confirmed. */
export async function apply(steps: readonly Step[], effects: Effects): Promise<Record<string, JsonObject>> {
  const outputs: Record<string, JsonObject> = {};
  for (const step of steps) {
    const input = filled(step, outputs);
    const output = await kindOf(step).run(input, effects);
    outputs[step.id] = output;
    if (kindOf(step).confirm === false) continue;
    expect(await kindOf(step).probe(input, effects)).toEqual({ state: 'done', output });
  }
  return outputs;
}

const filled = (step: Step, outputs: Record<string, JsonObject>): JsonObject =>
  resolveInput(step.input, new Map(Object.entries(outputs)));

/** The names of the refs that the remote holds. */
export const remoteRefs = ({ clone, repository }: World): readonly string[] =>
  clone
    .git('ls-remote', '--refs', repository.path)
    .split('\n')
    .map((line) => line.split('\t')[1] ?? '');
