import { expect, test } from 'vitest';
import type { Track } from '../model/track.ts';
import { checkManualBump } from './manual.ts';

const track = (name: string, follows: readonly string[] = []): Track => ({
  name,
  pins: [{ file: `${name}.json`, pointer: ['version'], format: 'json' }],
  paths: [`${name}/**`],
  follows,
});

const told = (tracks: readonly Track[], named: string): readonly unknown[] =>
  checkManualBump(tracks, { tracks: { [named]: 'minor' }, tag: true }).map(({ message, fix }) => [
    message,
    fix,
  ]);

test('tracks that ship a bumped one and are not bumped are named together, with their flags', () => {
  const tracks = [track('soup'), track('menu', ['soup']), track('card', ['soup', 'menu']), track('cellar')];
  expect(told(tracks, 'soup')).toEqual([
    [
      '--menu, --card are missing: they ship soup, so their versions must move too.',
      'Add `--menu=patch --card=patch` (or minor, major, or a version).',
    ],
  ]);
  expect(told([track('card', ['menu']), track('menu', ['soup']), track('soup')], 'soup')).toEqual([
    [expect.any(String), 'Add `--card=patch --menu=patch` (or minor, major, or a version).'],
  ]);
  expect(told(tracks, 'menu')).toEqual([
    [
      '--card is missing: card ships menu, so its version must move too.',
      'Add `--card=patch` (or minor, major, or a version).',
    ],
  ]);
  expect(told(tracks, 'cellar')).toEqual([]);
});
