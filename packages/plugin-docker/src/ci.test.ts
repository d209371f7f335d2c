import { expect, test } from 'vitest';
import { docker } from './docker.ts';

const usual = { image: 'ghcr.io/acme/api', from: 'sha-{sha}' };

test('what a tag of the commit names is built by a job of its own', () => {
  expect(docker({ ...usual, job: { platforms: ['linux/arm64'], dockerfile: 'api/Dockerfile' } }).ci).toEqual({
    permissions: { packages: 'write' },
    jobs: [
      {
        kind: 'image',
        name: 'image',
        image: 'ghcr.io/acme/api',
        tag: 'sha-{sha}',
        platforms: ['linux/arm64'],
        dockerfile: 'api/Dockerfile',
      },
    ],
  });
});

test.each([
  ['its job is turned off', { ...usual, job: false as const }],
  ['it is taken by digest', { ...usual, from: `sha256:${'a'.repeat(64)}` }],
  ['it is named in a file', { ...usual, from: { file: 'image.json' } }],
  ['its tag is of no commit', { ...usual, from: 'nightly' }],
])('there is no such job where %s', (_, options) => {
  expect(docker(options).ci?.jobs).toBeUndefined();
});

test('an image from elsewhere is built there, by its own credential and without TLS where that is said', () => {
  const { ci } = docker({
    images: [
      { image: 'registry.lab:5050/api', from: 'registry.lab:5050/ci:build-{sha}' },
      { image: 'docker.io/acme/web', from: 'sha-{sha}' },
    ],
    credential: { 'registry.lab:5050': { env: ['LAB_TOKEN', 'OTHER'], usernameEnv: 'LAB_USER' } },
    insecure: ['registry.lab:5050'],
  });
  expect(ci?.jobs).toEqual([
    {
      kind: 'image',
      name: 'ci',
      image: 'registry.lab:5050/ci',
      tag: 'build-{sha}',
      login: { username: { variable: 'LAB_USER' }, secret: 'LAB_TOKEN' },
      insecure: 'registry.lab:5050',
    },
    { kind: 'image', name: 'web', image: 'docker.io/acme/web', tag: 'sha-{sha}' },
  ]);
  expect(ci).toMatchObject({ secrets: ['LAB_TOKEN'], variables: ['LAB_USER'] });
});

test('a build needs its builder, emulation for platforms, its secrets, and the cache it names', () => {
  const secrets = { npm: { env: 'NPM_TOKEN' } };
  const build = { platforms: ['linux/arm64'], cacheFrom: ['type=gha'], secrets };
  expect(docker({ image: 'acme/api', build }).ci).toEqual({
    tools: ['qemu', 'buildx', 'actions-cache'],
    secrets: ['NPM_TOKEN'],
  });
  expect(docker({ image: 'acme/api', build: {} }).ci).toEqual({ tools: ['buildx'] });
});

test('a build is told of registries without TLS as far as they are named', () => {
  const insecure = (given: boolean | readonly string[], image: string) =>
    docker({ image, build: {}, insecure: given }).ci?.insecure;
  expect(insecure(['registry.lab:5050'], '$CI_REGISTRY_IMAGE')).toEqual(['registry.lab:5050']);
  expect(insecure(true, 'registry.lab/api')).toEqual(['registry.lab']);
  expect(insecure(true, '$CI_REGISTRY_IMAGE')).toBeUndefined();
});

test('credentials that the forge sets itself are not asked for', () => {
  const credential = { env: ['GITHUB_TOKEN', 'GH_TOKEN'], usernameEnv: 'GITHUB_ACTOR' };
  const { ci } = docker({ ...usual, credential });
  expect(ci).toMatchObject({ jobs: [{ name: 'image' }] });
  expect(JSON.stringify(ci)).not.toMatch(/TOKEN|ACTOR/);
});
