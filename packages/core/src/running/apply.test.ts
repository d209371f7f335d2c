import { expect, test } from 'vitest';
import { outputOf } from '../model/step.ts';
import { applyPlan } from './apply.ts';
import { outputsFromJournal } from './journal.ts';
import { laboratory, planOf, refusal, states, step, usual, type World } from './laboratory.fixture.ts';

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
