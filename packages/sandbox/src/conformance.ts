import { isReleaseError, type Plugin } from '@launchway/core';
import {
  applyPlan,
  type BuiltPlan,
  buildPlan,
  compileFlow,
  dryRun,
  type Effect,
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
  plugins(world: World): readonly Plugin[];
  /** The repository's first commit. */
  readonly files: Readonly<Record<string, string>>;
  /** What is committed after it; must call for a release. */
  readonly commits: readonly { readonly message: string; readonly files: Readonly<Record<string, string>> }[];
  /** Starts the targets; by default there are none but the git remote. */
  targets?(): Promise<Targets>;
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
  /** Addresses and the like, for `plugins`. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Everything a user could see there, as JSON that is equal when the worlds are. */
  snapshot(): Promise<unknown>;
  /** Requests since the start that may have changed something, such as `PUT /v2/app/manifests/1.0.0`. */
  changes(): readonly string[];
  close(): Promise<void>;
}

export interface World {
  readonly repository: TestRepository;
  readonly targets: Targets | undefined;
}

/** One promise that a plugin keeps or breaks. */
export interface Finding {
  readonly promise: string;
  readonly kept: boolean;
  /** What was seen, where it is broken. */
  readonly detail: string;
}

/**
 * Tries whether a plugin keeps the promises every plugin makes: its plan is stable JSON; hooks and probes change
 * nothing; a second run does nothing; a run that is interrupted after any step, or dies before or after an effect, and
 * is started again ends in the same world; no secret appears in anything it says.
 * @throws Error that lists the broken promises of the first of these trials that finds any
 */
export async function conforms(scenario: Scenario): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const trial of [looksOnly, convergesAtOnce, survivesInterruption, survivesDeath]) {
    findings.push(...(await trial(scenario)));
    const broken = findings.filter((finding) => !finding.kept);
    if (broken.length > 0)
      throw new Error(broken.map(({ promise, detail }) => `${promise}: ${detail}`).join('\n'));
  }
  return findings;
}

/** The release commit is the same in every world, so that what is made from it can be compared. */
const fixedDates = { GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z', GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z' };

const finding = (promise: string, kept: boolean, detail = ''): Finding => ({ promise, kept, detail });

/** Plans twice and runs dry, and compares the world before and after. */
async function looksOnly(scenario: Scenario): Promise<readonly Finding[]> {
  return inWorld(scenario, async (stage) => {
    const before = await stage.snapshot();
    const [first, second] = [await stage.plan(), await stage.plan()];
    const preview = await stage.dryRun(first);
    const after = await stage.snapshot();
    const effects = stage.effects();
    const text = JSON.stringify(first.plan);
    return [
      finding(
        'the plan is stable',
        first.plan.digest === second.plan.digest,
        `${first.plan.digest} then ${second.plan.digest}`,
      ),
      finding(
        'the plan is JSON',
        JSON.stringify(JSON.parse(text)) === text,
        'it does not survive being saved and read',
      ),
      finding(
        'the scenario releases',
        first.plan.outcome === 'release',
        `the plan's outcome is ${first.plan.outcome}`,
      ),
      finding('hooks and probes ask for no effect', effects.length === 0, effects.join(', ')),
      finding(
        'hooks and probes change nothing',
        same(before, after),
        'the world differs after plan and dry run',
      ),
      stage.secretFinding('the plan and the dry run tell no secret', [text, JSON.stringify(preview)]),
    ];
  });
}

/** Releases, then releases again from a fresh clone of the same commit. */
async function convergesAtOnce(scenario: Scenario): Promise<readonly Finding[]> {
  return inWorld(scenario, async (stage) => {
    const report = await stage.release();
    const problems = report.problems.map(({ code, message }) => `${code}: ${message}`).join('; ');
    const published = await stage.snapshot();
    const before = stage.effects().length;
    const again = await stage.release();
    return [
      finding('a run releases', report.outcome === 'released', `it ended as ${report.outcome}: ${problems}`),
      finding('a second run has nothing to do', again.outcome === 'complete', `it ended as ${again.outcome}`),
      finding(
        'a second run asks for no effect',
        stage.effects().length === before,
        stage.effects().slice(before).join(', '),
      ),
      finding(
        'a second run changes nothing',
        same(published, await stage.snapshot()),
        'the world differs after it',
      ),
      stage.secretFinding('the report and the journal tell no secret', [
        JSON.stringify(report),
        ...stage.said(),
      ]),
    ];
  });
}

/** Ends a run after each of its steps in turn, runs again as a CI job would, and compares with an undisturbed run. */
async function survivesInterruption(scenario: Scenario): Promise<readonly Finding[]> {
  const undisturbed = await inWorld(scenario, async (stage) => {
    const report = await stage.release();
    return { world: await stage.published(), steps: report.steps.map(({ id }) => id) };
  });
  const findings: Finding[] = [];
  for (const step of undisturbed.steps) {
    findings.push(
      await inWorld(scenario, async (stage) => {
        await stage.release({ endAfter: step });
        const resumed = await stage.release();
        const kept = same(undisturbed.world, await stage.published());
        return finding(
          `a run that ends after ${step} is completed by the next`,
          kept,
          `it ended as ${resumed.outcome}, and the world differs`,
        );
      }),
    );
  }
  return findings;
}

