import { expect, test } from 'vitest';
import { createLifecycle } from '../hooks/lifecycle.ts';
import type { Asset } from '../model/asset.ts';
import type { ReleaseContext } from '../model/plugin.ts';
import { isReleaseError } from '../model/problem.ts';
import { outputOf, type PlannedStep } from '../model/step.ts';
import { foldAssets, unclaimedAssets, withAssets } from './assets.ts';

const asset = (name: string): Asset => ({
  name,
  mediaType: 'application/zip',
  file: outputOf('tool:pack', 'file'),
  sha256: outputOf('tool:pack', 'sha256'),
  size: outputOf('tool:pack', 'size'),
});

function problemsOf(given: Readonly<Record<string, readonly string[]>>) {
  try {
    foldAssets(Object.entries(given).map(([plugin, names]) => ({ plugin, values: names.map(asset) })));
  } catch (error) {
    if (isReleaseError(error)) return error.problems;
    throw error;
  }
  return [];
}

test('gives the files of every plugin, in the order of the plugins', () => {
  const folded = foldAssets([
    { plugin: 'tool', values: [asset('tool_2.4.0_linux_arm64.tar.gz'), asset('tool_2.4.0_checksums.txt')] },
    { plugin: 'chart', values: [asset('demo-2.4.0+b5.tgz')] },
  ]);
  expect(folded.map(({ name }) => name)).toEqual([
    'tool_2.4.0_linux_arm64.tar.gz',
    'tool_2.4.0_checksums.txt',
    'demo-2.4.0+b5.tgz',
  ]);
});

test('refuses one name of two plugins, and names both', () => {
  const [problem, ...others] = problemsOf({ tool: ['notes.txt', 'a.zip'], helper: ['b.zip', 'a.zip'] });
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'ASSET_DUPLICATE', plugin: 'helper' });
  expect(problem?.message).toBe('The plugins "tool" and "helper" offer 2 files named "a.zip" for download.');
});

test('refuses one name of several files of one plugin, once', () => {
  const problems = problemsOf({ tool: ['a.zip', 'b.zip', 'a.zip', 'a.zip'] });
  expect(problems.map(({ message }) => message)).toEqual([
    'The plugin "tool" offers 3 files named "a.zip" for download.',
  ]);
});

test.each(['', 'dist/a.zip', 'my tool.zip', '.hidden', '-rf', 'a.', 'tøl.zip', 'a~1.deb'])(
  'refuses the name %j, with all other problems at once',
  (name) => {
    expect(problemsOf({ tool: [name, 'x', 'x'] }).map(({ code }) => code)).toEqual([
      'ASSET_NAME_INVALID',
      'ASSET_DUPLICATE',
    ]);
  },
);

test('tells the release what the plugins that are meant offer', async () => {
  const lifecycle = createLifecycle([
    { name: 'tool', continuous: true, assets: async () => [asset('tool.zip')] },
    { name: 'chart', assets: () => [asset('chart.tgz')] },
    { name: 'silent' },
  ]);
  const context = {
    reads: {},
    release: { versions: { tool: '2.4.0' }, assets: [] },
  } as unknown as ReleaseContext;
  const all = await withAssets(lifecycle, context);
  expect(all.release.assets.map(({ name }) => name)).toEqual(['tool.zip', 'chart.tgz']);
  expect(all.release.versions).toEqual({ tool: '2.4.0' });
  const some = await withAssets(lifecycle, context, (plugin) => plugin.continuous === true);
  expect(some.release.assets.map(({ name }) => name)).toEqual(['tool.zip']);
});

test('refuses a file without a digest, in the name of its plugin', async () => {
  const { sha256: _, ...without } = asset('tool.zip');
  const lifecycle = createLifecycle([{ name: 'tool', assets: () => [without as Asset] }]);
  const context = { reads: {}, release: { assets: [] } } as unknown as ReleaseContext;
  await expect(withAssets(lifecycle, context)).rejects.toMatchObject({
    problems: [{ code: 'PLUGIN_OUTPUT_INVALID', plugin: 'tool' }],
  });
});

test('warns of files that no step publishes', () => {
  const step = (phase: PlannedStep['phase'], ...names: readonly string[]): PlannedStep => ({
    id: `forge:${phase}`,
    kind: 'forge:release',
    title: 'offer files',
    plugin: 'forge',
    phase,
    needs: [],
    input: { files: names.map((name) => ({ name })) },
  });
  const assets = ['tool.zip', 'tool.zip.sig', 'sums.txt'].map(asset);
  const told = (...steps: readonly PlannedStep[]): readonly string[] =>
    unclaimedAssets(assets, steps).map(({ code, severity, message }) => `${severity} ${code} ${message}`);
  expect(told(step('publish', 'tool.zip', 'tool.zip.sig', 'sums.txt'))).toEqual([]);
  expect(told(step('stage', 'sums.txt'), step('publish', 'tool.zip', 'tool.zip.sig'))).toEqual([
    'warning ASSET_UNCLAIMED sums.txt would be made, and no plugin of this flow publishes it.',
  ]);
  expect(told()[0]).toMatch(/tool\.zip and 2 more would be made, .* publishes them\.$/);
});
