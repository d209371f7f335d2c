import { expect, test } from 'vitest';
import { treeOf } from './tree.fixture.ts';
import { verifyChart } from './verify.ts';

const layout = { folder: 'charts', file: 'charts/Chart.yaml' };
const good = 'apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersion: "1.10"\n';
const codes = async (
  files: Readonly<Record<string, string | null>>,
): Promise<readonly (readonly [string, string | undefined, number | undefined])[]> =>
  (await verifyChart(treeOf(files), layout)).map(({ code, where }) => [code, where?.file, where?.line]);

test('a good chart has no problem', async () => {
  expect(
    await codes({
      'charts/Chart.yaml': good,
      'charts/.helmignore': '*.tmp\n',
      'charts/templates/a.yaml': 'a',
      '.env': 'x',
    }),
  ).toEqual([]);
});

test('a folder without Chart.yaml is told', async () => {
  expect(await codes({ 'charts/chart.yaml': good })).toEqual([
    ['CHART_MISSING', 'charts/Chart.yaml', undefined],
  ]);
});

test('all problems are told at once, each with its place', async () => {
  const chart = 'name: Shop\nversion: v1.4\nappVersion: 1.10\ntype: app\nannotations:\n  a: [b]\n  c: 1.0\n';
  const files = {
    'charts/Chart.yaml': chart,
    'charts/.helmignore': '*.tmp\n!a\n',
    'charts/a/link': null,
    'charts/a/.env': 'TOKEN=1',
    'charts/a/old.tgz': 'x',
  };
  expect(await codes({ ...files, 'charts/.helmignore': '*.tmp\n**/x\n' })).toEqual([
    ['CHART_API_VERSION', 'charts/Chart.yaml', 1],
    ['CHART_NAME', 'charts/Chart.yaml', 1],
    ['CHART_VERSION', 'charts/Chart.yaml', 2],
    ['CHART_TYPE', 'charts/Chart.yaml', 4],
    ['CHART_LOSSY_VALUE', 'charts/Chart.yaml', 3],
    ['CHART_ANNOTATION', 'charts/Chart.yaml', 6],
    ['CHART_ANNOTATION', 'charts/Chart.yaml', 7],
    ['HELMIGNORE_RULE', 'charts/.helmignore', 2],
    ['CHART_LINK', 'charts/a/link', undefined],
    ['CHART_SECRET', 'charts/a/.env', undefined],
    ['CHART_LITTER', 'charts/a/old.tgz', undefined],
  ]);
});

test('what only the contents tell is told: sizes, a schema that is no JSON, a Chart.yaml that is left out', async () => {
  const files = {
    'charts/Chart.yaml': good,
    'charts/.helmignore': 'Chart.*\nbig/ignored.bin\n',
    'charts/big/file.bin': 'x'.repeat(5 * 1024 * 1024 + 1),
    'charts/big/ignored.bin': 'x'.repeat(5 * 1024 * 1024 + 1),
    'charts/values.schema.json': '{"type": "object",}',
  };
  expect(await codes(files)).toEqual([
    ['CHART_MISSING', 'charts/.helmignore', undefined],
    ['CHART_TOO_LARGE', 'charts/big/file.bin', undefined],
    ['CHART_UNREADABLE', 'charts/values.schema.json', undefined],
  ]);
});

test('a dependency whose version is no range is told as such', async () => {
  const found = await verifyChart(
    treeOf({
      'charts/Chart.yaml': `${good}dependencies:\n  - name: base\n    version: banana\n`,
      'charts/charts/base/Chart.yaml': 'name: base\nversion: 2.0.0\n',
    }),
    layout,
  );
  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
    expect.stringMatching(/^CHART_DEPENDENCY_RANGE .*"banana", which is no range/),
  ]);
});

test('dependencies are looked for in the charts folder, as folders and archives', async () => {
  const chart = `${good}dependencies:\n  - name: redis\n    version: ">=17, <19"\n  - name: base\n    version: 1.x\n  - name: gone\n    version: 1.0.0\n`;
  const files = {
    'charts/Chart.yaml': chart,
    'charts/charts/redis-18.1.0.tgz': 'x',
    'charts/charts/base/Chart.yaml': 'name: base\nversion: 2.0.0\n',
  };
  expect(await codes(files)).toEqual([
    ['CHART_DEPENDENCY_RANGE', 'charts/Chart.yaml', 8],
    ['CHART_DEPENDENCY_MISSING', 'charts/Chart.yaml', 10],
  ]);
  const severities = (await verifyChart(treeOf(files), layout)).map(({ severity }) => severity);
  expect(severities).toEqual(['error', 'warning']);
});
