import { expect, test } from 'vitest';
import type { PlannedStep } from '../model/step.ts';
import { selectSteps } from './select.ts';

const step = (id: string, plugin: string): PlannedStep => ({
  id,
  plugin,
  kind: `${plugin}:do`,
  title: `do ${id}`,
  input: {},
  phase: 'publish',
  needs: [],
});
const steps = [step('docker:push', 'docker'), step('jsr:publish', 'jsr')];

test('a plugin of the flow that has nothing to do in a plan may be named', () => {
  const plugins = ['docker', 'jsr', 'helm-catalog'];
  expect([...selectSteps(steps, { only: ['helm-catalog'], plugins })]).toEqual([]);
  expect([...selectSteps(steps, { skip: ['helm-catalog', 'jsr'], plugins })]).toEqual(['docker:push']);
});

test('a name that is neither a plugin nor a step is refused', () => {
  expect(() => selectSteps(steps, { only: ['dokcer'], plugins: ['docker'] })).toThrow(
    /Did you mean "docker"/,
  );
});
