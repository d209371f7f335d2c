import { dirname } from 'node:path';
import { compileFlow } from '@launchway/core/engine';
import { createTestRepository, type TestRepository } from '../repository.ts';
import type { Scenario, Targets, World } from '../stage.ts';
import { type ReleaseCommand, runProcess } from './as-process.ts';
import { runHere } from './in-process.ts';
import { createRoad, type Road } from './road.ts';
import { type CarryOut, type Disturbance, type Ended, runRelease } from './run.ts';
import { folderState, stateOf } from './state.ts';

export interface FaultWorld {
  /** The checkout that is released from first. */
  readonly checkout: TestRepository;
  release(from: TestRepository, disturbance?: Disturbance): Promise<Ended>;
  /** The commit that is released, in a clone of what the remote holds now, as a CI job that is run again has it. */
  again(): Promise<TestRepository>;
  /** What anybody sees: the remote's refs and the targets. */
  published(): Promise<unknown>;
  /**
   * All that a run could find that is made now, as a short text: what nobody sees of the remote and the targets, and of
   * the checkout it is made in, unless that is new. Nothing where the targets do not tell.
   */
  state(from?: TestRepository): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Makes the same world again and again, at the same addresses. */
export interface FaultWorlds {
  open(): Promise<FaultWorld>;
  close(): Promise<void>;
}

/** @param command how to release in a process of its own; in this one unless told */
export async function createFaultWorlds(scenario: Scenario, command?: ReleaseCommand): Promise<FaultWorlds> {
  const template = await createTestRepository(scenario.files, scenario);
  const road = createRoad();
  return {
    open: () => openWorld(scenario, template, road, command),
    close: async () => {
      await road.close();
      await template.remove();
    },
  };
}

async function openWorld(
  scenario: Scenario,
  template: TestRepository,
  road: Road,
  command: ReleaseCommand | undefined,
): Promise<FaultWorld> {
  const repository = await template.copy();
  const started = await scenario.targets?.(repository);
  const targets = started && (await road.to(started));
  const world = { repository, targets };
  const carryOut =
    command === undefined ? await inThisProcess(scenario, world, road) : runProcess(command, road);
  const env = { ...scenario.env, ...targets?.env };
  const head = await repository.git('rev-parse', 'HEAD');
  const clones: TestRepository[] = [];
  const clone = async (): Promise<TestRepository> => {
    const made = await cloneOf(world, command);
    clones.push(made);
    return made;
  };
  return {
    checkout: await clone(),
    again: async () => {
      const made = await clone();
      const isDetached = scenario.env?.['CI'] !== undefined;
      await made.git(
        ...(isDetached ? ['checkout', '-q', '--detach', head] : ['reset', '-q', '--hard', head]),
      );
      return made;
    },
    release: (from, disturbance = {}) => runRelease({ road, env, carryOut }, from, disturbance),
    published: () => publishedOf(repository, started),
    state: (from) => stateFrom(repository, started, from),
    close: async () => {
      await Promise.all(clones.map((each) => each.remove()));
      await started?.close();
      await repository.remove();
    },
  };
}

const inThisProcess = async (scenario: Scenario, world: World, road: Road): Promise<CarryOut> =>
  runHere(compileFlow({ name: 'faults', plugins: await scenario.plugins(world) }), road);

/** A clone whose remote is where its server serves it, made ready for the command. */
async function cloneOf(
  { repository, targets }: World,
  command: ReleaseCommand | undefined,
): Promise<TestRepository> {
  const clone = await repository.clone();
  await clone.git('remote', 'set-url', 'origin', targets?.remote ?? repository.remote);
  await command?.prepare(clone.path);
  return clone;
}

async function publishedOf(repository: TestRepository, targets: Targets | undefined): Promise<unknown> {
  const refs = await repository.git('--git-dir', repository.remote, 'for-each-ref');
  return { refs, targets: await targets?.snapshot() };
}

async function stateFrom(
  repository: TestRepository,
  targets: Targets | undefined,
  from: TestRepository | undefined,
): Promise<string | undefined> {
  if (targets !== undefined && targets.state === undefined) return undefined;
  const folders = [repository.remote, ...(from === undefined ? [] : [from.path])];
  const roots = folders.map((folder) => dirname(folder));
  return stateOf([folders.map((folder) => folderState(folder, roots)), await targets?.state?.()]);
}
