import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { denoPath } from './deno.fixture.ts';
import { secret, worldOfTest } from './release.fixture.ts';

const manifest = (name: string, version: string) =>
  `${JSON.stringify({ name: `@acme/${name}`, version, license: 'MIT', exports: './mod.ts' })}\n`;
const npm = (name: string, version: string, dependencies = {}) =>
  `${JSON.stringify({ name: `@acme/${name}`, version, type: 'module', exports: './mod.ts', dependencies })}\n`;

/** `app` comes first by its name, and needs `core`. */
const workspace = {
  'package.json': '{ "name": "all", "private": true, "workspaces": ["packages/*"] }\n',
  'packages/app/jsr.json': manifest('app', '1.0.0'),
  'packages/app/package.json': npm('app', '1.0.0', { '@acme/core': 'workspace:*' }),
  'packages/app/mod.ts':
    "import { core } from '@acme/core';\nexport { other } from './other';\nexport const app: number = core;\n",
  'packages/app/other.ts': 'export const other: number = 1;\n',
  'packages/core/jsr.json': manifest('core', '2.1.0'),
  'packages/core/package.json': npm('core', '2.1.0'),
  'packages/core/mod.ts': 'export const core: number = 1;\n',
};

describe.skipIf(denoPath === undefined)(
  'a workspace of npm (needs deno: npm install --save-dev deno)',
  () => {
    test('is published in the order of its needs, with the versions of this release', async () => {
      const here = await worldOfTest({
        files: workspace,
        change: {
          'packages/core/mod.ts': 'export const core: number = 2;\n',
          'packages/app/other.ts': 'export const other: number = 2;\n',
        },
        registry: { packages: ['@acme/app', '@acme/core'] },
        plugin: {
          typeCheck: undefined,
          packages: ['packages/app', 'packages/core'],
          prepare: [
            'sh',
            '-c',
            'mkdir -p node_modules/@acme && ln -s ../../packages/core node_modules/@acme/core',
          ],
        },
      });
      expect(await here.release()).toMatchObject({ outcome: 'released' });
      expect(here.registry.tasks.map(({ name, version }) => `${name}@${version}`)).toEqual([
        'core@2.2.0',
        'app@1.1.0',
      ]);
      expect(here.registry.file('@acme/app', '1.1.0', '/mod.ts')).toContain('jsr:@acme/core@^2.2.0');
      expect((await here.publish()).outcome).toBe('complete');
    });

    test('publishes nothing that needs what could not be published', async () => {
      const here = await worldOfTest({
        files: workspace,
        change: {
          'packages/core/mod.ts': 'export const core: number = 2;\n',
          'packages/app/other.ts': 'export const other: number = 2;\n',
        },
        registry: { packages: ['@acme/app', '@acme/core'] },
        plugin: {
          packages: ['packages/app', 'packages/core'],
          prepare: [
            'sh',
            '-c',
            'mkdir -p node_modules/@acme && ln -s ../../packages/core node_modules/@acme/core',
          ],
        },
      });
      here.registry.next({ status: 'failure', code: 'graphError', message: 'no' });
      expect(await here.release()).toMatchObject({
        outcome: 'incomplete',
        steps: { 'jsr:publish:core': 'failed', 'jsr:publish:app': 'skipped' },
      });
    });
  },
);

describe.skipIf(denoPath === undefined)('the token (needs deno: npm install --save-dev deno)', () => {
  test('is not among the arguments of deno', async () => {
    const here = await worldOfTest();
    const folder = await mkdtemp(join(tmpdir(), 'launchway-shim-'));
    const [shim, log] = [join(folder, 'deno'), join(folder, 'log')];
    await writeFile(shim, `#!/bin/sh\necho "$@" >> ${log}\nexec ${denoPath} "$@"\n`);
    await chmod(shim, 0o755);
    expect((await here.release({ deno: shim })).outcome).toBe('released');
    const calls = await readFile(log, 'utf8');
    expect(calls).toMatch(/publish .*--token [0-9a-f-]{36}/);
    expect(calls).not.toContain(secret);
  });
});
