import type { ReleaseContext } from '@launchway/core';
import { expect, test } from 'vitest';
import type { DockerOptions } from '../options.ts';
import { stepsOf } from './steps.ts';

const variables: Readonly<Record<string, string>> = { HUB: 'index.docker.io/acme' };
const context = {
  release: { commit: 'c0ffee'.padEnd(40, '0'), versions: { api: '1.4.2' }, tags: [], notes: [], changes: [] },
  facts: { head: 'c0ffee'.padEnd(40, '0'), headDate: '2026-03-01T12:00:00.000Z', ci: { provider: 'none' } },
  reads: { env: (name: string) => variables[name] },
} as unknown as ReleaseContext;

const idsOf = (options: DockerOptions): readonly string[] =>
  stepsOf(options, context, { version: '1.4.2', track: 'api' }).map(({ id }) => id);

test('a place that is named twice, or by two names, is published to once', () => {
  const image = ['acme/api', '$HUB/api', 'docker.io/acme/api'];
  expect(idsOf({ image, from: '1.4.2-rc' })).toEqual(idsOf({ image: 'acme/api', from: '1.4.2-rc' }));
});

test('images of one path at two registries are told apart by their registries', () => {
  const images = ['ghcr.io/acme/api', 'quay.io/acme/api', 'quay.io/acme/web'].map((image) => ({
    image,
    from: 'sha-1',
  }));
  const ids = idsOf({ images });
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id.endsWith(':promote'))).toEqual([
    'docker:ghcr.io/acme/api:promote',
    'docker:quay.io/acme/api:promote',
    'docker:acme/web:promote',
  ]);
});
