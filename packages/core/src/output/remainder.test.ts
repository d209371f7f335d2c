import { expect, test } from 'vitest';
import type { StepReport, StepState } from '../model/report.ts';
import type { Phase } from '../model/step.ts';
import { remainderView } from './remainder.ts';
import { statusView } from './status.ts';
import { plainCanvas, report } from './view.fixture.ts';

const step = (title: string, state: StepState, phase: Phase = 'publish'): StepReport => ({
  id: title,
  title,
  plugin: 'a',
  phase,
  state,
});

test('many things that are done are counted, each that is missing is named', () => {
  const steps = [
    ...['one', 'two', 'three', 'four', 'five', 'six'].map((title) => step(title, 'done')),
    ...['seven', 'eight', 'nine', 'ten', 'eleven'].map((title) => step(title, 'failed')),
    step('twelve', 'unknown'),
  ];
  expect(remainderView({ steps, outcome: 'incomplete' }, 'chart 0.2.27', [])).toEqual([
    'The release of chart 0.2.27 is incomplete. Done: one; two; three; 3 more.',
    'Missing: seven; eight; nine; ten; eleven; twelve (not known: it could not be asked).',
    'Run `npx --no-install release` again: it does only what is missing.',
  ]);
});

test('a run that was stopped says so, and gives the very command, quoted where a shell needs it', () => {
  const steps = [step('push main', 'skipped')];
  expect(
    remainderView({ steps, outcome: 'interrupted' }, 'app 3.1.4', ['apply', "it's a plan.json"]),
  ).toEqual([
    'The release of app 3.1.4 was interrupted. Done: nothing.',
    'Missing: push main.',
    "Run `npx --no-install release apply 'it'\\''s a plan.json'` again: it does only what is missing.",
  ]);
});

test('what is built for others is missing where it failed, and not where nothing needed it', () => {
  const steps = [
    step('pack the tool', 'skipped', 'stage'),
    step('pack the chart', 'failed', 'stage'),
    step('push the chart', 'skipped'),
  ];
  const [, missing] = remainderView({ steps, outcome: 'incomplete' }, 'chart 0.2.27', []);
  expect(missing).toBe('Missing: pack the chart; push the chart.');
});

test('what differs is not run over by running again', () => {
  const steps = [step('push the image', 'conflict'), step('push the chart', 'done')];
  const [, missing, command] = remainderView({ steps, outcome: 'incomplete' }, 'app 3.1.4', [
    'publish',
    'v3.1.4',
  ]);
  expect(missing).toBe('Missing: push the image (something else is there).');
  expect(command).toBe(
    'What is there and differs is left alone: see the problem, then run `npx --no-install release publish v3.1.4`. It does only what is missing.',
  );
});

test('a status says of a whole release that it is complete', () => {
  const whole = { ...report, steps: report.steps.slice(0, 2) };
  expect(statusView(whole, plainCanvas, []).at(-1)).toBe('The release of chart 0.2.27 is complete.');
});
