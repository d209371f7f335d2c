import type { Manifest, Repository } from '@launchway/oci';
import { expect, test } from 'vitest';
import { revisionLabel, revisionsOf } from './origin.ts';

/** What an image is said to be made of, by its manifest and by the configuration it names. */
function revisions(manifest: unknown, config: unknown = {}) {
  const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
  const repository = { getBlob: async () => bytesOf(config) } as unknown as Repository;
  return revisionsOf(repository, { bytes: bytesOf(manifest) } as unknown as Manifest);
}

const config = { digest: 'sha256:ab', size: 100 };
const labelled = (label: unknown) => ({ config: { Labels: { [revisionLabel]: label } } });

test('an image is of the commit that its annotation or its label names', async () => {
  expect(await revisions({ annotations: { [revisionLabel]: 'c0ffee' }, config }, labelled('f00d'))).toEqual([
    'c0ffee',
  ]);
  expect(await revisions({ config }, labelled('f00d'))).toEqual(['f00d']);
});

test.each([
  ['an annotation that is no text', { annotations: { [revisionLabel]: {} }, config }, {}],
  ['a label that is no text', { config }, labelled(['f00d'])],
  ['images that are no list', { manifests: {}, config }, {}],
  ['a configuration too large to be read', { config: { ...config, size: 1e12 } }, labelled('f00d')],
])('an image with %s does not say', async (_, manifest, inside) => {
  expect(await revisions(manifest, inside)).toEqual([undefined]);
});
