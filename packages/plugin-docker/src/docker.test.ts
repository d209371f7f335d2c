import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { track } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { account, dockerRegistry, has } from '../../oci/test/docker-registry.ts';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { worldOfTest } from '../test/world.fixture.ts';
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

describe.skipIf(missing.length > 0).each(['none', 'basic', 'bearer'] as const)(
  'at docker-registry with %s',
  (auth) => {
    test('an image is built of the release commit, pushed, tagged, and left alone by a second run', async () => {
      const world = await worldOfTest(files);
      const registry = await closedWithTest(dockerRegistry(auth));
      const image = `${registry.host}/acme/api`;
      const prepare = [['node', '-e', "require('fs').writeFileSync('made.txt', 'made beforehand')"]];
      const options = { image, credential, build: { args: { VERSION: '{version}' }, prepare } };
      const { outcome, problems, report, said } = await world.release([app, docker(options)], env);
      expect(problems).toEqual([]);
      expect([outcome, report?.tags]).toEqual(['released', ['v1.5.0']]);

      const found = await inspect(`${image}:1.5.0`);
      expect(found.Labels).toMatchObject({
        version: '1.5.0',
        'org.opencontainers.image.version': '1.5.0',
        'org.opencontainers.image.revision': report?.commit,
      });
      expect([...found.RepoTags].sort()).toEqual(['1', '1.5', '1.5.0', 'latest']);
      expect((await inspect(`${image}:latest`)).Digest).toBe(found.Digest);
      expect(report?.steps.find(({ id }) => id === 'docker:build')?.output).toEqual({
        image,
        digest: found.Digest,
      });

      const again = await world.release([app, docker(options)], env);
      expect(again.outcome).toBe('complete');
      const calls = await world.calls();
      expect(calls.filter(({ argv }) => argv[1] === 'build')).toHaveLength(1);
      expect(JSON.stringify([calls, said])).not.toContain(account.password);
      const pair = Buffer.from(`${account.username}:${account.password}`).toString('base64');
      expect(JSON.stringify([calls, said])).not.toContain(pair);
    });
  },
);

describe.skipIf(missing.length > 0)('a build', () => {
  test('for several platforms gives an index, whose digest stays', async () => {
    const world = await worldOfTest(files);
    const registry = await closedWithTest(dockerRegistry('none'));
    const names = [`${registry.host}/acme/api`, `${registry.host}/public/api`];
    const build = {
      platforms: ['linux/amd64', 'linux/arm64'],
      prepare: [['node', '-e', "require('fs').writeFileSync('made.txt', '')"]],
    };
    const { outcome, problems } = await world.release([app, docker({ image: names, build })]);
    expect([outcome, problems]).toEqual(['released', []]);
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
    const world = await worldOfTest(files);
    const registry = await closedWithTest(dockerRegistry('none'));
    const before = await world.repository.snapshot();
    // There is no made.txt to copy.
    const image = `${registry.host}/acme/api`;
    const { outcome, problems } = await world.release([app, docker({ image, build: {} })]);
    expect(outcome).toBe('refused');
    expect(problems[0]?.message).toContain('made.txt');
    expect((await world.repository.snapshot()).remote).toEqual(before.remote);
    const tags = await fetch(`http://${registry.host}/v2/acme/api/tags/list`);
    expect(tags.status).toBe(404);
  });

  test('in the working tree finds what a job has made there, by a driver that cannot push by digest', async () => {
    const world = await worldOfTest(files);
    const registry = await closedWithTest(dockerRegistry('none'));
    const image = `${registry.host}/acme/api`;
    await run('node', ['-e', "require('fs').writeFileSync('made.txt', 'by the job')"], {
      cwd: world.repository.path,
    });
    const plugins = [app, docker({ image, build: { in: 'worktree' } })];
    const { outcome, report } = await world.release(plugins, { SHIM_DRIVER: 'docker' });
    expect(outcome).toBe('released');
    const throwAway = `build-${report?.commit?.slice(0, 12)}`;
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
    const world = await worldOfTest(files);
    const plugins = [app, docker({ image: '127.0.0.1:1/acme/api', build: { builder: 'multi' } })];
    const { outcome, codes } = await world.release(plugins, { PATH: '/usr/bin:/bin' });
    expect(outcome).toBe('refused');
    expect(codes).toEqual(expect.arrayContaining(['DOCKER_BUILDX_MISSING', 'REGISTRY_UNREACHABLE']));
  });
});
