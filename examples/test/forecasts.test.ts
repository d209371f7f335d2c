import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tree } from '@launchway/core';
import { badDurations, forecastGithub, forecastGitlab, type PushEvent } from '@launchway/forge';
import { expect, test } from 'vitest';

const example = join(import.meta.dirname, '../reference');

/** The example as it is committed. */
const tree: Tree = {
  text: (path) => readFile(join(example, path), 'utf8').catch(() => undefined),
  bytes: (path) => readFile(join(example, path)).catch(() => undefined),
  list: async (folder = '') =>
    (await readdir(join(example, folder))).map((name) => ({
      path: `${folder}/${name}`,
      kind: 'file' as const,
    })),
};

const branch = (name: string): PushEvent['ref'] => ({ kind: 'branch', name });
const tag = (name: string): PushEvent['ref'] => ({ kind: 'tag', name });
const builds = ['cli:build:linux', 'cli:build:macos', 'cli:build:windows'];

type Started = readonly [PushEvent['ref'], changed: readonly string[], names: readonly string[]];

test.each<Started>([
  [branch('main'), ['charts/values.yaml'], ['release.yml']],
  [branch('main'), ['apps/cli/src/harbour.mjs'], ['cli.yml', 'release.yml']],
  [branch('feature/x'), ['apps/cli/src/harbour.mjs'], []],
  [tag('v1.2.3'), [], ['cli.yml', 'publish.yml']],
  [tag('v1.2.3-rc.1'), [], ['cli.yml', 'publish.yml']],
  [tag('nightly'), [], []],
])('on GitHub a push of %j that changes %j starts %j', async (ref, changed, names) => {
  const forecast = await forecastGithub(tree, { ref, changed });
  expect(forecast?.jobs.map(({ name }) => name).toSorted()).toEqual(names);
});

test.each<Started>([
  [branch('test/gitlab-ci'), ['apps/cli/src/deep/x.mjs'], [...builds, 'image:build', 'release']],
  [branch('test/gitlab-ci'), ['charts/values.yaml'], ['image:build', 'release']],
  [tag('v1.2.3'), [], [...builds, 'image:build', 'release:publish']],
  [branch('main'), ['apps/cli/src/harbour.mjs'], []],
])('on GitLab a push of %j that changes %j starts %j', async (ref, changed, names) => {
  const forecast = await forecastGitlab(tree, { ref, changed });
  expect(forecast?.jobs.map(({ name }) => name).toSorted()).toEqual(names);
});

test('GitLab can read every duration of the example', async () => {
  expect(await badDurations(tree, '.gitlab/launchway.yml')).toEqual([]);
  expect(await tree.text('.gitlab/launchway.yml')).toContain('expire_in: 30 days');
});
