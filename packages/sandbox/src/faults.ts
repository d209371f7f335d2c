import type { ReleaseCommand } from './fault-process.ts';
import type { Ended, Point } from './fault-run.ts';
import { createFaultWorlds, type FaultWorld } from './fault-world.ts';
import { blindness, describeMishap, disturbanceOf, isDeadly, type Mishap, mishapsAt } from './mishaps.ts';
import { spread } from './spread.ts';
import type { Scenario } from './stage.ts';

export interface FaultOptions {
  /** The points at which something goes wrong; all of them unless told. */
  readonly at?: (point: Point) => boolean;
  /** How many mishaps are tried, spread evenly over all; all of them unless told. */
  readonly sample?: number;
  /**
   * Releases in a process of its own, which is then killed by SIGKILL at each request and at each file it writes and
   * program it starts. Without it, releases run in this process, and everything else goes wrong.
   */
  readonly command?: ReleaseCommand;
  /** Seconds after which a request without an answer is given up; 5 unless told. */
  readonly timeout?: number;
  /** Is told of each mishap, whether it was survived. */
  readonly watch?: (line: string) => void;
}

export interface FaultReport {
  /** What an undisturbed release does. */
  readonly points: readonly Point[];
  /** How many mishaps there could be. */
  readonly mishaps: number;
  readonly tried: number;
  /** How many of them struck: what one run asks for need not come in every other. */
  readonly struck: number;
}

/**
 * Releases a scenario again and again, each time with one mishap, then runs the release again and compares the world
 * with that of an undisturbed release: the same to the byte. Where a run ended before its commit was pushed, nothing may
 * have happened at all.
 * @throws Error that lists the mishaps that were not survived, with what was seen
 */
export async function survives(scenario: Scenario, options: FaultOptions = {}): Promise<FaultReport> {
  const { command, timeout = 5, at = () => true, watch = () => undefined } = options;
  const worlds = await createFaultWorlds(scenario, command);
  try {
    const calm = await undisturbed(await worlds.open(), timeout);
    const mishaps = mishapsAt(calm.points.filter(at), command !== undefined);
    const chosen = spread(mishaps, options.sample ?? mishaps.length);
    const failures: string[] = [];
    let struck = 0;
    for (const [index, mishap] of chosen.entries()) {
      const trial = await tryOut(await worlds.open(), mishap, calm);
      if (trial.struck) struck += 1;
      const told = trial.failures.map((failure) => `${describeMishap(mishap)}: ${failure}`);
      failures.push(...told);
      const good = `${describeMishap(mishap)}: ${trial.struck ? 'survived' : 'did not come'}`;
      for (const line of told.length > 0 ? told : [good]) watch(`${index + 1}/${chosen.length} ${line}`);
    }
    if (failures.length > 0) throw notSurvived(failures);
    return { points: calm.points, mishaps: mishaps.length, tried: chosen.length, struck };
  } finally {
    await worlds.close();
  }
}

const notSurvived = (failures: readonly string[]): Error =>
  new Error(`${failures.length} times a mishap was not survived:\n${failures.join('\n')}`);

/** What a world is before and after a release that nothing disturbs. */
interface Calm {
  readonly before: string;
  readonly after: string;
  readonly points: readonly Point[];
  /** Seconds after which a request without an answer is given up. */
  readonly timeout: number;
}

async function undisturbed(world: FaultWorld, timeout: number): Promise<Calm> {
  try {
    const before = await seen(world);
    const ended = await world.release(world.checkout);
    if (ended.outcome !== 'released') throw new Error(`The undisturbed release ended as ${tell(ended)}`);
    return { before, after: await seen(world), points: ended.points, timeout };
  } finally {
    await world.close();
  }
}

interface Trial {
  readonly struck: boolean;
  readonly failures: readonly string[];
}

async function tryOut(world: FaultWorld, mishap: Mishap, calm: Calm): Promise<Trial> {
  try {
    const local = await stateOf(world);
    const disturbance = disturbanceOf(mishap, calm.timeout);
    const first = await world.release(world.checkout, disturbance);
    const failures = [
      ...(isDeadly(mishap) ? [] : badEnd(first)),
      ...(await halfDone(world, calm, local, first)),
      ...(await unfinished(world, mishap, calm, first)),
    ];
    return { struck: disturbance.struck(), failures };
  } finally {
    await world.close();
  }
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
  local: string,
  first: Ended,
): Promise<readonly string[]> {
  const between = await seen(world);
  if (refsOf(between) !== refsOf(calm.before)) return [];
  return [
    ...(between === calm.before
      ? []
      : [`nothing was pushed, and yet ${difference(calm.before, between)} (${tell(first)})`]),
    ...((await stateOf(world)) === local
      ? []
      : [`nothing was pushed, and yet the checkout changed (${tell(first)})`]),
  ];
}

/** Runs the release again, and says what is not as it should be then. */
async function unfinished(
  world: FaultWorld,
  mishap: Mishap,
  calm: Calm,
  first: Ended,
): Promise<readonly string[]> {
  const place = mishap.from === 'here' ? world.checkout : await world.again();
  if (mishap.lasting) await world.release(place, disturbanceOf(mishap, calm.timeout));
  if (mishap.blind) await world.release(place, blindness);
  const second = await world.release(place);
  const after = await seen(world);
  const story = `first ${tell(first)}, then ${tell(second)}`;
  return [
    ...(after === calm.after ? [] : [`${difference(calm.after, after)} (${story})`]),
    ...(/^(?:released|resumed|complete)$/.test(second.outcome) ? [] : [`it does not end well: ${story}`]),
    ...((await place.git('status', '--porcelain')) === '' ? [] : [`the checkout is not clean: ${story}`]),
  ];
}

/** What is visible, as text that is equal when the worlds are. */
const seen = async (world: FaultWorld): Promise<string> => JSON.stringify(await world.published());

/** All of a checkout that a release must leave alone; what git ignores may hold outputs for other jobs. */
async function stateOf({ checkout }: FaultWorld): Promise<string> {
  const { refs, head, index } = await checkout.snapshot();
  const files = await checkout.git('status', '--porcelain', '--untracked-files=all');
  const changes = await checkout.git('diff', 'HEAD');
  const config = await checkout.git('config', '--local', '--list');
  return JSON.stringify({ refs, head, index, files, changes, config });
}

const refsOf = (world: string): string => JSON.stringify((JSON.parse(world) as { refs: unknown }).refs);

function tell({ outcome, problems, crash }: Ended): string {
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
