import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from '../repository.ts';
import { blindness, disturbanceOf, isDeadly, type Mishap } from './mishaps.ts';
import type { Ended } from './run.ts';
import { changesOf, type FolderState, folderState } from './state.ts';
import type { FaultWorld } from './world.ts';

/** What a world is before and after a release that nothing disturbs. */
export interface Calm {
  readonly before: string;
  readonly after: string;
  /** Seconds after which a request without an answer is given up. */
  readonly timeout: number;
}

export interface Trial {
  readonly struck: boolean;
  readonly failures: readonly string[];
}

/** How it went when the release was run again: how that ended, and what is not as it should be. */
interface Again {
  readonly second: Ended;
  readonly failures: readonly string[];
}

/** The second runs that were made, by the world in which they began. One that begins as another goes as the other. */
export type SecondRuns = Map<string, Again>;

/** Lets one mishap happen in a new world, runs the release again, and says what was not survived. */
export async function tryOut(
  world: FaultWorld,
  mishap: Mishap,
  calm: Calm,
  known: SecondRuns,
): Promise<Trial> {
  const local = folderState(world.checkout.path);
  const disturbance = disturbanceOf(mishap, calm.timeout);
  const first = await world.release(world.checkout, disturbance);
  const failures = [
    ...(isDeadly(mishap) ? [] : badEnd(first)),
    ...(await halfDone(world, calm, local, first)),
  ];
  const again = await runAgain(world, mishap, calm, known);
  const story = `first ${tell(first)}, then ${tell(again.second)}`;
  failures.push(...again.failures.map((failure) => `${failure} (${story})`));
  return { struck: disturbance.struck(), failures };
}

/** What a run that ended by itself may not do. */
function badEnd({ crash, left }: Ended): readonly string[] {
  return [
    ...(crash === undefined ? [] : [`it crashed: ${crash}`]),
    ...(left.length === 0 ? [] : [`it left ${left.join(', ')} in the temporary directory`]),
  ];
}

/** What may not be seen while the commit is not pushed. */
async function halfDone(
  world: FaultWorld,
  calm: Calm,
  local: FolderState,
  first: Ended,
): Promise<readonly string[]> {
  const between = await seen(world);
  if (refsOf(between) !== refsOf(calm.before)) return [];
  const changed = await changesIn(world.checkout, local);
  return [
    ...(between === calm.before
      ? []
      : [`nothing was pushed, and yet ${difference(calm.before, between)} (${tell(first)})`]),
    ...(changed.length === 0
      ? []
      : [`nothing was pushed, and yet the checkout changed: ${changed.join(', ')} (${tell(first)})`]),
  ];
}

/** What of git's own a release must leave alone; it may add objects, and its fetches leave a trace. */
const kept = /^\.git\/(?:refs\/|packed-refs$|HEAD$|index$|config$)/;

/** The paths that differ in a checkout, but for what git ignores, which may hold outputs for other jobs. */
async function changesIn(checkout: TestRepository, before: FolderState): Promise<readonly string[]> {
  const changes = changesOf(before, folderState(checkout.path));
  const files = changes.filter((path) => !path.startsWith('.git/'));
  const ignored = files.length === 0 ? '' : await checkout.git('check-ignore', ...files).catch(() => '');
  return [
    ...changes.filter((path) => kept.test(path)),
    ...files.filter((path) => !ignored.split('\n').includes(path)),
  ];
}

/** Runs the release again, unless a run has begun like this before. */
async function runAgain(world: FaultWorld, mishap: Mishap, calm: Calm, known: SecondRuns): Promise<Again> {
  const isHere = mishap.from === 'here';
  const place = async () => (isHere ? world.checkout : world.again());
  const left = mishap.lasting ? await place() : undefined;
  if (left !== undefined) await world.release(left, disturbanceOf(mishap, calm.timeout));
  const state = await world.state(isHere ? world.checkout : left);
  const start = state && `${state} ${left === undefined ? mishap.from : 'again'} ${mishap.blind}`;
  const made = start === undefined ? undefined : known.get(start);
  if (made !== undefined) return made;
  const again = await runOnce(world, left ?? (await place()), mishap.blind, calm);
  if (start !== undefined) known.set(start, again);
  return again;
}

async function runOnce(
  world: FaultWorld,
  place: TestRepository,
  isBlind: boolean,
  calm: Calm,
): Promise<Again> {
  if (isBlind) await world.release(place, blindness);
  const second = await world.release(place);
  const after = await seen(world);
  const failures = [
    ...(after === calm.after ? [] : [difference(calm.after, after)]),
    ...(/^(?:released|resumed|complete)$/.test(second.outcome) ? [] : ['it does not end well']),
    ...((await isClean(place)) ? [] : ['the checkout is not clean']),
  ];
  return { second, failures };
}

/** A git that was killed leaves its lock on the index, which only people may take away: until then no clone can follow. */
async function isClean(place: TestRepository): Promise<boolean> {
  return (await place.git('status', '--porcelain')) === '' || existsSync(join(place.path, '.git/index.lock'));
}

/** What is visible, as text that is equal when the worlds are. */
export const seen = async (world: FaultWorld): Promise<string> => JSON.stringify(await world.published());

const refsOf = (world: string): string => JSON.stringify((JSON.parse(world) as { refs: unknown }).refs);

/** How a run ended, in one line. */
export function tell({ outcome, problems, crash }: Ended): string {
  const why = problems.length > 0 ? ` [${problems.join('; ')}]` : '';
  return `${outcome}${why}${crash === undefined ? '' : ` ${crash.split('\n', 3).join(' ')}`}`;
}

/** Where two worlds differ first. */
function difference(expected: string, found: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === found[at]) at += 1;
  const cut = (text: string): string => text.slice(Math.max(0, at - 120), at + 200);
  return `the world differs: expected ...${cut(expected)}... found ...${cut(found)}...`;
}
