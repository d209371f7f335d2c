import type { ReleaseContext, Track } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { jsr } from './index.ts';
import { noFacts, treeOf } from './tree.fixture.ts';

const plugins = [
  jsr({ package: 'libs/app', auth: 'oidc' }),
  jsr({ id: 'jsr-core', package: 'libs/core', timeout: '2m' }),
];
const files = {
  'libs/app/jsr.json': '{ "name": "@acme/app", "version": "1.0.0" }',
  'libs/app/mod.ts': "import { core } from '#core';\nexport { core };\n",
  'libs/app/deno.json': '{ "imports": { "#core": "jsr:@acme/core@^2.0.0" } }',
  'libs/core/deno.jsonc': '// core\n{ "name": "@acme/core", "version": "2.0.0" }',
  'libs/core/mod.ts': 'export const core = 1;\n',
};

/** Plans a release of these tracks with every instance. */
async function plan(released: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const tracks = plugins.flatMap((plugin): readonly Track[] =>
    (plugin.tracks ?? []).map((track) => ({ ...track, plugin: plugin.id ?? plugin.name })),
  );
  const context = {
    flow: 'main',
    facts: noFacts,
    tracks,
    reads: { tree: treeOf(files), env: (name: string) => env[name] },
    release: {
      commit: 'c0ffee',
      made: false,
      changes: Object.entries(released).map(([track, next]) => ({
        track,
        current: '0.0.0',
        next,
        bump: null,
      })),
      versions: { app: '1.0.0', core: '2.0.0', ...released },
      tags: [],
      notes: {},
      assets: [],
      generations: [],
      files: [],
    },
  } as unknown as ReleaseContext;
  return (await Promise.all(plugins.map(async (plugin) => plugin.publish?.(context) ?? []))).flat();
}

describe('the steps', () => {
  test('of several instances wait for each other', async () => {
    const steps = await plan({ app: '1.1.0', core: '2.1.0' });
    expect(steps.map(({ id, needs = [] }) => [id, needs])).toEqual([
      ['jsr:check', []],
      ['jsr:publish:app', ['jsr-core:publish:core']],
      ['jsr-core:check', []],
      ['jsr-core:publish:core', []],
    ]);
  });

  test('are planned for what is released alone, and for all by hand', async () => {
    expect((await plan({ app: '1.1.0' })).map(({ id, needs = [] }) => [id, needs])).toEqual([
      ['jsr:check', []],
      ['jsr:publish:app', []],
    ]);
    expect((await plan({})).map(({ id }) => id)).toHaveLength(4);
  });

  test('hold all that a run needs, and name the token by its variable', async () => {
    const steps = await plan({ core: '2.1.0' }, { JSR_URL: 'http://127.0.0.1:1' });
    expect(steps[1]?.input).toMatchObject({
      scope: 'acme',
      name: 'core',
      version: '2.1.0',
      folder: 'libs/core',
      commit: 'c0ffee',
      registry: 'http://127.0.0.1:1/',
      token: ['JSR_TOKEN'],
      timeout: 120_000,
      ofNpm: false,
    });
  });
});
