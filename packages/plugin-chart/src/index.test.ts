import { expect, test } from 'vitest';
import { chart } from './index.ts';

const reference = chart({
  chart: 'charts',
  release: {
    with: ['package.json'],
    paths: ['plugins/**'],
    tag: { name: 'v{version}', when: ['plugins/**'] },
  },
  app: { with: ['apps/runtime/package.json'], paths: ['apps/runtime/**'] },
  notes: { file: 'charts/release-notes.md', annotation: 'catalog.cattle.io/release-notes' },
});

test('the reference has a chart track, which follows an app track', () => {
  expect(reference.tracks).toEqual([
    {
      name: 'chart',
      pins: [
        { file: 'charts/Chart.yaml', format: 'yaml', pointer: ['version'] },
        { file: 'package.json', format: 'json', pointer: ['version'] },
      ],
      paths: ['charts/**', 'plugins/**'],
      tag: { name: 'v{version}', when: ['plugins/**'] },
      follows: ['app'],
      about: { notesAnnotation: 'catalog.cattle.io/release-notes' },
    },
    {
      name: 'app',
      pins: [
        { file: 'apps/runtime/package.json', format: 'json', pointer: ['version'] },
        {
          file: 'charts/Chart.yaml',
          format: 'yaml',
          pointer: ['appVersion'],
          missing: 'insert',
          after: 'version',
        },
      ],
      paths: ['apps/runtime/**'],
    },
  ]);
});

test('a chart follows its app and the charts it ships, and writes appVersion as told', () => {
  const { tracks } = chart({
    chart: 'charts/shop',
    release: { follows: ['api'] },
    app: { name: 'server', form: 'v{version}', paths: ['src/**'] },
  });
  expect(tracks).toMatchObject([
    { name: 'chart', follows: ['server', 'api'] },
    {
      name: 'server',
      pins: [{ file: 'charts/shop/Chart.yaml', pointer: ['appVersion'], form: 'v{version}' }],
    },
  ]);
});

test('a chart alone has one track, wherever its folder is written', () => {
  for (const folder of ['deploy/x', './deploy/x/']) {
    expect(chart({ chart: folder }).tracks).toEqual([
      {
        name: 'chart',
        pins: [{ file: 'deploy/x/Chart.yaml', format: 'yaml', pointer: ['version'] }],
        paths: ['deploy/x/**'],
      },
    ]);
  }
  expect(chart({ chart: 'charts [1]' }).tracks?.[0]?.paths).toEqual([String.raw`charts \[1\]/**`]);
  expect(chart({ chart: '.' }).tracks?.[0]?.pins[0]?.file).toBe('Chart.yaml');
});

test('git tags go by the version of the app where it has them', () => {
  const { tracks } = chart({ chart: 'helm', app: { paths: ['src/**'], tag: { name: 'app-{version}' } } });
  expect(tracks?.map(({ name, tag }) => [name, tag?.name])).toEqual([
    ['chart', undefined],
    ['app', 'app-{version}'],
  ]);
});

test('two charts of one flow have tracks and ids of their own', () => {
  const second = chart({
    chart: 'b',
    id: 'b',
    release: { name: 'b-chart' },
    app: { name: 'b-app', paths: ['b/**'] },
  });
  expect(second.id).toBe('b');
  expect(second.tracks?.map((track) => [track.name, track.follows, track.pins.length])).toEqual([
    ['b-chart', ['b-app'], 1],
    ['b-app', undefined, 1],
  ]);
});

test('options that are wrong are all told, with their places', () => {
  const wrong = JSON.parse('{"chart":"../x","releese":{},"notes":{"into":"sauce"},"app":{"paths":"a/**"}}');
  expect(chart(wrong).problems?.map((problem) => [problem.code, problem.where?.pointer])).toEqual([
    ['CONFIG_INVALID', 'chart'],
    ['CONFIG_UNKNOWN_KEY', 'releese'],
    ['CONFIG_INVALID', 'notes.into'],
    ['CONFIG_MISSING_KEY', 'notes.file'],
    ['CONFIG_INVALID', 'app.paths'],
  ]);
  expect(chart(wrong).tracks).toBeUndefined();
});
