import { isReleaseError, type Plugin } from '@launchway/core';
import {
  applyPlan,
  type BuiltPlan,
  buildPlan,
  type CompiledFlow,
  compileFlow,
  dryRun,
  type EffectListener,
  journal,
  type Machinery,
  openWorkspace,
  planForRun,
  type Workspace,
} from '@launchway/core/engine';
import { createTestRepository, quietGit, type TestRepository } from './repository.ts';

/** A world that a plugin is tried in: a repository whose next commits call for a release, and the plugin's targets. */
export interface Scenario {
  /** The flow's plugins. Called once a world, so that options can hold the addresses of its servers. */
  plugins(world: World): readonly Plugin[] | Promise<readonly Plugin[]>;
  /** The branch that is released; `main` unless told. */
  readonly branch?: string;
  /** The repository's first commit. */
  readonly files: Readonly<Record<string, string>>;
  /** What is committed after it; must call for a release. */
  readonly commits: readonly { readonly message: string; readonly files: Readonly<Record<string, string>> }[];
  /** Starts the targets; by default there are none but the git remote. */
  targets?(repository: TestRepository): Promise<Targets>;
  /** Environment of the run besides git's own: CI variables, credentials. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values that must appear in nothing the run says or saves. */
  readonly secrets?: readonly string[];
  /** How many of the points between two effects a run is ended at, spread evenly; 4 unless told. */
  readonly deaths?: number;
}

/** The servers that a plugin publishes to. */
export interface Targets {
  readonly env?: Readonly<Record<string, string>>;
  /** Address of the repository's remote where a server serves it; its folder unless told. */
  readonly remote?: string;
  /** Addresses and the like, for `plugins`. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Everything a user could see there, as JSON that is equal when the worlds are. */
  snapshot(): Promise<unknown>;
  /**
   * Everything that another run could find there, whether a user sees it or not, so also what was begun: any value that
   * `structuredClone` takes. Where it is told, `survives` makes no second run that begins as one before it.
   */
  state?(): Promise<unknown>;
  /** Requests since the start that may have changed something, such as `PUT /v2/app/manifests/1.0.0`. */
  changes(): readonly string[];
  close(): Promise<void>;
}

/** What a scenario is played in. */
export interface World {
  readonly repository: TestRepository;
  readonly targets: Targets | undefined;
}

/** A point at which a run ends: before an effect begins, or after it has happened and before anybody knows. */
export interface Death {
  readonly effect: number;
  readonly when: 'before' | 'after';
}

type Report = Awaited<ReturnType<typeof applyPlan>>;

/** What can be done in one world. */
export interface Stage {
  plan(): Promise<BuiltPlan>;
  dryRun(built: BuiltPlan): Promise<Report>;
  release(options?: { readonly endAfter?: string; readonly dieAt?: Death }): Promise<Report>;
  snapshot(): Promise<object>;
  /** What a user sees: the remote's refs and the targets. */
  published(): Promise<unknown>;
  effects(): readonly string[];
  said(): readonly string[];
}

/** Sets up a world, lets some work be done in it, and takes it down. */
export async function inWorld<T>(scenario: Scenario, work: (stage: Stage) => Promise<T>): Promise<T> {
  const repository = await createTestRepository(scenario.files, scenario);
  const targets = await scenario.targets?.(repository);
  try {
    return await work(await stageOf(scenario, { repository, targets }));
  } finally {
    await targets?.close();
    await repository.remove();
  }
}

/** Works in a clone as a CI job has it, at the commit the release is made from. */
type InClone = <T>(work: (workspace: Workspace) => Promise<T>, dieAt?: Death) => Promise<T>;

async function workInClone<T>(
  repository: TestRepository,
  work: (workspace: Workspace) => Promise<T>,
  options: Omit<Parameters<typeof openWorkspace>[0], 'cwd'>,
): Promise<T> {
  const clone = await repository.clone();
  await clone.git('reset', '-q', '--hard', await repository.git('rev-parse', 'HEAD'));
  const workspace = await openWorkspace({ ...options, cwd: clone.path });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
    await clone.remove();
  }
}

/** @throws Error that says what a refusal's problems are */
function tellProblems(error: unknown): never {
  if (!isReleaseError(error)) throw error;
  const told = error.problems.map(({ code, message }) => `${code}: ${message}`).join('\n');
  throw new Error(told, { cause: error });
}

async function stageOf(scenario: Scenario, world: World): Promise<Stage> {
  const effects: string[] = [];
  const said: string[] = [];
  const flow = compileFlow({ name: 'conformance', plugins: await scenario.plugins(world) });
  const env = environmentOf(scenario, world);
  const inClone: InClone = (work, dieAt) =>
    workInClone(world.repository, work, {
      env,
      say: (line) => said.push(line),
      listener: mortal(dieAt, (effect) => effects.push(effect)),
    });
  const machineryOf = (workspace: Workspace, ended: (step: string) => void): Machinery =>
    machineryFor(flow, workspace, (event) => {
      said.push(JSON.stringify(event));
      if (event.event === 'done' || event.event === 'already') ended(event.step);
    });
  return {
    ...outsideOf(world),
    effects: () => effects,
    said: () => said,
    plan: () => inClone((workspace) => buildPlan(flow, workspace.source(flow))),
    dryRun: ({ plan }) =>
      inClone((workspace) =>
        dryRun(
          plan,
          machineryOf(workspace, () => undefined),
        ),
      ),
    release: ({ endAfter, dieAt } = {}) =>
      inClone(async (workspace) => {
        const { plan } = await planForRun(flow, workspace.source(flow), workspace.remote);
        const ending = new AbortController();
        const ended = (step: string): void => (step === endAfter ? ending.abort() : undefined);
        const machinery = { ...machineryOf(workspace, ended), signal: ending.signal };
        return applyPlan(plan, machinery).catch(tellProblems);
      }, dieAt),
  };
}

/** What can be seen of a world from outside. */
const outsideOf = ({ repository, targets }: World): Pick<Stage, 'snapshot' | 'published'> => ({
  snapshot: async () => ({
    repository: await repository.snapshot(),
    targets: await targets?.snapshot(),
    changes: targets?.changes(),
  }),
  published: async () => ({
    refs: (await repository.snapshot()).remote,
    targets: await targets?.snapshot(),
  }),
});

const environmentOf = ({ env }: Scenario, { repository, targets }: World) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: repository.path,
  ...quietGit,
  ...fixedDates,
  ...env,
  ...targets?.env,
});

/** One step after the other, so that effects come in the same order in every run. */
const machineryFor = (
  flow: CompiledFlow,
  { effects, reads }: Workspace,
  record: Parameters<typeof journal>[1],
): Machinery => ({
  kinds: flow.kinds,
  effects,
  reads,
  parallel: 1,
  journal: journal(reads.now, record),
});

/** The release commit is the same in every world, so that what is made from it can be compared. */
export const fixedDates = {
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

/**
 * Notes every effect, and from a point on lets none happen any more: to the world the run is dead. That a clone follows
 * what is on the remote already is no effect anybody else could see.
 */
function mortal(death: Death | undefined, note: (effect: string) => void): EffectListener {
  let count = 0;
  let dead = false;
  const live = (when: Death['when']): void => {
    dead ||= count === death?.effect && when === death.when;
    if (dead) throw new Error('The run is dead.');
  };
  return {
    before: ({ name, subject }) => {
      if (name === 'repository.follow') return;
      count += 1;
      live('before');
      note(`${name} ${subject}`);
    },
    after: () => live('after'),
  };
}
