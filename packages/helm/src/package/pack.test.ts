import { gunzipSync } from 'node:zlib';
import { isReleaseError, type Problem } from '@launchway/core';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { folderTree, packingTime, writeChart } from '../helm.fixture.ts';
import { below, type ChartFiles, charts, minimal, tgz } from './charts.fixture.ts';
import { packChart } from './pack.ts';

async function problemsOf(files: ChartFiles): Promise<readonly Problem[]> {
  const failed = await packChart(folderTree(writeChart(files)), { mtime: packingTime, name: 'demo' }).catch(
    (error: unknown) => error,
  );
  return isReleaseError(failed) ? failed.problems : [];
}

const chartYaml = (text: string): ChartFiles => ({ 'Chart.yaml': text });
const head = 'apiVersion: v2\nname: demo\nversion: 1.0.0\n';

test('a text that only begins as a pointer of Git LFS does is packaged', async () => {
  const about = 'version https://git-lfs.github.com/spec/v1\nis how a pointer begins.\n';
  expect(await problemsOf({ ...minimal, 'docs/lfs.txt': about })).toEqual([]);
});

describe('a chart helm cannot package is refused, with file and line', () => {
  test.each<[string, ChartFiles, string, string, number | undefined]>([
    ['no Chart.yaml', { 'values.yaml': '' }, 'CHART_MISSING', 'demo/Chart.yaml', undefined],
    [
      'Chart.yaml left out by .helmignore',
      { ...minimal, '.helmignore': 'Chart.*\n' },
      'CHART_MISSING',
      'demo/Chart.yaml',
      undefined,
    ],
    [
      'a negated rule',
      { ...minimal, '.helmignore': '# keep\n!keep.txt\n' },
      'HELMIGNORE_RULE',
      '.helmignore',
      2,
    ],
    ['a double star', { ...minimal, '.helmignore': 'docs/**\n' }, 'HELMIGNORE_RULE', '.helmignore', 1],
    ['an open bracket', { ...minimal, '.helmignore': '\n\n[a\n' }, 'HELMIGNORE_RULE', '.helmignore', 3],
    ['no version', chartYaml('apiVersion: v2\nname: demo\n'), 'CHART_FIELD', 'demo/Chart.yaml', 1],
    [
      'a version that is none',
      chartYaml('apiVersion: v2\nname: demo\nversion: latest\n'),
      'CHART_FIELD',
      'demo/Chart.yaml',
      3,
    ],
    [
      'a name that is a path',
      chartYaml('apiVersion: v2\nname: a/b\nversion: 1.0.0\n'),
      'CHART_FIELD',
      'demo/Chart.yaml',
      2,
    ],
    [
      'another apiVersion',
      chartYaml('name: demo\nversion: 1.0.0\napiVersion: v3\n'),
      'CHART_FIELD',
      'demo/Chart.yaml',
      3,
    ],
    ['another type', chartYaml(`${head}type: app\n`), 'CHART_FIELD', 'demo/Chart.yaml', 4],
    [
      'an annotation that is a list',
      chartYaml(`${head}annotations:\n  a: 1\n  b: [x]\n`),
      'CHART_FIELD',
      'demo/Chart.yaml',
      6,
    ],
    [
      'an empty maintainer',
      chartYaml(`${head}maintainers:\n- name: a\n-\n`),
      'CHART_FIELD',
      'demo/Chart.yaml',
      6,
    ],
    [
      'two dependencies of one name',
      chartYaml(`${head}dependencies:\n- name: a\n- name: a\n`),
      'CHART_FIELD',
      'demo/Chart.yaml',
      6,
    ],
    [
      'a Chart.yaml that is no YAML',
      chartYaml(`${head}description: "a\n`),
      'CHART_UNREADABLE',
      'demo/Chart.yaml',
      5,
    ],
    [
      'values that are no YAML',
      { ...minimal, 'values.yaml': 'a: 1\nb: [\n' },
      'CHART_UNREADABLE',
      'demo/values.yaml',
      3,
    ],
    [
      'values that are a list',
      { ...minimal, 'values.yaml': '- a\n' },
      'CHART_UNREADABLE',
      'demo/values.yaml',
      undefined,
    ],
    [
      'a schema that is no JSON',
      { ...minimal, 'values.schema.json': '{' },
      'CHART_UNREADABLE',
      'demo/values.schema.json',
      undefined,
    ],
    [
      'a missing dependency',
      chartYaml(`${head}dependencies:\n- name: redis\n`),
      'CHART_DEPENDENCY_MISSING',
      'demo/Chart.yaml',
      undefined,
    ],
    [
      'a stray file in charts/',
      { ...minimal, 'charts/README.md': '' },
      'CHART_SUBCHART',
      'demo/charts/README.md',
      undefined,
    ],
    [
      'a subchart that is cut off',
      { ...minimal, 'charts/a-1.tgz': tgz('a', minimal).subarray(0, 60) },
      'CHART_SUBCHART',
      'demo/charts/a-1.tgz',
      undefined,
    ],
    [
      'a subchart that is wrong',
      { ...minimal, ...below('charts/sub', chartYaml('name: sub\nversion: x\n')) },
      'CHART_FIELD',
      'demo/charts/sub/Chart.yaml',
      2,
    ],
    [
      'a large file',
      { ...minimal, 'big.bin': new Uint8Array(5 * 1024 * 1024 + 1) },
      'CHART_TOO_LARGE',
      'big.bin',
      undefined,
    ],
    [
      'a subchart that is kept by Git LFS',
      {
        ...minimal,
        'charts/a-1.tgz': `version https://git-lfs.github.com/spec/v1\noid sha256:${'4f'.repeat(32)}\nsize 84977953\n`,
      },
      'CHART_LFS',
      'charts/a-1.tgz',
      undefined,
    ],
    [
      'a link out of the chart',
      { ...minimal, out: '->../../../etc/hostname' },
      'CHART_LINK',
      'out',
      undefined,
    ],
    ['a link to nothing', { ...minimal, 'files/gone': '->nowhere' }, 'CHART_LINK', 'files/gone', undefined],
    [
      'a link to the folder it is in',
      { ...minimal, 'files/up': '->..' },
      'CHART_LINK',
      expect.stringContaining('files/up') as string,
      undefined,
    ],
  ])('%s', async (_, files, code, file, line) => {
    const [problem] = await problemsOf(files);
    expect({ code: problem?.code, file: problem?.where?.file, line: problem?.where?.line }).toEqual({
      code,
      file,
      line,
    });
  });

  test('all that is wrong with Chart.yaml is told at once', async () => {
    expect(await problemsOf(chartYaml('apiVersion: v9\nname: a/b\nversion: x\ntype: y\n'))).toHaveLength(4);
  });
});

