import { spread } from '../spread.ts';
import type { Scenario } from '../stage.ts';
import type { ReleaseCommand } from './as-process.ts';
import { describeMishap, type Mishap, mishapsAt } from './mishaps.ts';
import type { Ended, Point } from './run.ts';
import { type Calm, type SecondRuns, seen, tell, tryOut, type Trial } from './trial.ts';
import { createFaultWorlds, type FaultWorld } from './world.ts';

/** Which mishaps are tried, and how. */
export interface FaultOptions {
  /** The points at which something goes wrong; all of them unless told. */
  readonly at?: (point: Point) => boolean;
  /** Which mishaps may be tried, by the words in which they are told; all of them unless told. */
  readonly only?: (mishap: string) => boolean;
  /** How many mishaps are tried, spread evenly over all; all of them unless told. */
  readonly sample?: number;
  /**
   * Releases in a process of its own, which is then killed by SIGKILL at each request and at each file it writes and
   * program it starts. Without it, releases run in this process, and everything else goes wrong.
   */
  readonly command?: ReleaseCommand;
  /** Seconds after which a request without an answer is given up; 2 unless told. */
  readonly timeout?: number;
  /** Is told of each mishap, whether it was survived. */
  readonly watch?: (line: string) => void;
}

/** What was tried, and survived. */
export interface FaultReport {
  /** What an undisturbed release does. */
  readonly points: readonly Point[];
  /** How many mishaps there could be. */
  readonly mishaps: number;
  readonly tried: number;
  /** How many of them struck: what one run asks for need not come in every other. */
  readonly struck: number;
  /** How many different worlds a second run began in. */
  readonly again: number;
}

/**
 * Releases a scenario again and again, each time with one mishap, then runs the release again and compares the world
 * with that of an undisturbed release: the same to the byte. Where a run ended before its commit was pushed, nothing may
 * have happened at all.
 * @throws Error that lists the mishaps that were not survived, with what was seen
 */
export async function survives(scenario: Scenario, options: FaultOptions = {}): Promise<FaultReport> {
  const { command, timeout = 2, sample = Infinity, watch = () => undefined } = options;
  const { at = () => true, only = () => true } = options;
  const worlds = await createFaultWorlds(scenario, command);
  try {
    const calm = await undisturbed(await worlds.open(), timeout);
    const mishaps = mishapsAt(calm.points.filter(at), command !== undefined);
    const chosen = spread(
      mishaps.filter((mishap) => only(describeMishap(mishap))),
      sample,
    );
    const known: SecondRuns = new Map();
    const failures: string[] = [];
    let struck = 0;
    for (const [index, mishap] of chosen.entries()) {
      const trial = await tryIn(await worlds.open(), mishap, calm, known);
      if (trial.struck) struck += 1;
      const told = trial.failures.map((failure) => `${describeMishap(mishap)}: ${failure}`);
      failures.push(...told);
      const good = `${describeMishap(mishap)}: ${trial.struck ? 'survived' : 'did not come'}`;
      for (const line of told.length > 0 ? told : [good]) watch(`${index + 1}/${chosen.length} ${line}`);
    }
    if (failures.length > 0) throw notSurvived(failures);
    const { points } = calm;
    return { points, mishaps: mishaps.length, tried: chosen.length, struck, again: known.size };
  } finally {
    await worlds.close();
  }
}

const notSurvived = (failures: readonly string[]): Error =>
  new Error(`${failures.length} times a mishap was not survived:\n${failures.join('\n')}`);

async function undisturbed(world: FaultWorld, timeout: number): Promise<Calm & Pick<Ended, 'points'>> {
  try {
    const before = await seen(world);
    const ended = await world.release(world.checkout);
    if (ended.outcome !== 'released') throw new Error(`The undisturbed release ended as ${tell(ended)}`);
    return { before, after: await seen(world), points: ended.points, timeout };
  } finally {
    await world.close();
  }
}

async function tryIn(world: FaultWorld, mishap: Mishap, calm: Calm, known: SecondRuns): Promise<Trial> {
  try {
    return await tryOut(world, mishap, calm, known);
  } finally {
    await world.close();
  }
}
