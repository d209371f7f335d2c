import { expect, test } from 'vitest';
import type { JournalEvent } from '../model/journal.ts';
import type { JsonObject } from '../model/json.ts';
import { type Plan, schemaVersion } from '../model/plan.ts';
import type { Probe, StepKind } from '../model/plugin.ts';
import type { Effects } from '../model/ports.ts';
import { isReleaseError, ReleaseError } from '../model/problem.ts';
import { outputOf, type Phase, type PlannedStep } from '../model/step.ts';
import { applyPlan } from './apply.ts';
import { dryRun } from './dry-run.ts';
import { journal, outputsFromJournal } from './journal.ts';
import type { Machinery } from './machinery.ts';

type World = Map<string, JsonObject>;
interface Behaviour {
  /** Throws instead of acting, this many times. */
  readonly fails?: number;
  readonly transient?: boolean;
  readonly lost?: boolean;
  readonly ready?: string;
  readonly conflict?: boolean;
  /** Cannot be looked at, this many times. */
  readonly hidden?: number;
  /** Has done it all the same when it throws. */
  readonly acts?: boolean;
  /** Says it has done it, and has not. */
  readonly lies?: boolean;
  /** Does not show what it has done to this many looks. */
  readonly late?: number;
}

const problem = (code: string) => ({
  code,
  severity: 'error' as const,
  message: code.toLowerCase(),
  fix: 'mend it',
});

/** A kind of step whose target is an entry in a map. */
function kindOf(
  name: string,
  phase: Phase,
  world: World,
  behaviours: Record<string, Behaviour>,
  log: string[],
): StepKind {
  const left = new Map(Object.entries(behaviours).map(([id, { fails = 0 }]) => [id, fails]));
  const hiding = new Map(Object.entries(behaviours).map(([id, { hidden = 0 }]) => [id, hidden]));
  const lateness = new Map(Object.entries(behaviours).map(([id, { late = 0 }]) => [id, late]));
  const idOf = (input: JsonObject): string => input['id'] as string;
  return {
    kind: name,
    phase,
    ready: async (input) =>
      behaviours[idOf(input)]?.ready === undefined ? [] : [problem(behaviours[idOf(input)]?.ready ?? '')],
    probe: async (input): Promise<Probe> => {
      log.push(`probe ${idOf(input)}`);
      const hidden = hiding.get(idOf(input)) ?? 0;
      hiding.set(idOf(input), hidden - 1);
      if (hidden > 0) throw new ReleaseError([problem('HIDDEN')]);
      if (behaviours[idOf(input)]?.conflict) return { state: 'conflict', problem: problem('TAKEN') };
      const output = world.get(idOf(input));
      const late = lateness.get(idOf(input)) ?? 0;
      if (output !== undefined) lateness.set(idOf(input), late - 1);
      if (late > 0) return { state: 'todo' };
      return output === undefined ? { state: 'todo' } : { state: 'done', output };
    },
    run: async (input) => {
      const id = idOf(input);
      log.push(`run ${id} ${JSON.stringify(input['from'] ?? null)}`);
      const remaining = left.get(id) ?? 0;
      if (remaining > 0) {
        left.set(id, remaining - 1);
        if (behaviours[id]?.acts) world.set(id, { made: `${id}!` });
        throw new ReleaseError(
          [problem('BROKEN')],
          behaviours[id]?.lost ? 'lost' : 'failed',
          undefined,
          behaviours[id]?.transient ?? false,
        );
      }
      if (!behaviours[id]?.lies) world.set(id, { made: `${id}!` });
      return { made: `${id}!` };
    },
  };
}

const step = (
  id: string,
  phase: Phase,
  needs: readonly string[] = [],
  input: JsonObject = {},
): PlannedStep => ({
  id,
  kind: phase,
  title: `do ${id}`,
  plugin: id.split(':')[0] ?? id,
  phase,
  needs,
  input: { id, ...input },
});

const planOf = (steps: readonly PlannedStep[], more: Partial<Plan> = {}): Plan => ({
  schema: schemaVersion,
  digest: 'sha256:77',
  flow: 'night',
  head: 'a1',
  branch: 'trunk',
  outcome: 'release',
  release: null,
  tracks: {
    tool: { current: '3.0.0', next: '3.1.0', bump: 'minor', baseline: null, because: [], ignored: [] },
  },
  tags: ['tool-3.1.0'],
  edits: [],
  notes: {},
  commit: { message: 'm' },
  steps,
  problems: [],
  ...more,
});

