import { expect, test } from 'vitest';
import type { StepKind } from '../model/plugin.ts';
import { isReleaseError } from '../model/problem.ts';
import { outputOf, type Phase, type Step } from '../model/step.ts';
import { orderSteps } from './steps.ts';

const kind = (name: string, phase: Phase): readonly [string, StepKind] => [
  name,
  { kind: name, phase, probe: async () => ({ state: 'todo' }), run: async () => ({}) },
];
const kinds = new Map([
  kind('make', 'commit'),
  kind('build', 'stage'),
  kind('land', 'push'),
  kind('tell', 'publish'),
]);
const step = (id: string, of: string, needs: readonly string[] = [], input: Step['input'] = {}): Step => ({
  id,
  kind: of,
  title: id,
  input,
  needs,
});

function codes(steps: readonly Step[]): readonly string[] {
  try {
    orderSteps([{ plugin: 'mine', values: steps }], kinds);
  } catch (error) {
    if (isReleaseError(error)) return error.problems.map((problem) => problem.code);
    throw error;
  }
  return [];
}

test('orders steps by phase, then by what they need, outputs included', () => {
  const ordered = orderSteps(
    [
      {
        plugin: 'mine',
        values: [
          step('last', 'tell', ['first']),
          step('first', 'tell', [], { digest: { nested: [outputOf('image', 'digest')] } }),
          step('landing', 'land'),
          step('image', 'build', [], { commit: outputOf('commit', 'commit') }),
          step('commit', 'make'),
        ],
      },
    ],
    kinds,
  );
  expect(ordered.map(({ id }) => id)).toEqual(['commit', 'image', 'landing', 'first', 'last']);
  expect(ordered.find(({ id }) => id === 'first')?.needs).toEqual(['image']);
  expect(ordered.every(({ plugin }) => plugin === 'mine')).toBe(true);
});

test('refuses ids used twice, unknown kinds and unknown needs, all at once', () => {
  expect(codes([step('a', 'tell'), step('a', 'tell'), step('b', 'tall'), step('c', 'tell', ['d'])])).toEqual([
    'STEP_DUPLICATE',
    'STEP_KIND_UNKNOWN',
    'STEP_NEED_UNKNOWN',
  ]);
});

test('refuses a kind that cannot look whether its step is done, or cannot do it', () => {
  const { run, ...blind } = kind('tell', 'publish')[1];
  for (const lame of [{ ...blind, run, probe: undefined }, blind]) {
    const orders = () =>
      orderSteps([{ plugin: 'mine', values: [step('a', 'tell')] }], new Map([['tell', lame as StepKind]]));
    expect(orders).toThrow(
      `The step kind "tell" of the plugin "mine" has no ${'run' in lame ? 'probe' : 'run'}.`,
    );
  }
});

test('refuses a circle, and a step that waits for a later phase', () => {
  expect(codes([step('a', 'tell', ['b']), step('b', 'tell', ['a'])])).toEqual(['STEP_CYCLE']);
  expect(codes([step('image', 'build', ['told']), step('told', 'tell')])).toEqual(['STEP_CYCLE']);
});

test('refuses two kinds of things in one place, and lets steps share a place for one kind', () => {
  const at = (id: string, thing: string): Step => ({ ...step(id, 'tell'), places: { 'oci://r/app': thing } });
  expect(codes([at('a', 'image'), at('b', 'chart')])).toEqual(['STEP_PLACE_SHARED']);
  expect(codes([at('a', 'image'), at('b', 'image')])).toEqual([]);
});
