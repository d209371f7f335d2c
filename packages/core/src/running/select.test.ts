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

test('a name means the plugin of that id alone, not one whose id begins with it', () => {
  const both = [...steps, step('docker-worker:push', 'docker-worker')];
  expect([...selectSteps(both, { skip: ['docker', 'jsr'] })]).toEqual(['docker-worker:push']);
  expect(() => selectSteps(both, { skip: ['worker'] })).toThrow(
    /No plugin of the flow and no step of this plan is called "worker"/,
  );
});

test('a name that is neither a plugin nor a step is refused', () => {
  expect(() => selectSteps(steps, { only: ['dokcer'], plugins: ['docker'] })).toThrow(
    /Did you mean "docker"/,
  );
});

test('what is named brings along what is built for it, by whichever plugin, unless that is left out', () => {
  const chain = [
    { ...step('git:commit', 'git'), phase: 'commit' as const },
    { ...step('tool:build', 'tool'), phase: 'stage' as const, needs: ['git:commit'] },
    { ...step('tool:list', 'tool'), phase: 'stage' as const, needs: ['tool:build'] },
    { ...step('other:build', 'other'), phase: 'stage' as const },
    { ...step('forge:announce', 'forge'), needs: ['tool:list', 'docker:push'] },
    ...steps,
  ];
  expect([...selectSteps(chain, { only: ['forge'] })].sort()).toEqual([
    'forge:announce',
    'tool:build',
    'tool:list',
  ]);
  expect([...selectSteps(chain, { only: ['forge'], skip: ['tool'] })]).toEqual(['forge:announce']);
  expect([...selectSteps(chain, { only: ['docker'] })]).toEqual(['docker:push']);
});