test.each([
  ['a loose version', chartYaml('apiVersion: v2\nname: demo\nversion: v1.2\n'), 'CHART_VERSION'],
  ['a name with capitals', chartYaml('apiVersion: v2\nname: Demo\nversion: 1.0.0\n'), 'CHART_NAME'],
  [
    'a subchart twice',
    {
      ...minimal,
      ...below('charts/lib', chartYaml('name: lib\nversion: 1.0.0\n')),
      'charts/lib-2.tgz': tgz('lib', chartYaml('name: lib\nversion: 2.0.0\n')),
    },
    'CHART_SUBCHART_TWICE',
  ],
])('%s is packaged with a warning', async (_, files, code) => {
  const { warnings } = await packChart(folderTree(writeChart(files)), { mtime: packingTime });
  expect(warnings.map((warning) => warning.code)).toEqual([code]);
});

test('several subcharts are packaged in the order of their names', async () => {
  const sub = (name: string): ChartFiles =>
    below(`charts/${name}`, chartYaml(`name: ${name}\nversion: 1.0.0\n`));
  const { tar } = await packChart(
    folderTree(writeChart({ ...minimal, ...sub('c'), ...sub('a'), ...sub('b') })),
    { mtime: packingTime },
  );
  const names = (await unpackTar(tar))
    .map(({ header }) => header.name)
    .filter((name) => name.includes('charts'));
  expect(names).toEqual(['demo/charts/a/Chart.yaml', 'demo/charts/b/Chart.yaml', 'demo/charts/c/Chart.yaml']);
});

test('the same chart gives the same bytes, and a package with the header of helm', async () => {
  const files = charts['schema, CRDs, notes, tests, hooks and files'] ?? {};
  const [left, right] = await Promise.all(
    [files, files].map((one) => packChart(folderTree(writeChart(one)), { mtime: packingTime })),
  );
  expect(left?.digest).toBe(right?.digest);
  expect(Buffer.from(left?.bytes.subarray(0, 58) ?? []).toString('latin1')).toBe(
    '\x1f\x8b\x08\x14\0\0\0\0\0\xff)\0+aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=Helm\0'.slice(0, 58),
  );
  expect(gunzipSync(left?.bytes ?? new Uint8Array()).length % 512).toBe(0);
});
