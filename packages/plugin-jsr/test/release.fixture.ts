import type { Plugin, Problem } from '@launchway/core';
import { isReleaseError } from '@launchway/core';
import {
  applyPlan,
  buildPlan,
  compileFlow,
  dryRun,
  journal,
  openWorkspace,
  planForRun,
  type Workspace,
} from '@launchway/core/engine';
import {
  createTestRepository,
  type JsrOptions,
  type JsrStandIn,
  quietGit,
  startJsr,
  type TestRepository,
} from '@launchway/sandbox';
import { testClock } from '../../sandbox/src/fault-clock.ts';
import { jsr, type JsrOptions as PluginOptions } from '../src/index.ts';
import { denoEnv } from './deno.fixture.ts';

export const secret = 'jsrp_4b7d1e0c9a8f6655';

/** A package as small as they come. */
export const tiny: Readonly<Record<string, string>> = {
  'packages/tiny/jsr.json':
    '{ "name": "@acme/tiny", "version": "1.2.3", "license": "MIT", "exports": "./mod.ts" }\n',
  'packages/tiny/mod.ts': 'export const one: number = 1;\n',
};

export interface Outcome {
  readonly outcome: string;
  readonly codes: readonly string[];
  readonly problems: readonly Problem[];
  /** What a dry run foretells. */
  readonly preview: readonly string[];
  /** State by step. */
  readonly steps: Readonly<Record<string, string>>;
  /** Everything that left the process. */
  readonly said: string;
}

/** A repository and a registry in which releases are tried. */
export interface World {
  readonly repository: TestRepository;
  readonly registry: JsrStandIn;
  readonly env: Record<string, string>;
  release(options?: object): Promise<Outcome>;
  /** Publishes what HEAD holds, as `release publish --only jsr`. */
  publish(options?: object): Promise<Outcome>;
  ready(options?: object): Promise<Outcome>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly change?: Readonly<Record<string, string>>;
  readonly registry?: JsrOptions;
  /** Whether it runs as a workflow with an identity, in place of a token. */
  readonly workflow?: boolean;
  readonly plugin?: object;
}

const defaults = { timeout: '60s', typeCheck: false };

/** Makes a repository whose newest commit calls for a minor release. */
export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const registry = await startJsr({
    packages: ['@acme/tiny'],
    tokens: { [secret]: { user: 'ada' } },
    ...options.registry,
  });
  const files = options.change ?? { 'packages/tiny/mod.ts': 'export const two: number = 2;\n' };
  const repository = await createTestRepository(options.files ?? tiny, {
    commits: [{ message: 'feat: more', files }],
  });
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: repository.path,
    ...quietGit,
    ...denoEnv,
    ...(options.workflow ? registry.workflowEnv : { ...registry.env, JSR_TOKEN: secret }),
  };
  const pluginOf = (more: object = {}): Plugin =>
    jsr({ ...defaults, ...(options.plugin ?? { package: 'packages/tiny' }), ...more } as PluginOptions);
  const within = (how: How) => (more?: object) => carryOut(repository, env, pluginOf(more), how);
  return {
    repository,
    registry,
    env,
    release: within('release'),
    publish: within('publish'),
    ready: within('ready'),
    close: async () => {
      await registry.close();
      await repository.remove();
    },
  };
}

type How = 'release' | 'publish' | 'ready';

async function carryOut(
  repository: TestRepository,
  env: Record<string, string>,
  plugin: Plugin,
  how: How,
): Promise<Outcome> {
  const said: string[] = [];
  const workspace = await openWorkspace({
    cwd: repository.path,
    env,
    say: (line) => said.push(line),
    watch: (line) => said.push(JSON.stringify(line)),
    clock: testClock(),
  });
  try {
    const report = await run(workspace, plugin, how, said);
    const { outcome, problems } = report;
    const steps = Object.fromEntries(report.steps.map(({ id, state }) => [id, state]));
    const found = [
      ...problems,
      ...report.steps.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    ];
    const text = [...said, JSON.stringify(report)].join('\n');
    return {
      outcome,
      problems: found,
      codes: [...new Set(found.map(({ code }) => code))],
      preview: report.steps.flatMap(({ preview = [] }) => preview),
      steps,
      said: text,
    };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    const codes = error.problems.map(({ code }) => code);
    return {
      outcome: error.kind,
      problems: error.problems,
      codes,
      preview: [],
      steps: {},
      said: [...said, error.message].join('\n'),
    };
  } finally {
    await workspace.close();
  }
}

async function run(workspace: Workspace, plugin: Plugin, how: How, said: string[]) {
  const flow = compileFlow({ name: 'test', plugins: [plugin] });
  const source = workspace.source(flow);
  const { plan } =
    how === 'publish'
      ? await buildPlan(flow, source, { release: (await workspace.repository.commit('HEAD')) ?? '' })
      : await planForRun(flow, source, (name, branch) => workspace.remote(name, branch));
  const machinery = {
    kinds: flow.kinds,
    effects: workspace.effects,
    reads: workspace.reads,
    journal: journal(workspace.reads.now, (event) => void said.push(JSON.stringify(event))),
  };
  if (how === 'ready') return dryRun(plan, machinery);
  return applyPlan(plan, machinery, how === 'publish' ? { only: ['jsr'] } : {});
}
