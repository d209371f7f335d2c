import { expect, test } from 'vitest';
import { applyPlan } from './apply.ts';
import { dryRun } from './dry-run.ts';
import { laboratory, planOf, refusal, states, usual } from './laboratory.fixture.ts';

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
