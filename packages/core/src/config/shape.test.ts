import { expect, test } from 'vitest';
import type { Plugin } from '../model/plugin.ts';
import { plugin } from './shape.ts';

/** A plugin with every member there is; a new one fails to compile until it is here. */
const whole: Required<Plugin> = {
  name: 'whole',
  id: 'whole-2',
  after: ['chart'],
  continuous: true,
  tracks: [
    {
      name: 'tool',
      pins: [{ file: 'tool.json', format: 'json', pointer: ['version'] }],
      paths: ['src/**'],
      follows: ['lib'],
      tag: { name: 'tool-{version}', when: ['src/**'] },
      initial: '0.3.0',
      about: { notes: 'notes.md' },
      plugin: 'whole',
    },
  ],
  checks: [{ name: 'tidy', paths: ['src/**'], run: async () => [] }],
  steps: [
    {
      kind: 'whole:step',
      phase: 'publish',
      ready: async () => [],
      probe: async () => ({ state: 'todo' }),
      run: async () => ({}),
      confirm: false,
    },
  ],
  commands: [],
  problems: [],
  verify: () => [],
  analyze: () => [],
  bump: () => [],
  notes: () => [],
  assets: () => [],
  generate: () => [],
  tag: () => [],
  publish: () => [],
};

test('a plugin may have every member of the interface', () => {
  expect(plugin(whole, [])).toEqual([]);
});
