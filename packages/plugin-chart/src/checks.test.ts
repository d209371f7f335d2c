import type { CheckContext, Problem } from '@launchway/core';
import { expect, test } from 'vitest';
import { chart } from './index.ts';
import { treeOf } from './tree.fixture.ts';

const plugin = chart({
  chart: 'charts',
  release: { with: ['package.json'] },
  app: { with: ['app/package.json'], paths: ['app/**'] },
});

const files = (version: string, other = version): Record<string, string> => ({
  'charts/Chart.yaml': `name: shop\nversion: ${version}\nappVersion: "2.0.0"\n`,
  'package.json': `{ "version": "${other}" }`,
  'app/package.json': '{ "version": "2.0.0" }',
});

async function run(
  name: string,
  now: Record<string, string>,
  before?: Record<string, string>,
): Promise<readonly Problem[]> {
  const changed = Object.keys(now).filter((path) => now[path] !== before?.[path]);
  const context: CheckContext = {
    tracks: plugin.tracks ?? [],
    tree: treeOf(now),
    ...(before === undefined ? {} : { before: treeOf(before) }),
    changed,
  };
  return (await plugin.checks?.find((check) => check.name === name)?.run(context)) ?? [];
}

test('version-sync holds when the pairs match', async () => {
  expect(await run('version-sync', files('1.4.0'))).toEqual([]);
});

test('version-sync names both files, both values and the command', async () => {
  const [problem, ...others] = await run('version-sync', files('1.4.1', '1.4.0'));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    code: 'VERSION_SYNC',
    message:
      'The versions of chart differ: charts/Chart.yaml version is 1.4.1, but package.json version is 1.4.0.',
    where: { file: 'package.json', line: 1 },
  });
  expect(problem?.fix).toContain(
    'Write 1.4.1 into package.json, or run `npx --no-install release bump --chart=patch --no-commit`, which moves both to 1.4.2',
  );
});

test('version-sync compares what values mean, and writes each as its place does', async () => {
  const { checks, tracks = [] } = chart({
    chart: 'charts',
    app: {
      form: 'v{version}',
      with: ['app/package.json', { file: 'charts/values.yaml', pointer: 'image.tag', form: 'app-{version}' }],
      paths: ['app/**'],
    },
  });
  const check = (tag: string) =>
    checks?.[0]?.run({
      tracks,
      changed: [],
      tree: treeOf({
        'charts/Chart.yaml': 'name: shop\nversion: 1.4.0\nappVersion: v2.0.0\n',
        'charts/values.yaml': `image: { tag: ${tag} }\n`,
        'app/package.json': '{ "version": "2.0.0" }',
      }),
    });
  expect(await check('app-2.0.0')).toEqual([]);
  const [problem] = (await check('app-1.9.0')) ?? [];
  expect(problem?.message).toBe(
    'The versions of app differ: app/package.json version is 2.0.0, but charts/values.yaml image.tag is app-1.9.0.',
  );
  expect(problem?.fix).toContain('Write app-2.0.0 into charts/values.yaml');
});

test('the command moves the charts that ship this one, too', async () => {
  const umbrella = { name: 'umbrella', pins: [], paths: ['umbrella/**'], follows: ['chart'] };
  const context = { tracks: [...(plugin.tracks ?? []), umbrella], changed: ['charts/values.yaml'] };
  const told = plugin.checks?.map(({ run: check }) =>
    check({ ...context, tree: treeOf(files('1.4.0', '1.3.9')), before: treeOf(files('1.4.0')) }),
  );
  for (const [problem] of await Promise.all(told ?? [])) {
    expect(problem?.fix).toContain('release bump --chart=patch --umbrella=patch --no-commit`');
  }
  expect(told).toHaveLength(2);
});

test('version-sync tells of a value that is missing', async () => {
  const now = { ...files('1.4.0'), 'charts/Chart.yaml': 'name: shop\nversion: 1.4.0\n' };
  const [problem] = await run('version-sync', now);
  expect(problem?.message).toBe(
    'The versions of app differ: app/package.json version is 2.0.0, but charts/Chart.yaml appVersion is missing.',
  );
  expect(problem?.fix).toContain('--app=patch --chart=patch');
});

test('chart-version wants a bump with every change of the chart', async () => {
  const before = { ...files('1.4.0'), 'charts/values.yaml': 'a: 1' };
  const [problem] = await run('chart-version', { ...before, 'charts/values.yaml': 'a: 2' }, before);
  expect(problem).toMatchObject({
    code: 'CHART_NOT_BUMPED',
    message: 'charts/values.yaml changed, but the version in charts/Chart.yaml is still 1.4.0.',
    fix: 'Run `npx --no-install release bump --chart=patch --no-commit` for 1.4.1, and commit it together with the change.',
    where: { file: 'charts/Chart.yaml', line: 2 },
  });
});

test('chart-version holds with a bump, without history and without a change of the chart', async () => {
  const before = files('1.4.0');
  expect(await run('chart-version', { ...files('1.4.1'), 'charts/values.yaml': 'a' }, before)).toEqual([]);
  expect(await run('chart-version', { ...before, 'app/a.ts': 'a' }, before)).toEqual([]);
  expect(await run('chart-version', files('1.4.0'))).toEqual([]);
});

test('chart-version refuses a version that goes back', async () => {
  const [problem] = await run('chart-version', files('1.3.9'), files('1.4.0'));
  expect(problem?.message).toContain('is 1.3.9, which is not above 1.4.0');
});

test('the checks run for the files they look at', () => {
  expect(plugin.checks?.map((check) => check.paths)).toEqual([
    ['charts/Chart.yaml', 'package.json', 'app/package.json'],
    ['charts/**'],
  ]);
});
