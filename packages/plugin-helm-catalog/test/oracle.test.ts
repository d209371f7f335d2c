import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from '@launchway/plugin-chart';
import { createTestRepository, startChartRepository } from '@launchway/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { helm3, helm4, helmOver, temporary, withoutHelm } from '../../helm/src/helm.fixture.ts';
import { type RealRegistry, startRealRegistry, withoutRegistry } from '../../helm/src/registry.fixture.ts';
import { carryOut } from '../../sandbox/test/outcome.fixture.ts';
import { helmCatalog, type Target } from '../src/index.ts';
import { chartFiles, type Harbour, openHarbour } from './catalogue.fixture.ts';
import { change, files } from './chart.fixture.ts';
import { git } from './git.fixture.ts';
import { staticServer } from './static.fixture.ts';

const served = staticServer();
const { serve } = served;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await served.close();
});

const helms = [
  ['helm 4', helm4],
  ['helm 3', helm3],
] as const;
let names = 0;

/** Adds the repository to helm, as its users do, and gives what they pull and install from it. */
async function asUsersGetIt(
  binary: string,
  url: string,
  wanted: { readonly name: string; readonly version: string; readonly login?: readonly string[] },
): Promise<{ readonly tgz: Buffer; readonly manifests: string; readonly listed: string }> {
  const repository = `trial${names++}`;
  await helmOver(binary, ['repo', 'add', repository, url, ...(wanted.login ?? [])]);
  await helmOver(binary, ['repo', 'update', repository]);
  const out = temporary();
  const of = [`${repository}/${wanted.name}`, '--version', wanted.version];
  await helmOver(binary, ['pull', ...of, '--destination', out]);
  const { stdout: manifests } = await helmOver(binary, ['template', 'quay-7', ...of]);
  const { stdout: listed } = await helmOver(binary, [
    'search',
    'repo',
    `${repository}/`,
    '--versions',
    '-o',
    'json',
  ]);
  return { tgz: readFileSync(join(out, `${wanted.name}-${wanted.version}.tgz`)), manifests, listed };
}

const versionsIn = (listed: string): readonly string[] =>
  (JSON.parse(listed) as { version: string }[]).map(({ version }) => version);

async function harbourWith(chartFile: Readonly<Record<string, string>>): Promise<Harbour> {
  const harbour = await openHarbour(chartFile);
  closing.push(() => harbour.close());
  return harbour;
}

describe.skipIf(withoutHelm)('a packed git catalogue, served as it is', () => {
  test.each(helms)('is one from which %s pulls and installs', async (_, binary) => {
    const harbour = await harbourWith(chartFiles('pier', '1.2.3+build.5'));
    await harbour.publish('charts/pier', '1.2.3+build.5', { layout: 'both' });
    await harbour.repository.commit({ message: 'fix: two', files: chartFiles('pier', '1.10.0') });
    await harbour.publish('charts/pier', '1.10.0', { layout: 'both' });
    const folder = await harbour.copy();
    const got = await asUsersGetIt(binary, await serve(folder), { name: 'pier', version: '1.2.3+build.5' });
    expect(got.tgz.equals(readFileSync(join(folder, 'assets/pier/pier-1.2.3+build.5.tgz')))).toBe(true);
    expect(got.manifests).toContain('name: quay-7');
    expect(versionsIn(got.listed)).toEqual(['1.10.0', '1.2.3+build.5']);
  });

  test.each(helms)('is one also where another tool keeps its index in JSON (%s)', async (_, binary) => {
    const harbour = await harbourWith(chartFiles('pier', '1.2.3'));
    const index = { apiVersion: 'v1', entries: { quay: [] }, generated: '2020-01-01T00:00:00Z' };
    await harbour.put({ 'index.yaml': JSON.stringify(index, undefined, 2) });
    await harbour.publish('charts/pier', '1.2.3', { layout: 'packed' });
    const folder = await harbour.copy();
    expect(() => JSON.parse(readFileSync(join(folder, 'index.yaml'), 'utf8')) as unknown).not.toThrow();
    const got = await asUsersGetIt(binary, await serve(folder), { name: 'pier', version: '1.2.3' });
    expect(versionsIn(got.listed)).toEqual(['1.2.3']);
  });

  test('is one also behind an address of its own, as GitHub Pages has it', async () => {
    const harbour = await harbourWith(chartFiles('pier', '1.2.3'));
    const pages = temporary();
    const url = await serve(pages);
    const target = { layout: 'packed', branch: 'gh-pages', assets: '', url: `${url}/sub/` } as const;
    await harbour.publish('charts/pier', '1.2.3', target);
    await git(pages, 'clone', '-q', '--branch', 'gh-pages', harbour.catalogue.path, 'sub');
    const got = await asUsersGetIt(helm4, `${url}/sub`, { name: 'pier', version: '1.2.3' });
    expect(got.manifests).toContain('name: quay-7');
  });
});

