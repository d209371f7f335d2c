import { expect, test } from 'vitest';
import { isReleaseError } from '../model/problem.ts';
import type { Track } from '../model/track.ts';
import { checkManualBump } from './manual.ts';

const track = (name: string, follows: readonly string[] = []): Track => ({
  name,
  pins: [{ file: `${name}.json`, pointer: ['version'], format: 'json' }],
  paths: [`${name}/**`],
  follows,
});

function refused(tracks: readonly Track[], named: string): readonly unknown[] {
  try {
    checkManualBump(tracks, { tracks: { [named]: 'minor' }, tag: true });
  } catch (error) {
    if (isReleaseError(error)) return error.problems.map(({ message, fix }) => [message, fix]);
    throw error;
  }
  return [];
}

test('tracks that ship a bumped one and are not bumped are named together, with their flags', () => {
  const tracks = [track('soup'), track('menu', ['soup']), track('card', ['soup', 'menu']), track('cellar')];
  expect(refused(tracks, 'soup')).toEqual([
    [
      '--menu, --card are missing: they ship soup, so their versions must move too.',
      'Add `--menu=patch --card=patch` (or minor, major, or a version).',
    ],
  ]);
  expect(refused(tracks, 'menu')).toEqual([
    [
      '--card is missing: card ships menu, so its version must move too.',
      'Add `--card=patch` (or minor, major, or a version).',
    ],
  ]);
  expect(refused(tracks, 'cellar')).toEqual([]);
});
