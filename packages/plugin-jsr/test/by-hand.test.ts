import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { denoPath } from './deno.fixture.ts';
import { secret, tiny, type World, worldOfTest } from './release.fixture.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** A repository with a chart beside the package, whose newest commit releases the chart alone, or nothing. */
async function world(chart = '0.2.0'): Promise<World> {
  const config = `import { track } from '@launchway/core';
import { jsr } from '@launchway/plugin-jsr';
export default { flows: { main: { plugins: [
  track({ name: 'chart', pins: ['chart.json'], paths: ['chart.json'] }),
  jsr({ package: 'packages/tiny', typeCheck: false }),
] } } };
`;
  const made = await worldOfTest({
    files: {
      ...tiny,
      'chart.json': '{ "version": "0.1.0" }\n',
      'release.config.mjs': config,
      '.gitignore': 'node_modules\n',
    },
    change: { 'chart.json': `{ "version": "${chart}" }\n`, 'notes.md': 'News.\n' },
  });
  await symlink(join(root, 'node_modules'), join(made.repository.path, 'node_modules'));
  return made;
}

function release(here: World, ...args: readonly string[]): Promise<{ code: number; text: string }> {
  const program = join(root, 'packages/core/bin/release.js');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: here.repository.path, env: { ...here.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
    );
  });
}

describe.skipIf(denoPath === undefined)(
  'release publish --only jsr (needs deno: npm install --save-dev deno)',
  () => {
    test.each([
      ['something else', '0.2.0'],
      ['nothing', '0.1.0'],
    ])('publishes the version that the files say, though the commit released %s', async (_, chart) => {
      const here = await world(chart);
      const { code, text } = await release(here, 'publish', '--only', 'jsr');
      expect({ code, text: code === 0 ? '' : text }).toEqual({ code: 0, text: '' });
      expect([...(here.registry.package('@acme/tiny')?.versions.keys() ?? [])]).toEqual(['1.2.3']);
      expect(text).not.toContain(secret);
    });

    test('publishes the version that is named, and says that no branch holds it', async () => {
      const here = await world();
      const before = await here.repository.snapshot();
      const { code, text } = await release(here, 'publish', '--only', 'jsr', '--as', 'tiny=1.4.0');
      expect({ code, text: code === 0 ? '' : text }).toEqual({ code: 0, text: '' });
      expect(here.registry.file('@acme/tiny', '1.4.0', '/jsr.json')).toContain('"version": "1.4.0"');
      expect(text).toContain('release bump --tiny=1.4.0');
      expect(await here.repository.snapshot()).toEqual(before);
    });

    test('wants to know what is published when a version is named', async () => {
      const here = await world();
      await writeFile(join(here.repository.path, 'note'), '');
      const { code, text } = await release(here, 'publish', '--as', 'tiny=1.4.0');
      expect(code).toBe(2);
      expect(text).toContain('release publish --only jsr --as tiny=1.4.0');
      expect(here.registry.tasks).toHaveLength(0);
    });
  },
);
