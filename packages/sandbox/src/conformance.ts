import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuiltPlan } from '@launchway/core/engine';
import { difference, placeOf } from './difference.ts';
import { spread } from './spread.ts';
import { type Death, inWorld, type Scenario } from './stage.ts';

export type { Scenario, Targets, World } from './stage.ts';

/** One promise that a plugin keeps or breaks. */
export interface Finding {
  readonly promise: string;
  readonly kept: boolean;
  /** What was seen, where it is broken. */
  readonly detail: string;
}

/**
 * Tries whether a plugin keeps the promises every plugin makes: its plan is stable JSON; hooks and probes change
 * nothing; nothing is done before it ran; a second run does nothing; a run that is interrupted after any step, or dies
 * before or after an effect, and is started again ends in the same world; no secret appears in anything it says.
 * @throws Error that lists the broken promises of the first of these trials that finds any
 */
export async function conforms(scenario: Scenario): Promise<readonly Finding[]> {
  const looked = kept(await looksOnly(scenario));
  const { findings, undisturbed } = await convergesAtOnce(scenario);
  return [
    ...looked,
    ...kept(findings),
    ...kept(await survivesInterruption(scenario, undisturbed)),
    ...kept(await survivesDeath(scenario, undisturbed)),
  ];
}

/** @throws Error that lists the broken ones */
function kept(findings: readonly Finding[]): readonly Finding[] {
  const broken = findings.filter((each) => !each.kept);
  if (broken.length > 0)
    throw new Error(broken.map(({ promise, detail }) => `${promise}: ${detail}`).join('\n'));
  return findings;
}

/** A release that nothing disturbs. */
interface Undisturbed {
  /** What anybody sees of it. */
  readonly world: unknown;
  readonly steps: readonly string[];
  readonly effects: readonly string[];
}

const finding = (promise: string, kept: boolean, detail = ''): Finding => ({ promise, kept, detail });

/** @param said what was said, by what says it */
function secrecy(what: string, { secrets = [] }: Scenario, said: object): Finding {
  const place = placeOf(said, secrets);
  return finding(`${what} tell no secret`, place === undefined, `one can be read in ${place}`);
}

/** Two worlds that must be the same. */
function unchanged(promise: string, before: unknown, after: unknown, when: string): Finding {
  const found = difference(before, after);
  return finding(promise, found === undefined, `${when}; ${found}`);
}

/** Plans twice and runs dry, and compares the world before and after. */
async function looksOnly(scenario: Scenario): Promise<readonly Finding[]> {
  return inWorld(scenario, async (stage) => {
    const look = async () => ({ ...(await stage.snapshot()), folder: await filesHere() });
    const before = await look();
    const [first, second] = [await stage.plan(), await stage.plan()];
    const preview = await stage.dryRun(first);
    const after = await look();
    const effects = stage.effects();
    const text = JSON.stringify(first.plan);
    const early = preview.steps.filter(
      ({ id, state }) => state === 'already' && isPublishing(first.plan, id),
    );
    return [
      unchanged('the plan is stable', contentOf(first), contentOf(second), 'it was planned twice'),
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
      unchanged('hooks and probes change nothing', before, after, 'the world differs after plan and dry run'),
      finding(
        'no step is done before it ran',
        early.length === 0,
        `${early.map(({ id }) => id).join(', ')}: nothing was released yet, and the probe says that it is done`,
      ),
      secrecy('the plan and the dry run', scenario, { plan: first.plan, preview }),
    ];
  });
}

/** Releases, then releases again from a fresh clone of the same commit. */
async function convergesAtOnce(
  scenario: Scenario,
): Promise<{ readonly findings: readonly Finding[]; readonly undisturbed: Undisturbed }> {
  return inWorld(scenario, async (stage) => {
    const report = await stage.release();
    const problems = report.problems.map(({ code, message }) => `${code}: ${message}`).join('; ');
    const published = await stage.snapshot();
    const effects = [...stage.effects()];
    const undisturbed = { world: await stage.published(), steps: report.steps.map(({ id }) => id), effects };
    const again = await stage.release();
    const findings = [
      finding('a run releases', report.outcome === 'released', `it ended as ${report.outcome}: ${problems}`),
      finding('a second run has nothing to do', again.outcome === 'complete', `it ended as ${again.outcome}`),
      finding(
        'a second run asks for no effect',
        stage.effects().length === effects.length,
        stage.effects().slice(effects.length).join(', '),
      ),
      unchanged(
        'a second run changes nothing',
        published,
        await stage.snapshot(),
        'the world differs after it',
      ),
      secrecy('the report and the journal', scenario, { report, said: stage.said() }),
    ];
    return { findings, undisturbed };
  });
}

/** Ends a run after each of its steps in turn, runs again as a CI job would, and compares with an undisturbed run. */
async function survivesInterruption(
  scenario: Scenario,
  undisturbed: Undisturbed,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const step of undisturbed.steps) {
    findings.push(
      await inWorld(scenario, async (stage) => {
        await stage.release({ endAfter: step });
        const resumed = await stage.release();
        return unchanged(
          `a run that ends after ${step} is completed by the next`,
          undisturbed.world,
          await stage.published(),
          `it ended as ${resumed.outcome}, and the world differs`,
        );
      }),
    );
  }
  return findings;
}

/** Lets a run die before and after effects, as a killed process does, runs again, and compares. */
async function survivesDeath(scenario: Scenario, undisturbed: Undisturbed): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const point of spread(deathsOf(undisturbed.effects), scenario.deaths ?? 4)) {
    findings.push(
      await inWorld(scenario, async (stage) => {
        await stage.release({ dieAt: point }).catch(() => undefined);
        const resumed = await stage.release();
        return unchanged(
          `a run that dies ${point.when} ${undisturbed.effects[point.effect - 1]} is completed by the next`,
          undisturbed.world,
          await stage.published(),
          `it ended as ${resumed.outcome}, and the world differs`,
        );
      }),
    );
  }
  return findings;
}

function deathsOf(effects: readonly string[]): readonly Death[] {
  return effects.flatMap((_, index) => [
    { effect: index + 1, when: 'before' as const },
    { effect: index + 1, when: 'after' as const },
  ]);
}

const contentOf = ({ plan }: BuiltPlan): object => ({ ...plan, digest: '' });

const isPublishing = ({ steps }: BuiltPlan['plan'], id: string): boolean =>
  steps.some((step) => step.id === id && step.phase === 'publish');

const notOurs = new Set(['.git', 'node_modules']);

/** The files of the folder that a plugin works in when it minds nothing: where the tests run, without what is installed there. */
async function filesHere(folder = '.'): Promise<Readonly<Record<string, number>>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries
    .filter(({ name }) => !notOurs.has(name))
    .map(async (entry): Promise<Readonly<Record<string, number>>> => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesHere(path);
      const found = entry.isFile() ? await stat(path).catch(() => undefined) : undefined;
      return found === undefined ? {} : { [path]: found.mtimeMs }; // others work here too, and may have removed it
    });
  return Object.assign({}, ...(await Promise.all(found)));
}
