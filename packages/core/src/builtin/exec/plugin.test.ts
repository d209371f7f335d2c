import { expect, test } from 'vitest';
import type { ReleaseContext } from '../../model/plugin.ts';
import type { Effects } from '../../model/ports.ts';
import { outputOf } from '../../model/step.ts';
import { exec } from './plugin.ts';

const context = {
  release: {
    commit: outputOf('git:commit', 'commit'),
    changes: [{ track: 'tool', current: '3.1.0', next: '3.2.0', bump: 'minor' }],
    versions: { tool: '3.2.0', other: '7.0.0' },
    tags: [{ track: 'tool', name: 'tool-3.2.0', message: 'm' }],
  },
} as unknown as ReleaseContext;

test('fills versions and tags into arguments and variables, and never into a shell', async () => {
  const plugin = exec({
    name: 'announce',
    run: ['say', '{version}; rm -rf /', '{version:other}', '{tag}', '{tag:none}', '{version:none}'],
    done: ['said', '{version:tool}'],
    env: { RELEASE: 'v{version}' },
  });
  const [step] = (await plugin.publish?.(context)) ?? [];
  expect(step?.input).toMatchObject({
    run: ['say', '3.2.0; rm -rf /', '7.0.0', 'tool-3.2.0', '', '{version:none}'],
    done: ['said', '3.2.0'],
    env: { RELEASE: 'v3.2.0' },
  });
});

test('makes files of the release commit, filled in as everywhere', async () => {
  const options = {
    name: 'docs',
    phase: 'commit',
    run: ['make', 'docs-{version}'],
    folder: './docs/',
  } as const;
  const plugin = exec({ ...options, env: { TAG: '{tag}' } });
  expect(plugin.problems).toBeUndefined();
  expect(await plugin.publish?.(context)).toEqual([]);
  expect(await plugin.generate?.(context)).toEqual([
    { run: [['make', 'docs-3.2.0']], folder: 'docs', env: { TAG: 'tool-3.2.0' } },
  ]);
  expect(await exec({ ...options, tracks: ['other'] }).generate?.(context)).toEqual([]);
  for (const folder of ['../docs', '/docs', 'docs\0'])
    expect(exec({ ...options, folder }).problems?.[0]?.where?.pointer).toBe('folder');
});

test.each([
  [0, 'is done'],
  [1, 'has failed'],
])('a command that fails where `done` then ends with %i %s', async (exitCode, outcome) => {
  const { steps = [] } = exec({ name: 'mark', run: ['mark', '{tag}'], done: ['is-marked', '{tag}'] });
  const kind = steps.find(({ phase }) => phase === 'publish');
  const failure = new Error('There is such a mark.');
  const effects = {
    checkout: async () => '/there',
    exec: () => Promise.reject(failure),
    query: async ([program]: readonly string[]) => ({ exitCode: program === 'is-marked' ? exitCode : 9 }),
  } as unknown as Effects;
  const input = { run: ['mark', 'tool-3.2.0'], done: ['is-marked', 'tool-3.2.0'], env: {}, commit: 'c0ffee' };
  const ran = kind?.run(input, effects).then(
    () => 'is done',
    (error: unknown) => error === failure && 'has failed',
  );
  await expect(ran).resolves.toBe(outcome);
});

test('runs only when one of its tracks is released', async () => {
  const plugin = exec({ name: 'a', run: ['b'], phase: 'stage', tracks: ['other'] });
  expect(await plugin.publish?.(context)).toEqual([]);
});

test('wants a way to tell that a publish command has done its work', () => {
  expect(exec({ name: 'a', run: ['b'] }).problems?.[0]).toMatchObject({
    code: 'CONFIG_MISSING_KEY',
    where: { pointer: 'done' },
  });
  expect(exec({ name: 'a', run: ['b'], phase: 'stage' }).problems).toBeUndefined();
});

test('refuses a command that is a text for a shell', () => {
  expect(exec({ name: 'a', run: 'make release', phase: 'stage' } as never).problems?.[0]?.message).toContain(
    'must be a list',
  );
});

test('a track that the flow does not have is refused, and the nearest is named', async () => {
  const plugin = exec({ name: 'a', run: ['b'], phase: 'stage', tracks: ['tool', 'othre'] });
  const tracks = ['tool', 'other'].map((name) => ({ name, pins: [], paths: [] }));
  expect(await plugin.verify?.({ tracks } as unknown as ReleaseContext)).toMatchObject([
    { code: 'TRACK_UNKNOWN', message: expect.stringContaining('Did you mean "other"?') },
  ]);
});
