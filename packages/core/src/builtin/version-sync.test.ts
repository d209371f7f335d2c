import { expect, test } from 'vitest';
import type { CheckContext } from '../model/plugin.ts';
import { track } from './track.ts';

const shared = track({
  name: 'shared',
  pins: [
    'lib/jsr.json',
    'lib/package.json',
    { file: 'lib/docs.yaml', pointer: 'site.version', form: 'v{version}' },
  ],
  paths: ['lib/**'],
});
const shop = track({ name: 'shop', pins: ['shop.json'], paths: ['shop/**'], follows: ['shared'] });
const mall = track({ name: 'mall', pins: ['mall.json'], paths: ['mall/**'], follows: ['shop'] });

const told = async (files: Readonly<Record<string, string>>) => {
  const tree = { text: async (path: string) => files[path] };
  const tracks = [mall, shared, shop].flatMap((plugin) => plugin.tracks ?? []);
  const context = { tree, tracks, changed: [] } as unknown as CheckContext;
  const found = await Promise.all((shared.checks ?? []).map((check) => check.run(context)));
  return found.flat();
};

const held = (version: string): string => `{\n  "version": "${version}"\n}\n`;

test('the files of a track must hold one version, and the answer names both and the command', async () => {
  expect(
    await told({
      'lib/jsr.json': held('0.4.1'),
      'lib/package.json': held('0.4.0'),
      'lib/docs.yaml': 'site:\n  version: v0.4.2\n',
    }),
  ).toMatchObject([
    {
      code: 'TRACK_VERSION_SYNC',
      message:
        'The versions of shared differ: lib/jsr.json version is 0.4.1, but lib/package.json version is 0.4.0.',
      fix: 'Write 0.4.1 into lib/package.json, or run `npx --no-install release bump --shared=patch --shop=patch --mall=patch --no-commit`, which moves both to 0.4.2.',
      where: { file: 'lib/package.json', line: 2 },
    },
    {
      message:
        'The versions of shared differ: lib/jsr.json version is 0.4.1, but lib/docs.yaml site.version is v0.4.2.',
      fix: expect.stringContaining('Write v0.4.1 into lib/docs.yaml'),
    },
  ]);
});

test('it is looked at when one of them is staged, and there is none for a track of one file', () => {
  const paths = ['lib/jsr.json', 'lib/package.json', 'lib/docs.yaml'];
  expect(shared.checks).toMatchObject([{ name: 'version-sync', paths }]);
  expect(shop.checks).toBeUndefined();
});
