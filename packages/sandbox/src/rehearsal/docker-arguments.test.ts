import { expect, test } from 'vitest';
import { buildCall } from './docker-arguments.ts';

test('a build by digest tells its image, platforms, labels and metadata file', () => {
  const words = [
    'build',
    '--metadata-file',
    '/tmp/m.json',
    '--platform',
    'linux/amd64,linux/arm64',
    '--provenance=false',
  ];
  const labels = ['--label', 'org.opencontainers.image.version=2.8.0', '--label', 'a=b=c'];
  const output = ['--output', 'type=image,name=ghcr.io/acme/api,push-by-digest=true,push=true'];
  expect(buildCall([...words, ...labels, ...output, '.'])).toEqual({
    image: 'ghcr.io/acme/api',
    tag: undefined,
    platforms: ['linux/amd64', 'linux/arm64'],
    labels: { 'org.opencontainers.image.version': '2.8.0', a: 'b=c' },
    metadataFile: '/tmp/m.json',
    bakeTarget: undefined,
  });
});

test('a build by tag, where the driver knows no other', () => {
  const call = buildCall(['build', '--tag', 'localhost:5000/api:build-3f1c9aa', '--push', '.']);
  expect([call.image, call.tag]).toEqual(['localhost:5000/api', 'build-3f1c9aa']);
});

test('a bake tells the same by its settings', () => {
  const settings = [
    'api.tags=ghcr.io/acme/api',
    'api.output=type=image,push-by-digest=true,push=true',
    'api.labels.a.b=7',
  ];
  const call = buildCall([
    'bake',
    '--metadata-file=/m',
    ...settings.flatMap((text) => ['--set', text]),
    'api',
  ]);
  expect(call).toMatchObject({ image: 'ghcr.io/acme/api', labels: { 'a.b': '7' }, bakeTarget: 'api' });
});

test('a build that pushes nothing has no image', () => {
  expect(buildCall(['build', '--load', '-t', 'api:1', '.']).image).toBeUndefined();
});
