import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git as gitPlugin } from '@launchway/core';
import { chart } from '@launchway/plugin-chart';
import {
  createTestRepository,
  defaultAccount,
  startChartRepository,
  startGitServer,
  startRegistry,
  type TestRepository,
} from '@launchway/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSigned, serveFront, serveProxy, type TestProxy } from '../../core/src/effects/server.fixture.ts';
import { carryOut } from '../../sandbox/test/outcome.fixture.ts';
import { helmCatalog, type Target } from '../src/index.ts';
import { change, files } from './chart.fixture.ts';
import { git } from './git.fixture.ts';

const identity = selfSigned();
if (!identity) console.warn('Skipping servers with a certificate of their own: openssl is not installed.');
const closing: (() => unknown)[] = [];
const secret = 'upload-token-4711';
const ports = { git: 0, registry: 0, charts: 0 };
let runs = 0;
let proxy: TestProxy;
let caFile = '';
let repository: TestRepository;
let paths: { readonly app: string; readonly catalogue: string };
let listed: () => readonly string[];

beforeAll(async () => {
  if (!identity) return;
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, identity.cert);
  const gitServer = await startGitServer({ credentials: [{ username: 'ada', password: secret }] });
  const registry = await startRegistry({ auth: 'basic' });
  const charts = await startChartRepository({ credentials: [{ username: 'ada', password: secret }] });
  const [app, catalogue] = [
    await gitServer.createRepository('lab/app'),
    await gitServer.createRepository('lab/charts'),
  ];
  paths = { app: app.path, catalogue: catalogue.path };
  listed = () => charts.charts.map(({ place, name, version }) => `${place} ${name} ${version}`);
  for (const [name, url] of [
    ['git', app.url],
    ['registry', `http://${registry.host}`],
    ['charts', charts.url],
  ] as const) {
    const front = await serveFront(Number(new URL(url).port), identity);
    ports[name] = front.port;
    closing.push(() => front.close());
  }
  proxy = await serveProxy('user:p@ss/word%');
  repository = await createTestRepository(files);
  closing.push(
    () => gitServer.close(),
    () => registry.close(),
    () => charts.close(),
    () => proxy.close(),
    () => repository.remove(),
  );
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** Releases the next version to all kinds of targets of a lab, whose servers are at a host. */
async function release(host: string, env: Readonly<Record<string, string>>, origin?: string) {
  const credential = { env: 'LAB_TOKEN', username: 'ada' };
  const to: readonly Target[] = [
    { git: `https://${host}:${ports.git}/lab/charts.git`, layout: 'both', credential },
    {
      oci: `oci://${host}:${ports.registry}/org/charts`,
      insecure: false,
      credential: { env: 'REGISTRY_PASSWORD', username: defaultAccount.username },
    },
    { gitlab: 'stable', project: '42', api: `https://${host}:${ports.charts}/api/v4`, credential },
    { http: `https://${host}:${ports.charts}`, credential },
  ];
  await repository.commit({
    message: 'fix: more',
    files: { ...change, 'charts/values.yaml': `run: ${runs++}\n` },
  });
  await git(repository.path, 'push', '-q', paths.app, 'HEAD:main');
  const remote = origin ?? `https://${host}:${ports.git}/lab/app.git`;
  await git(repository.path, 'remote', 'set-url', 'origin', remote);
  return carryOut(repository, {
    plugins: [chart({ chart: 'charts' }), helmCatalog({ to }), gitPlugin({ credential })],
    env: {
      LAB_TOKEN: secret,
      REGISTRY_PASSWORD: defaultAccount.password,
      CI_SERVER_URL: `https://${host}:${ports.git}`,
      CI_SERVER_TLS_CA_FILE: caFile,
      ...env,
    },
  });
}

describe.skipIf(!identity)('a lab with an authority of its own', () => {
  test('is reached by every kind of target through a proxy with a password, names left to the proxy', async () => {
    const proxied = `http://user:p%40ss%2Fword%25@127.0.0.1:${proxy.port}`;
    const { outcome, said, problems } = await release('lab.test', {
      HTTPS_PROXY: proxied,
      https_proxy: proxied,
    });
    expect([outcome, problems]).toEqual(['released', []]);
    expect([...new Set(proxy.asked)].sort()).toEqual(
      Object.values(ports)
        .map((port) => `CONNECT lab.test:${port}`)
        .sort(),
    );
    expect([...listed()].sort()).toEqual(['42/stable harbour 0.2.27', 'charts harbour 0.2.27']);
    expect(await git(paths.catalogue, 'ls-tree', '--name-only', 'main', 'assets/harbour/')).toContain(
      '0.2.27',
    );
    expect(said).not.toMatch(/p@ss|p%40ss/);
  });

  test('is reached directly where NO_PROXY names it', async () => {
    const before = proxy.asked.length;
    const { outcome, problems } = await release('127.0.0.1', {
      HTTPS_PROXY: `http://user:wrong@127.0.0.1:${proxy.port}`,
      NO_PROXY: 'elsewhere.test,127.0.0.1',
    });
    expect([outcome, problems]).toEqual(['released', []]);
    expect(proxy.asked).toHaveLength(before);
    expect(listed()).toContain('42/stable harbour 0.2.28');
  });

  test('is told as such by every target where its authority is not known, before anything is pushed', async () => {
    const { outcome, problems } = await release('127.0.0.1', { CI_SERVER_TLS_CA_FILE: '' }, paths.app);
    expect(outcome).toBe('refused');
    expect([...new Set(problems.map(({ code }) => code))].sort()).toEqual([
      'HTTP_TLS',
      'REGISTRY_UNREACHABLE',
      'REMOTE_CERTIFICATE',
    ]);
    expect(await git(paths.app, 'log', '-1', '--format=%s', 'main')).toBe('fix: more');
  });
});
