import { expect, test } from 'vitest';
import type { BuildOptions } from '../options.ts';
import { buildFileProblems } from './build-files.ts';

const committed = ['Dockerfile', 'api/Containerfile', 'web/dockerfile', 'web/src/index.html'];
const tree = {
  text: async () => undefined,
  bytes: async (path: string) => (committed.includes(path) ? new Uint8Array(1) : undefined),
  list: async (folder = '') =>
    committed
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => ({ path, kind: 'file' as const })),
};
const told = async (build: BuildOptions) =>
  (await buildFileProblems(build, tree)).map(({ code, severity, message }) => [code, severity, message]);

test.each<BuildOptions>([
  {},
  { context: './web/' },
  { context: 'web', dockerfile: './api/Containerfile' },
  { context: 'https://git.example/api.git', dockerfile: 'docker/Dockerfile' },
  { context: 'git@git.example:api.git' },
  { context: '../api' },
  { context: '/srv/api' },
  { context: 'api', prepare: [['make', 'api/Dockerfile']] },
  { context: 'api', in: 'worktree' },
  { context: 'api', bake: { target: 'api' } },
])('a build of %j is not said to lack a file', async (build) => {
  expect(await told(build)).toEqual([]);
});

test.each<[BuildOptions, string]>([
  [{ context: 'api' }, 'The file api/Dockerfile'],
  [{ dockerfile: 'docker/api.Dockerfile' }, 'The file docker/api.Dockerfile'],
  [{ context: 'site', dockerfile: 'Dockerfile' }, "The folder site, the build's context,"],
])('a build of %j is told before anything is built: %s', async (build, what) => {
  expect(await told(build)).toEqual([
    ['DOCKER_FILE_MISSING', 'warning', `${what} is not in this commit, so the image cannot be built of it.`],
  ]);
});
