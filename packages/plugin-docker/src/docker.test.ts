import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { track } from '@launchway/core';
import { afterEach, describe, expect, test } from 'vitest';
import { account, dockerRegistry, has, type RunningRegistry } from '../../oci/test/docker-registry.ts';
import { createWorld, type TestWorld } from '../test/world.ts';
import { docker } from './docker.ts';

const tools = ['docker-registry', 'skopeo', 'buildah', 'htpasswd', 'openssl'];
const missing = tools.filter((tool) => !has(tool));
if (missing.length > 0)
  console.warn(`${missing.join(', ')} is missing: no real image is built and read back`);

const run = promisify(execFile);
const dockerfile = `FROM scratch
ARG VERSION
LABEL version=$VERSION
COPY app.json made.txt /
`;
const files = { 'app.json': '{ "version": "1.4.2" }\n', Dockerfile: dockerfile };
const app = track({ name: 'app', pins: ['app.json'], paths: ['**'], tag: { name: 'v{version}' } });
const env = { LAB_USER: account.username, LAB_PASSWORD: account.password };
const credential = { env: 'LAB_PASSWORD', usernameEnv: 'LAB_USER' };

interface Inspected {
  readonly Digest: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly RepoTags: readonly string[];
}

async function inspect(reference: string): Promise<Inspected> {
  const login = ['--creds', `${account.username}:${account.password}`];
  const { stdout } = await run('skopeo', [
    'inspect',
    '--tls-verify=false',
    ...login,
    `docker://${reference}`,
  ]);
  return JSON.parse(stdout) as Inspected;
}

let open: { world: TestWorld; registry: RunningRegistry } | undefined;
afterEach(async () => {
  await open?.registry.close();
  await open?.world.remove();
  open = undefined;
});

describe.skipIf(missing.length > 0).each(['none', 'basic', 'bearer'] as const)(
  'at docker-registry with %s',
  (auth) => {
    test('an image is built of the release commit, pushed, tagged, and left alone by a second run', async () => {
      const [world, registry] = [await createWorld(files), await dockerRegistry(auth)];
      open = { world, registry };
      const image = `${registry.host}/acme/api`;
      const prepare = [['node', '-e', "require('fs').writeFileSync('made.txt', 'made beforehand')"]];
      const options = { image, credential, build: { args: { VERSION: '{version}' }, prepare } };
      const report = await world.release([app, docker(options)], env);
      expect(report.problems).toEqual([]);
      expect([report.outcome, report.tags]).toEqual(['released', ['v1.5.0']]);

      const found = await inspect(`${image}:1.5.0`);
      expect(found.Labels).toMatchObject({
        version: '1.5.0',
        'org.opencontainers.image.version': '1.5.0',
        'org.opencontainers.image.revision': report.commit,
      });
      expect([...found.RepoTags].sort()).toEqual(['1', '1.5', '1.5.0', 'latest']);
      expect((await inspect(`${image}:latest`)).Digest).toBe(found.Digest);
      expect(report.steps.find(({ id }) => id === 'docker:build')?.output).toEqual({
        image,
        digest: found.Digest,
      });

      const again = await world.release([app, docker(options)], env);
      expect(again.outcome).toBe('complete');
      const calls = await world.calls();
      expect(calls.filter(({ argv }) => argv[1] === 'build')).toHaveLength(1);
      expect(JSON.stringify([calls, world.said, report])).not.toContain(account.password);
      const pair = Buffer.from(`${account.username}:${account.password}`).toString('base64');
      expect(JSON.stringify([calls, world.said, report])).not.toContain(pair);
    });
  },
);

describe.skipIf(missing.length > 0)('a build', () => {
  test('for several platforms gives an index, whose digest stays', async () => {
    const [world, registry] = [await createWorld(files), await dockerRegistry('none')];
    open = { world, registry };
    const names = [`${registry.host}/acme/api`, `${registry.host}/public/api`];
    const build = {
      platforms: ['linux/amd64', 'linux/arm64'],
      prepare: [['node', '-e', "require('fs').writeFileSync('made.txt', '')"]],
    };
    const report = await world.release([app, docker({ image: names, build })]);
    expect([report.outcome, report.problems]).toEqual(['released', []]);
    const raw = await Promise.all(
      names.map(
        async (name) =>
          (await run('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${name}:latest`])).stdout,
      ),
    );
    expect(raw[0]).toBe(raw[1]);
    expect((JSON.parse(raw[0] ?? '') as { manifests: unknown[] }).manifests).toHaveLength(2);
  });

  test('that fails leaves nothing that can be seen', async () => {
    const [world, registry] = [await createWorld(files), await dockerRegistry('none')];
    open = { world, registry };
    const before = await world.repository.snapshot();
    // There is no made.txt to copy.
    const report = await world.release([app, docker({ image: `${registry.host}/acme/api`, build: {} })]);
    expect(report.outcome).toBe('refused');
    expect(report.problems[0]?.message).toContain('made.txt');
    expect((await world.repository.snapshot()).remote).toEqual(before.remote);
    const tags = await fetch(`http://${registry.host}/v2/acme/api/tags/list`);
    expect(tags.status).toBe(404);
  });

  test('in the working tree finds what a job has made there, by a driver that cannot push by digest', async () => {
    const [world, registry] = [await createWorld(files), await dockerRegistry('none')];
    open = { world, registry };
    const image = `${registry.host}/acme/api`;
    await run('node', ['-e', "require('fs').writeFileSync('made.txt', 'by the job')"], {
      cwd: world.repository.path,
    });
    const report = await world.release([app, docker({ image, build: { in: 'worktree' } })], {
      SHIM_DRIVER: 'docker',
    });
    expect(report.outcome).toBe('released');
    const throwAway = `build-${report.commit?.slice(0, 12)}`;
    expect([...(await inspect(`${image}:1`)).RepoTags].sort()).toEqual([
      '1',
      '1.5',
      '1.5.0',
      throwAway,
      'latest',
    ]);
  });
});

describe('readiness', () => {
  test('refuses before anything is changed when there is no buildx', async () => {
    const [world, registry] = [await createWorld(files), { host: '', close: async () => undefined }];
    open = { world, registry };
    const plugins = [app, docker({ image: '127.0.0.1:1/acme/api', build: { builder: 'multi' } })];
    const attempt = world.release(plugins, { PATH: '/usr/bin:/bin' });
    await expect(attempt).rejects.toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ code: 'DOCKER_BUILDX_MISSING' }),
        expect.objectContaining({ code: 'REGISTRY_UNREACHABLE' }),
      ]),
    });
  });
});
