import { createHash } from 'node:crypto';
import type { Asset, JsonObject, Plugin } from '@launchway/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish } from './release.fixture.ts';
import { hasGpg, openKeyring } from './signing.fixture.ts';

/** A plugin that reads what is offered, as a forge's does. */
function reading(): { readonly plugin: Plugin; readonly read: Record<string, string> } {
  const read: Record<string, string> = {};
  const plugin: Plugin = {
    name: 'reading',
    steps: [
      {
        kind: 'reading:read',
        phase: 'publish',
        confirm: false,
        probe: async () => ({ state: 'todo' }),
        run: async (input, { folder }) => {
          const { name, file, sha256, size } = input as {
            name: string;
            file: string;
            sha256: string;
            size: number;
          };
          const [, place = '', own = ''] = /^(.*)\/([^/]+)$/.exec(file) ?? [];
          const bytes = (await folder(place).bytes(own)) ?? Buffer.from('');
          expect([createHash('sha256').update(bytes).digest('hex'), bytes.length]).toEqual([sha256, size]);
          read[name] = Buffer.from(bytes).toString('latin1');
          return {};
        },
      },
    ],
    publish: ({ release }) =>
      release.assets.map((asset: Asset) => ({
        id: `reading:${asset.name}`,
        kind: 'reading:read',
        title: `read ${asset.name}`,
        input: { ...asset } as JsonObject,
      })),
  };
  return { plugin, read };
}

const tagged = { release: { tag: { name: 'v{version}' } } };

describe('the package of a chart', () => {
  test('is offered for download with its release, where one wants it so', async () => {
    const { plugin, read } = reading();
    await publish({ chart: tagged, options: { asset: true }, more: [plugin] }, ({ outcome, problems }) => {
      expect([outcome, problems]).toEqual(['released', []]);
      expect(Object.keys(read)).toEqual(['harbour-0.2.27.tgz']);
      expect(read['harbour-0.2.27.tgz']?.startsWith('\x1f\x8b')).toBe(true);
    });
  });

  test.each([
    ['by a release without a tag', {}, { asset: true }],
    ['unless told', tagged, {}],
  ])('is not offered %s', async (_, chart, options) => {
    const { plugin, read } = reading();
    await publish({ chart, options, more: [plugin] }, ({ outcome }) => {
      expect([outcome, read]).toEqual(['released', {}]);
    });
  });
});

describe.skipIf(!hasGpg)('a signed package', () => {
  let keyring: ReturnType<typeof openKeyring>;
  beforeAll(() => void (keyring = openKeyring()));
  afterAll(() => keyring.close());

  test('is offered with its provenance, which names its digest', async () => {
    const { plugin, read } = reading();
    const options = { asset: true, sign: keyring.sign };
    await publish({ chart: tagged, options, more: [plugin] }, ({ outcome }) => {
      expect(outcome).toBe('released');
      const digest = createHash('sha256')
        .update(Buffer.from(read['harbour-0.2.27.tgz'] ?? '', 'latin1'))
        .digest('hex');
      expect(read['harbour-0.2.27.tgz.prov']).toContain(`harbour-0.2.27.tgz: sha256:${digest}`);
    });
  });
});