const usual = [
  step('git:commit', 'commit'),
  step('image:build', 'stage', ['git:commit'], { from: outputOf('git:commit', 'made') }),
  step('git:push', 'push', ['git:commit']),
  step('image:tag', 'publish', ['image:build'], { from: outputOf('image:build', 'made') }),
  step('page:post', 'publish'),
];

function laboratory(behaviours: Record<string, Behaviour> = {}, world: World = new Map()) {
  const log: string[] = [];
  const events: JournalEvent[] = [];
  const phases: readonly Phase[] = ['commit', 'stage', 'push', 'publish'];
  const kinds = new Map(
    phases.map((phase) => [phase, kindOf(phase, phase, world, behaviours, log)] as const),
  );
  const effects = { sleep: async () => undefined } as unknown as Effects;
  const machinery: Machinery = {
    kinds,
    effects,
    reads: effects,
    journal: journal(
      () => 86_400_000,
      (event) => events.push(event),
    ),
  };
  const runs = () => log.filter((line) => line.startsWith('run ')).map((line) => line.split(' ')[1]);
  return { machinery, world, log, events, runs };
}

const states = (report: { steps: readonly { id: string; state: string }[] }) =>
  Object.fromEntries(report.steps.map(({ id, state }) => [id, state]));

async function refusal(run: Promise<unknown>): Promise<readonly string[]> {
  try {
    await run;
  } catch (error) {
    if (isReleaseError(error)) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

test('does every step in the order of phases and needs, and hands outputs on', async () => {
  const lab = laboratory();
  const report = await applyPlan(planOf(usual), lab.machinery);
  expect(lab.log.filter((line) => line.startsWith('run'))).toEqual([
    'run git:commit null',
    'run image:build "git:commit!"',
    'run git:push null',
    'run image:tag "image:build!"',
    'run page:post null',
  ]);
  expect(report).toMatchObject({ outcome: 'released', versions: { tool: '3.1.0' }, tags: ['tool-3.1.0'] });
});

test('does nothing the second time, and says that all is complete', async () => {
  const lab = laboratory();
  await applyPlan(planOf(usual), lab.machinery);
  const again = laboratory({}, lab.world);
  const report = await applyPlan(planOf(usual), again.machinery);
  expect(again.runs()).toEqual([]);
  expect(report.outcome).toBe('complete');
});

test('refuses before anything runs when a step is not ready, with the problems of all', async () => {
  const lab = laboratory({ 'page:post': { ready: 'NO_TOKEN' }, 'image:tag': { ready: 'NO_RIGHT' } });
  expect(await refusal(applyPlan(planOf(usual), lab.machinery))).toEqual(['NO_RIGHT', 'NO_TOKEN']);
  expect(lab.runs()).toEqual([]);
});

test('refuses before the push when a target holds something else', async () => {
  const lab = laboratory({ 'image:tag': { conflict: true } });
  expect(await refusal(applyPlan(planOf(usual), lab.machinery))).toEqual(['TAKEN']);
  expect(lab.runs()).toEqual([]);
});

test('after the push tells what holds something else, and leaves undone what needs it', async () => {
  const pushed = new Map(['git:commit', 'git:push', 'image:build'].map((id) => [id, { made: id }]));
  const lab = laboratory({ 'image:tag': { conflict: true } }, pushed);
  const needy = step('page:index', 'publish', ['image:tag'], { from: outputOf('image:tag', 'made') });
  const report = await applyPlan(planOf([...usual, needy]), lab.machinery);
  expect(report.outcome).toBe('incomplete');
  expect(report.problems.map(({ code }) => code)).toEqual(['TAKEN']);
  expect(states(report)).toMatchObject({ 'image:tag': 'conflict', 'page:index': 'skipped' });
  expect(lab.runs()).toEqual(['page:post']);
});

test('ends at a failed stage step with nothing pushed', async () => {
  const lab = laboratory({ 'image:build': { fails: 9 } });
  const report = await applyPlan(planOf(usual), lab.machinery);
  expect(report.outcome).toBe('refused');
  expect(lab.runs()).toEqual(['git:commit', 'image:build']);
  expect(states(report)).toMatchObject({
    'image:build': 'failed',
    'git:push': 'skipped',
    'page:post': 'skipped',
  });
});

test('is lost when the push loses the race', async () => {
  const lab = laboratory({ 'git:push': { fails: 9, lost: true } });
  expect((await applyPlan(planOf(usual), lab.machinery)).outcome).toBe('lost');
});

test('is incomplete, and not refused, when the remote lets nobody in any more after the push', async () => {
  const lab = laboratory({ 'git:push': { hidden: 9 } });
  const report = await applyPlan(planOf(usual), lab.machinery);
  expect(lab.world.has('git:push')).toBe(true);
  expect([lab.runs().filter((id) => id === 'git:push').length, report.outcome]).toEqual([1, 'incomplete']);
  expect(report.problems.map(({ code }) => code)).toContain('HIDDEN');
});

test('lets the other targets converge when one fails, and completes it in the next run', async () => {
  const lab = laboratory({ 'image:tag': { fails: 1 } });
  const report = await applyPlan(planOf(usual), lab.machinery);
  expect(report.outcome).toBe('incomplete');
  expect(states(report)).toMatchObject({ 'image:tag': 'failed', 'page:post': 'done' });

  const again = laboratory({}, lab.world);
  const resumed = await applyPlan(planOf(usual), again.machinery);
  expect(resumed.outcome).toBe('resumed');
  expect(again.runs()).toEqual(['image:tag']);
});

test('builds again after the push only what a missing target waits for', async () => {
  const world: World = new Map([
    ['git:commit', { made: 'c' }],
    ['git:push', {}],
    ['image:tag', {}],
  ]);
  const lab = laboratory({}, world);
  await applyPlan(planOf(usual), lab.machinery);
  expect(lab.runs()).toEqual(['page:post']);
});

test('tries a failure of the moment again, and a lasting one not', async () => {
  const passing = laboratory({ 'page:post': { fails: 2, transient: true } });
  expect((await applyPlan(planOf(usual), passing.machinery)).outcome).toBe('released');
  expect(passing.runs().filter((id) => id === 'page:post')).toHaveLength(3);
  const lasting = laboratory({ 'page:post': { fails: 2 } });
  await applyPlan(planOf(usual), lasting.machinery);
  expect(lasting.runs().filter((id) => id === 'page:post')).toHaveLength(1);
});

test('looks before it tries again, so that what has acted and lost its answer acts once', async () => {
  const lab = laboratory({ 'page:post': { fails: 1, transient: true, acts: true } });
  const report = await applyPlan(planOf(usual), lab.machinery);
  expect(report.outcome).toBe('released');
  expect(report.steps.find(({ id }) => id === 'page:post')?.output).toEqual({ made: 'page:post!' });
  expect(lab.runs().filter((id) => id === 'page:post')).toHaveLength(1);
});

test('does nothing to a target that could not be looked at until it can be', async () => {
  const world: World = new Map([
    ['git:commit', { made: 'c' }],
    ['git:push', {}],
    ['image:tag', {}],
    ['page:post', { made: 'before' }],
  ]);
  const late = laboratory({ 'page:post': { hidden: 2 } }, world);
  expect((await applyPlan(planOf(usual), late.machinery)).outcome).toBe('resumed');
  const never = laboratory({ 'page:post': { hidden: 9 } }, world);
  const report = await applyPlan(planOf(usual), never.machinery);
  expect(report).toMatchObject({ outcome: 'incomplete', problems: [{ code: 'HIDDEN' }] });
  expect([...late.runs(), ...never.runs()]).toEqual([]);
});

test.each([
  [2, 'released', 'done'],
  [9, 'incomplete', 'failed'],
] as const)('does once what its target does not show to %i looks', async (late, outcome, state) => {
  const lab = laboratory({ 'page:post': { late } });
  const report = await applyPlan(planOf(usual), lab.machinery);
  expect([report.outcome, states(report)['page:post']]).toEqual([outcome, state]);
  expect(lab.runs().filter((id) => id === 'page:post')).toHaveLength(1);
});

test('believes the target, not the step', async () => {
  const lab = laboratory({ 'page:post': { lies: true } });
  const report = await applyPlan(planOf(usual), lab.machinery);
  expect(report.outcome).toBe('incomplete');
  expect(report.steps.find(({ id }) => id === 'page:post')?.problem?.code).toBe('STEP_NOT_CONFIRMED');
});

test('lets an optional step fail without harm', async () => {
  const lab = laboratory({ 'page:post': { fails: 9 } });
  const steps = usual.map((one) => (one.id === 'page:post' ? { ...one, optional: true } : one));
  const report = await applyPlan(planOf(steps), lab.machinery);
  expect(report.outcome).toBe('released');
  expect(report.problems.map(({ severity }) => severity)).toEqual(['warning']);
});

test('does only what is selected, and names what it could have been', async () => {
  const lab = laboratory();
  await applyPlan(planOf(usual), lab.machinery, { only: ['git', 'page:post'] });
  expect(lab.runs()).toEqual(['git:commit', 'git:push', 'page:post']);
  expect(lab.log.filter((line) => line.startsWith('probe image'))).toEqual([]);
  expect(await refusal(applyPlan(planOf(usual), lab.machinery, { skip: ['pagee:post'] }))).toEqual([
    'STEP_SELECTION_UNKNOWN',
  ]);
});

test('of a release that is out, it looks at what was chosen and what that needs, and knows by the push that it is out', async () => {
  const lab = laboratory();
  await applyPlan(planOf(usual), lab.machinery, { skip: ['image:tag', 'page:post'] });
  lab.log.splice(0);
  const report = await applyPlan(planOf(usual), lab.machinery, { only: ['image:tag'] });
  expect(lab.log.filter((line) => line.startsWith('probe page'))).toEqual([]);
  expect(lab.log).toContain('probe git:push');
  expect([report.outcome, lab.runs()]).toEqual(['resumed', ['image:tag']]);
});

test("takes an earlier run's outputs from its journal, of this plan alone", async () => {
  const lab = laboratory();
  await applyPlan(planOf(usual), lab.machinery);
  const text = lab.events.map((event) => JSON.stringify(event)).join('\n');
  expect(outputsFromJournal(`${text}\n{"event":"do`, 'sha256:77').get('image:build')).toEqual({
    made: 'image:build!',
  });
  expect(outputsFromJournal(text, 'sha256:78').size).toBe(0);
});

test('a dry run looks at what is selected alone, and knows what it could have been', async () => {
  const lab = laboratory();
  const report = await dryRun(planOf(usual), lab.machinery, { only: ['git', 'page:post'] });
  expect(Object.keys(states(report))).toEqual(['git:commit', 'git:push', 'page:post']);
  expect(await refusal(dryRun(planOf(usual), lab.machinery, { only: ['pagee:post'] }))).toEqual([
    'STEP_SELECTION_UNKNOWN',
  ]);
});

test('a dry run of a part asks whether the release is out, as a run does', async () => {
  const lab = laboratory();
  await applyPlan(planOf(usual), lab.machinery, { skip: ['image'] });
  lab.log.splice(0);
  const report = await dryRun(planOf(usual), lab.machinery, { only: ['image:build', 'page:post'] });
  expect(lab.log).toContain('probe git:push');
  expect(states(report)).toEqual({ 'image:build': 'skipped', 'page:post': 'already' });
});

test('a dry run tells once what keeps a step from running and from being looked at', async () => {
  const lab = laboratory({ 'page:post': { ready: 'HIDDEN', hidden: 9 } });
  const report = await dryRun(planOf(usual), lab.machinery);
  expect(report.problems.map(({ code }) => code)).toEqual(['HIDDEN']);
});

test('a dry run looks and foretells, and runs nothing', async () => {
  const lab = laboratory({ 'page:post': { conflict: true } }, new Map([['image:tag', { made: 'old' }]]));
  const report = await dryRun(planOf(usual), lab.machinery);
  expect(lab.runs()).toEqual([]);
  expect(report.outcome).toBe('planned');
  expect(states(report)).toEqual({
    'git:commit': 'todo',
    'image:build': 'todo',
    'git:push': 'todo',
    'image:tag': 'already',
    'page:post': 'conflict',
  });
});
