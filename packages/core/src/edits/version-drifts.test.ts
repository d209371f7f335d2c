import { expect, test } from 'vitest';
import type { Tree } from '../model/ports.ts';
import type { Pin, Track } from '../model/track.ts';
import { versionDrifts } from './version-drifts.ts';

const chart: Pin = { file: 'deploy/Chart.yaml', format: 'yaml', pointer: ['appVersion'] };
const manifest: Pin = { file: 'server/package.json', format: 'json', pointer: ['version'] };
const files = { 'deploy/Chart.yaml': 'name: shop\n', 'server/package.json': '{ "version": "3.1.4" }' };

const told = (pins: readonly Pin[], more: Partial<Track> = {}, held: Record<string, string> = files) => {
  const track: Track = { name: 'server', pins, paths: ['server/**'], ...more };
  const tree = { text: async (path: string) => held[path] } as unknown as Tree;
  return versionDrifts(tree, track, [track]);
};

test('a value that is missing differs from one that is there, in whichever order they stand', async () => {
  const missing = {
    message:
      'The versions of server differ: server/package.json version is 3.1.4, but deploy/Chart.yaml appVersion is missing.',
    fix: 'Write 3.1.4 into deploy/Chart.yaml.',
    where: { file: 'deploy/Chart.yaml' },
  };
  expect(await told([manifest, chart])).toEqual([missing]);
  expect(await told([chart, manifest])).toEqual([missing]);
});

test('so does a file that is missing', async () => {
  const held = { 'deploy/Chart.yaml': 'appVersion: 3.1.5\n' };
  expect(await told([manifest, chart], {}, held)).toMatchObject([
    { message: expect.stringContaining('but server/package.json version is missing.') },
  ]);
});

test('the command that bumps is named only where it would not refuse', async () => {
  const bump =
    'Write 3.1.4 into deploy/Chart.yaml, or run `npx --no-install release bump --server=patch --no-commit`, which moves both to 3.1.5.';
  expect(await told([manifest, { ...chart, missing: 'insert' }])).toMatchObject([{ fix: bump }]);
});

test('a place that is to be skipped may lack its value, and so may all of a track that is yet to be released', async () => {
  expect(await told([{ ...chart, missing: 'skip' }, manifest])).toEqual([]);
  expect(await told([chart, manifest], { initial: '3.0.0' })).toEqual([]);
  expect(await told([chart])).toEqual([]);
});