const secret = 'upload-token-4711';

/** Releases the chart of a repository to a target; gives the time of the release commit. */
async function release(to: Target): Promise<number> {
  const repository = await createTestRepository(files, {
    commits: [{ message: 'fix: a longer name', files: change }],
  });
  closing.push(() => repository.remove());
  const { outcome } = await carryOut(repository, {
    plugins: [chart({ chart: 'charts' }), helmCatalog({ to })],
    env: { UPLOAD_TOKEN: secret },
  });
  expect(outcome).toBe('released');
  return Number(await repository.git('show', '-s', '--format=%ct', 'main'));
}

describe.skipIf(withoutHelm)('a server that takes uploads', () => {
  const login = ['--username', 'ada', '--password', secret];
  const credential = { env: 'UPLOAD_TOKEN', username: 'ada' };

  test.each(helms)('is one from which %s pulls and installs, as from a ChartMuseum', async (_, binary) => {
    const server = await startChartRepository({ credentials: [{ username: 'ada', password: secret }] });
    closing.push(() => server.close());
    await release({ http: server.url, credential });
    const got = await asUsersGetIt(binary, server.url, { name: 'harbour', version: '0.2.27', login });
    expect(got.tgz.equals(server.charts[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(got.manifests).toContain('name: quay-7-two');
  });

  test('is one from which helm pulls and installs, as from a channel of GitLab', async () => {
    const server = await startChartRepository({ credentials: [{ username: 'ada', password: secret }] });
    closing.push(() => server.close());
    await release({ gitlab: 'stable', project: 'org/app', api: server.api, credential });
    const url = `${server.api}/projects/org%2Fapp/packages/helm/stable`;
    const got = await asUsersGetIt(helm4, url, { name: 'harbour', version: '0.2.27', login });
    expect(versionsIn(got.listed)).toEqual(['0.2.27']);
  });
});

describe.skipIf(withoutHelm || withoutRegistry)('an OCI registry', () => {
  let registry: RealRegistry;
  beforeAll(async () => {
    registry = await startRealRegistry();
  });
  afterAll(() => registry.stop());

  const digestOf = async (name: string): Promise<string | null> => {
    const accept = 'application/vnd.oci.image.manifest.v1+json';
    const response = await fetch(`http://${registry.host}/v2/${name}/manifests/0.2.27`, {
      headers: { accept },
    });
    return response.headers.get('docker-content-digest');
  };

  test.each(helms)(
    'is one from which %s pulls and installs, and pushes back the same manifest',
    async (_, binary) => {
      const place = `org${names++}/charts`;
      const time = await release({ oci: `oci://${registry.host}/${place}`, insecure: true });
      const out = temporary();
      const reference = `oci://${registry.host}/${place}/harbour`;
      const of = [reference, '--version', '0.2.27', '--plain-http'];
      await helmOver(binary, ['pull', ...of, '--destination', out]);
      expect((await helmOver(binary, ['template', 'quay-7', ...of])).stdout).toContain('name: quay-7-two');

      const file = join(out, 'harbour-0.2.27.tgz');
      utimesSync(file, time, time);
      await helmOver(binary, ['push', file, `oci://${registry.host}/again/${place}`, '--plain-http']);
      const digest = await digestOf(`${place}/harbour`);
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(await digestOf(`again/${place}/harbour`)).toBe(digest);
    },
  );
});
