import { expect, test } from 'vitest';
import { applyPlan } from './apply.ts';
import { laboratory, planOf, states, usual, type World } from './laboratory.fixture.ts';

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
