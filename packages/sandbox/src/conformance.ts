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
 * nothing; a second run does nothing; a run that is interrupted after any step, or dies before or after an effect, and
 * is started again ends in the same world; no secret appears in anything it says.
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

function secrecy(what: string, told: number): Finding {
  return finding(`${what} tell no secret`, told === 0, `${told} of the scenario's secrets can be read in it`);
}

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
      secrecy('the plan and the dry run', stage.secretsIn([text, JSON.stringify(preview)])),
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
      finding(
        'a second run changes nothing',
        same(published, await stage.snapshot()),
        'the world differs after it',
      ),
      secrecy('the report and the journal', stage.secretsIn([JSON.stringify(report), ...stage.said()])),
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
async function survivesDeath(scenario: Scenario, undisturbed: Undisturbed): Promise<readonly Finding[]> {
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

function deathsOf(effects: readonly string[]): readonly Death[] {
  return effects.flatMap((_, index) => [
    { effect: index + 1, when: 'before' as const },
    { effect: index + 1, when: 'after' as const },
  ]);
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
