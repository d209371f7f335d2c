import { expect, test } from 'vitest';
import type { Facts, TrackFacts } from '../model/facts.ts';
import { isReleaseError } from '../model/problem.ts';
import type { Track } from '../model/track.ts';
import { dueTags } from './tags.ts';

const chart: Track = {
  name: 'chart',
  pins: [],
  paths: ['deploy/**'],
  tag: { name: 'chart-{version}', when: ['src/**'] },
};
const moved = [{ track: 'chart', current: '3.1.0', next: '3.1.1', bump: 'patch' as const }];
const known = (facts: Partial<TrackFacts>): Facts =>
  ({
    tracks: { chart: { name: 'chart', current: '3.1.0', tagPathsChanged: false, ...facts } },
  }) as unknown as Facts;
const newestTag = { name: 'chart-3.0.0', commit: 'c0ffee', version: '3.0.0' };

test('calls for a tag when the tree differs from the newest tag under the paths of the rule', () => {
  expect(dueTags([chart], moved, known({ newestTag, tagPathsChanged: true }), [])).toEqual([
    { track: 'chart', name: 'chart-3.1.1', message: 'Release v3.1.1' },
  ]);
});

test('calls for none when nothing there differs', () => {
  expect(dueTags([chart], moved, known({ newestTag }), ['deploy/Chart.yaml'])).toEqual([]);
});

test("counts the release's own edits", () => {
  const edited = ['deploy/Chart.yaml', 'src/app/package.json'];
  expect(dueTags([chart], moved, known({ newestTag }), edited)).toHaveLength(1);
});

test.each<[paths: readonly string[], tags: number]>([
  [['src'], 1],
  [['src/app/package.json'], 1],
  [['src/**', '!src/docs/**'], 1],
  [['src/**', '!src/app/**'], 0],
  [['lib/**', '!lib/docs/**'], 0],
])('reads the paths of the rule as all other globs of a track: %j', (when, tags) => {
  const ruled: Track = { ...chart, tag: { name: 'chart-{version}', when } };
  const edited = ['deploy/Chart.yaml', 'src/app/package.json'];
  expect(dueTags([ruled], moved, known({ newestTag }), edited)).toHaveLength(tags);
});

test('calls for a tag at every release of a track without a rule', () => {
  const always: Track = { ...chart, tag: { name: 'chart-{version}' } };
  expect(dueTags([always], moved, known({ newestTag }), [])).toHaveLength(1);
});

test('calls for the first tag of a track', () => {
  expect(dueTags([chart], moved, known({}), [])).toHaveLength(1);
});

test('refuses two tracks with the same tag and a name git does not allow', () => {
  const twin: Track = { ...chart, name: 'twin', tag: { name: 'chart-{version}' } };
  const odd: Track = { ...chart, name: 'odd', tag: { name: 'odd v{version}' } };
  const changes = [...moved, { ...moved[0]!, track: 'twin' }, { ...moved[0]!, track: 'odd' }];
  try {
    dueTags([chart, twin, odd], changes, known({}), []);
    expect.unreachable();
  } catch (error) {
    expect(isReleaseError(error) && error.problems.map(({ code }) => code)).toEqual([
      'TAG_DUPLICATE',
      'TAG_NAME_INVALID',
    ]);
  }
});
