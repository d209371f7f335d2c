import { expect, test } from 'vitest';
import type { HookContext, Plugin } from '../model/plugin.ts';
import { isReleaseError, ReleaseError } from '../model/problem.ts';
import { createLifecycle } from './lifecycle.ts';

const context = {
  flow: 'nightly',
  tracks: [{ name: 'tool', pins: [], paths: ['tool/**'] }],
  facts: { head: 'abc', commits: [], tracks: {} },
  reads: { env: () => undefined },
} as unknown as HookContext;

async function problemsOf(
  plugins: readonly Plugin[],
): Promise<readonly (readonly [string, string | undefined])[]> {
  try {
    await createLifecycle(plugins).analyze(context);
  } catch (error) {
    if (isReleaseError(error)) return error.problems.map((problem) => [problem.code, problem.plugin]);
    throw error;
  }
  return [];
}

test("gives every plugin's values in order, with the plugin's name", async () => {
  const found = await createLifecycle([
    { name: 'late', after: ['early'], analyze: () => [{ track: 'tool', bump: 'minor', because: [] }] },
    { name: 'early', analyze: async () => [{ track: 'tool', bump: 'patch', because: [] }] },
    { name: 'silent' },
  ]).analyze(context);
  expect(found.map(({ plugin, values }) => [plugin, values[0]?.bump])).toEqual([
    ['early', 'patch'],
    ['late', 'minor'],
  ]);
});

test('runs every plugin and gathers the failures of all, each with its plugin', async () => {
  const found = await problemsOf([
    {
      name: 'broken',
      analyze: () => {
        throw new Error('no such thing');
      },
    },
    {
      name: 'refuser',
      id: 'refuser-two',
      analyze: () =>
        Promise.reject(new ReleaseError([{ code: 'OWN', severity: 'error', message: 'm', fix: 'f' }])),
    },
  ]);
  expect(found).toEqual([
    ['PLUGIN_FAILED', 'broken'],
    ['OWN', 'refuser-two'],
  ]);
});

test.each([
  ['nothing', () => undefined],
  ['an object', () => ({ track: 'tool', bump: null, because: [] })],
  ['a list with a hole', () => [{ track: 'tool' }]],
  ['a bump that there is none of', () => [{ track: 'tool', bump: 'big', because: [] }]],
])('refuses a hook that returns %s', async (_what, analyze) => {
  expect(
    await problemsOf([{ name: 'odd', analyze: analyze as unknown as NonNullable<Plugin['analyze']> }]),
  ).toEqual([['PLUGIN_OUTPUT_INVALID', 'odd']]);
});

test('freezes what hooks are told', async () => {
  const found = await problemsOf([
    {
      name: 'changer',
      analyze: ({ tracks }) => {
        (tracks as unknown[]).push('more');
        return [];
      },
    },
  ]);
  expect(found).toEqual([['PLUGIN_FAILED', 'changer']]);
});

test('asks only the plugins that are meant', async () => {
  const found = await createLifecycle([
    { name: 'always', continuous: true, analyze: () => [{ track: 'tool', bump: 'minor', because: [] }] },
    { name: 'seldom', analyze: () => [{ track: 'tool', bump: 'major', because: [] }] },
  ]).analyze(context, (plugin) => plugin.continuous === true);
  expect(found.map(({ plugin }) => plugin)).toEqual(['always']);
});
