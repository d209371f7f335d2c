import { expect, test } from 'vitest';
import { contentVerdict } from './content-verdict.ts';
import { layoutOf } from './options.ts';
import { tracksOf } from './tracks.ts';
import { contextOf } from './tree.fixture.ts';

const options = { chart: 'deploy/shop', release: { paths: ['src/**'] } };
const layout = layoutOf(options);
const tracks = tracksOf(options);
const chore = {
  sha: 'c1',
  message: 'chore(ci): tidy\n\nbody',
  paths: ['deploy/shop/values.yaml', 'README.md'],
};

test('a chore that changes what ships moves the chart by a patch', async () => {
  const context = contextOf({
    tracks,
    before: {},
    now: { 'deploy/shop/values.yaml': 'a: 1' },
    commits: [chore],
  });
  expect(await contentVerdict(context, layout)).toEqual([
    {
      track: 'chart',
      bump: 'patch',
      because: [
        {
          commit: 'c1',
          type: 'chore',
          scope: 'ci',
          subject: 'tidy',
          breaking: false,
          paths: ['deploy/shop/values.yaml'],
          bump: 'patch',
          rule: 'chart content -> patch',
        },
      ],
    },
  ]);
});

test('a change that was taken back moves nothing', async () => {
  const same = { 'deploy/shop/values.yaml': 'a: 1' };
  expect(
    await contentVerdict(contextOf({ tracks, before: same, now: same, commits: [chore] }), layout),
  ).toEqual([]);
});

test('what does not ship moves nothing', async () => {
  const ignore = { 'deploy/shop/.helmignore': 'ci/\n' };
  const now = { ...ignore, 'deploy/shop/ci/test.yaml': 'a', 'src/a.ts': 'a', 'deploy/shop2/a': 'a' };
  expect(await contentVerdict(contextOf({ tracks, before: ignore, now }), layout)).toEqual([]);
});

test('a difference that no listed commit explains still counts', async () => {
  const [verdict] = await contentVerdict(
    contextOf({ tracks, before: {}, now: { 'deploy/shop/.helmignore': 'x' } }),
    layout,
  );
  expect(verdict).toMatchObject({
    bump: 'patch',
    because: [{ commit: 'head', paths: ['deploy/shop/.helmignore'] }],
  });
});
