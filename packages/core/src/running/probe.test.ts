import { expect, test } from 'vitest';
import type { Probe } from '../model/plugin.ts';
import type { Reads } from '../model/ports.ts';
import type { PlannedStep } from '../model/step.ts';
import { probeStep } from './probe.ts';

const step: PlannedStep = {
  id: 'shelf:put',
  kind: 'shelf:put',
  plugin: 'shelf',
  phase: 'publish',
  title: 'put it on the shelf',
  input: {},
  needs: [],
};

test.each([
  ['a state of its own', { state: 'maybe' }, '"maybe"'],
  ['no state', {}, 'none'],
  ['nothing', undefined, 'none'],
])('a probe that tells %s is told as one of its plugin', async (_what, answer, told) => {
  const probe = async () => answer as Probe;
  const kind = { kind: 'shelf:put', phase: 'publish', probe, run: async () => ({}) } as const;
  const machinery = { kinds: new Map([[kind.kind, kind]]), reads: {} as Reads };
  expect(await probeStep(step, machinery, new Map())).toMatchObject({
    state: 'unknown',
    problem: {
      code: 'PLUGIN_OUTPUT_INVALID',
      plugin: 'shelf',
      message: expect.stringContaining(`tells ${told}.`),
    },
  });
});
