import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { execute, githubEnv, worldOfTest } from './world.fixture.ts';

const run = promisify(execFile);

test('a tag pipeline finds complete what the branch has released', async () => {
  const one = await worldOfTest('main');
  expect((await one.release(githubEnv(one, 'main'))).code).toBe(0);
  const seen = await one.snapshot();
  const ended = await one.release(
    {
      ...githubEnv(one, 'main'),
      GITHUB_REF: 'refs/tags/v0.2.27',
      GITHUB_REF_NAME: 'v0.2.27',
      GITHUB_REF_TYPE: 'tag',
    },
    ['publish', 'v0.2.27', '--flow', 'github'],
    'v0.2.27',
  );
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  expect(ended.stdout).toContain('Already complete');
  expect(await one.snapshot()).toEqual(seen);
});

/** What the workflow of the chart runs where people bump versions. */
const publishChart = ['publish', '--skip', 'docker', '--skip', 'jsr', '--flow', 'github'];

test('a push that touches the chart and bumps nothing publishes nothing', async () => {
  const one = await worldOfTest('main');
  const before = await one.snapshot();
  const ended = await one.release(githubEnv(one, 'main'), publishChart);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  expect(await one.snapshot()).toEqual(before);
});

test('a chart that people bumped is published by the push, and its image left to the tag', async () => {
  const one = await worldOfTest('main');
  const clone = await one.checkout('main');
  const bumped = await execute(clone, ['bump', '--chart=minor', '--flow', 'github'], one.settings);
  expect(bumped.code, bumped.stdout + bumped.stderr).toBe(0);
  const git = async (...args: readonly string[]) =>
    (await run('git', args, { cwd: clone, env: { ...one.settings } })).stdout.trim();
  const commit = await git('rev-parse', 'HEAD');
  await git('push', '-q', one.remote, 'HEAD:main');

  const ended = await one.release(githubEnv(one, 'main'), publishChart, commit);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const { catalogue, images } = (await one.snapshot()) as { catalogue: string; images: object };
  expect(catalogue).toContain('charts/harbour/0.3.0/Chart.yaml');
  expect(Object.keys(images)).not.toContain('0.3.0');
});
