import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createTestRepository,
  type GitServer,
  quietGit,
  startGitServer,
  type TestRepository,
} from '@launchway/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { change, files } from './chart.fixture.ts';
import { git } from './git.fixture.ts';

const top = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(top, 'packages/core/bin/release.js');
const isBuilt =
  existsSync(join(top, 'packages/core/dist/bundle/core.cjs')) &&
  existsSync(join(top, 'packages/plugin-helm-catalog/dist/index.js'));
if (!isBuilt) console.warn('Skipping the writers that are killed: run `npm run build` first.');

let server: GitServer;
let repository: TestRepository;
let catalogue: { readonly path: string; readonly url: string };

const configuration = (url: string): string =>
  JSON.stringify({
    flows: {
      main: {
        plugins: [
          ['@launchway/plugin-chart', { chart: 'charts' }],
          ['@launchway/plugin-helm-catalog', { to: { git: url, layout: 'both' } }],
        ],
      },
    },
  });

beforeAll(async () => {
  server = await startGitServer();
  catalogue = await server.createRepository('org/catalogue');
  repository = await createTestRepository({
    ...files,
    'release.config.json': configuration(catalogue.url),
    '.gitignore': 'node_modules\n',
  });
  await mkdir(join(repository.path, 'node_modules'));
  await symlink(join(top, 'node_modules/@launchway'), join(repository.path, 'node_modules/@launchway'));
});

afterAll(async () => {
  await server.close();
  await repository.remove();
});

function release(...args: readonly string[]): ChildProcess {
  const env = { PATH: process.env['PATH'], HOME: repository.path, ...quietGit };
  return spawn(process.execPath, [command, ...args, '--quiet'], { cwd: repository.path, env, stdio: 'pipe' });
}

const ended = (child: ChildProcess): Promise<number | string | null> =>
  new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));

/** What is wrong with the catalogue for those who read it now. */
async function faults(): Promise<readonly string[]> {
  // The server may still be taking the push of a writer that is gone, so both are read of one commit.
  const commit = await git(catalogue.path, 'rev-parse', '--verify', '--quiet', 'main').catch(() => '');
  if (commit === '') return [];
  const paths = new Set((await git(catalogue.path, 'ls-tree', '-r', '--name-only', commit)).split('\n'));
  const index = parse(await git(catalogue.path, 'show', `${commit}:index.yaml`)) as {
    entries: Record<string, { version: string; urls: string[] }[]>;
  };
  return Object.entries(index.entries).flatMap(([name, versions]) =>
    versions.flatMap(({ version, urls }) => {
      const needed = [
        ...urls,
        `charts/${name}/${version}/Chart.yaml`,
        `charts/${name}/${version}/values.yaml`,
      ];
      return needed.filter((path) => !paths.has(path)).map((path) => `${path} is missing`);
    }),
  );
}

test.skipIf(!isBuilt).each([
  ['while it fetches', 'fetch', 1],
  ['while it asks for the right to push', 'list-for-push', 1],
  ['when its push is taken and not answered', 'push', 1],
] as const)(
  'a writer that is killed %s leaves a whole catalogue, and the next run completes it',
  { timeout: 120_000 },
  async (_, on, times) => {
    await repository.commit({
      message: `fix: for ${on}`,
      files: { ...change, 'charts/values.yaml': `on: ${on}\n` },
    });
    await repository.push();
    const seen = server.requests.length;
    server.fail({ on, kind: 'held', times });
    const child = release('--yes');
    const end = ended(child);
    const isHeld = () =>
      server.requests
        .slice(seen)
        .some(({ operation, push }) => operation === on && (on !== 'push' || push !== undefined));
    while (!isHeld() && child.exitCode === null) await new Promise((next) => setTimeout(next, 20));
    child.kill('SIGKILL');
    await end;
    expect(await faults()).toEqual([]);

    expect(await ended(release('--yes'))).toBe(0);
    expect(await faults()).toEqual([]);
    const version = /^version: (.*)$/m.exec(
      await git(repository.remote, 'show', 'main:charts/Chart.yaml'),
    )?.[1];
    expect(
      await git(catalogue.path, 'ls-tree', '--name-only', 'main', `assets/harbour/harbour-${version}.tgz`),
    ).not.toBe('');
  },
);