/** Lets a run die before and after effects, as a killed process does, runs again, and compares. */
async function survivesDeath(scenario: Scenario): Promise<readonly Finding[]> {
  const undisturbed = await inWorld(scenario, async (stage) => {
    await stage.release();
    return { world: await stage.published(), effects: stage.effects() };
  });
  const findings: Finding[] = [];
  for (const point of spread(deathsOf(undisturbed.effects), scenario.deaths ?? 4)) {
    findings.push(
      await inWorld(scenario, async (stage) => {
        await stage.release({ dieAt: point }).catch(() => undefined);
        const resumed = await stage.release();
        const kept = same(undisturbed.world, await stage.published());
        const promise = `a run that dies ${point.when} ${undisturbed.effects[point.effect - 1]} is completed by the next`;
        return finding(promise, kept, `it ended as ${resumed.outcome}, and the world differs`);
      }),
    );
  }
  return findings;
}

/** A point at which a run ends: before an effect begins, or after it has happened and before anybody knows. */
interface Death {
  readonly effect: number;
  readonly when: 'before' | 'after';
}

function deathsOf(effects: readonly string[]): readonly Death[] {
  return effects.flatMap((_, index) => [
    { effect: index + 1, when: 'before' as const },
    { effect: index + 1, when: 'after' as const },
  ]);
}

/** Notes every effect, and from a point on lets none happen any more: to the world the run is dead. */
function mortal(death: Death | undefined, note: (effect: string) => void): EffectListener {
  let dead = false;
  const live = (effect: Effect, when: Death['when']): void => {
    dead ||= effect.number === death?.effect && when === death.when;
    if (dead) throw new Error('The run is dead.');
  };
  return {
    before: (effect) => {
      live(effect, 'before');
      note(`${effect.name} ${effect.subject}`);
    },
    after: (effect) => live(effect, 'after'),
  };
}

/** Some of the items, evenly spread, the first and the last among them. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  const places = Array.from({ length: count }, (_, index) =>
    Math.round((index * (items.length - 1)) / (count - 1)),
  );
  return places.flatMap((place) => items[place] ?? []);
}

type Report = Awaited<ReturnType<typeof applyPlan>>;

/** What can be done in one world. */
interface Stage {
  plan(): Promise<BuiltPlan>;
  dryRun(built: BuiltPlan): Promise<Report>;
  release(options?: { readonly endAfter?: string; readonly dieAt?: Death }): Promise<Report>;
  snapshot(): Promise<unknown>;
  /** What a user sees: the remote's refs and the targets. */
  published(): Promise<unknown>;
  effects(): readonly string[];
  said(): readonly string[];
  secretFinding(promise: string, texts: readonly string[]): Finding;
}

async function inWorld<T>(scenario: Scenario, work: (stage: Stage) => Promise<T>): Promise<T> {
  const repository = await createTestRepository(scenario.files);
  const targets = await scenario.targets?.();
  try {
    for (const commit of scenario.commits) await repository.commit(commit);
    await repository.push();
    return await work(stageOf(scenario, { repository, targets }));
  } finally {
    await targets?.close();
    await repository.remove();
  }
}

function stageOf(scenario: Scenario, world: World): Stage {
  const { repository, targets } = world;
  const effects: string[] = [];
  const said: string[] = [];
  const flow = compileFlow({ name: 'conformance', plugins: scenario.plugins(world) });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: repository.path,
    ...quietGit,
    ...fixedDates,
    ...scenario.env,
    ...targets?.env,
  };

  /** Opens a clone as a CI job has it, at the commit the release is made from. */
  const inClone = async <T>(work: (workspace: Workspace) => Promise<T>, dieAt?: Death): Promise<T> => {
    const clone = await repository.clone();
    await clone.git('reset', '-q', '--hard', await repository.git('rev-parse', 'HEAD'));
    const workspace = await openWorkspace({
      cwd: clone.path,
      env,
      say: (line) => said.push(line),
      listener: mortal(dieAt, (effect) => effects.push(effect)),
    });
    try {
      return await work(workspace);
    } finally {
      await workspace.close();
      await clone.remove();
    }
  };

  const machineryOf = (workspace: Workspace, done: (step: string) => void): Machinery => ({
    kinds: flow.kinds,
    effects: workspace.effects,
    reads: workspace.reads,
    parallel: 1,
    journal: journal(workspace.reads.now, (event) => {
      said.push(JSON.stringify(event));
      if (event.event === 'done' || event.event === 'already') done(event.step);
    }),
  });

  const snapshot = async () => ({
    repository: await repository.snapshot(),
    targets: await targets?.snapshot(),
    changes: targets?.changes(),
  });

  return {
    snapshot,
    effects: () => effects,
    said: () => said,
    plan: () => inClone((workspace) => buildPlan(flow, workspace.source(flow))),
    dryRun: (built) =>
      inClone((workspace) =>
        dryRun(
          built.plan,
          machineryOf(workspace, () => undefined),
        ),
      ),
    release: async ({ endAfter, dieAt } = {}) => {
      const ending = new AbortController();
      const end = (step: string): void => (step === endAfter ? ending.abort() : undefined);
      return inClone(async (workspace) => {
        const { plan } = await planForRun(flow, workspace.source(flow), workspace.remote);
        const { signal } = ending;
        return applyPlan(plan, { ...machineryOf(workspace, end), signal }).catch((error: unknown) => {
          if (isReleaseError(error))
            throw new Error(error.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'), {
              cause: error,
            });
          throw error;
        });
      }, dieAt);
    },
    published: async () => ({
      refs: (await repository.snapshot()).remote,
      targets: await targets?.snapshot(),
    }),
    secretFinding: (promise, texts) => {
      const told = (scenario.secrets ?? []).filter((secret) => texts.some((text) => text.includes(secret)));
      return finding(
        promise,
        told.length === 0,
        `${told.length} of the scenario's secrets can be read in it`,
      );
    },
  };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
