import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  folderTree,
  helm,
  helm3,
  helm4,
  MTIME,
  temporary,
  withoutHelm,
  writeChart,
} from '../helm.fixture.ts';
import { charts } from '../package/charts.fixture.ts';
import { packChart } from '../package/pack.ts';
import { chartArtifact, ociTag } from './manifest.ts';

const withoutRegistry = withoutHelm || spawnSync('docker-registry', ['--version']).error !== undefined;
if (withoutRegistry)
  console.warn('Skipping what needs a registry: docker-registry or helm is not installed.');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startRegistry(port: number): Promise<() => void> {
  const root = temporary();
  const config = join(root, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${root}}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const registry = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/v2/`).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((done) => setTimeout(done, 50));
  }
  return () => void registry.kill();
}

describe.skipIf(withoutRegistry)('a manifest is the one helm pushes', () => {
  let port = 0;
  let stop = (): void => undefined;
  beforeAll(async () => {
    port = await freePort();
    stop = await startRegistry(port);
  });
  afterAll(() => stop());

  test.each(Object.entries(charts))('for a chart with %s', async (title, files) => {
    const { bytes, fileName, chart } = await packChart(folderTree(writeChart(files)), { mtime: MTIME });
    const folder = temporary();
    const file = join(folder, fileName);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
    const provenance = title.includes('v') ? Buffer.from('not really signed') : undefined;
    if (provenance !== undefined) writeFileSync(`${file}.prov`, provenance);
    utimesSync(file, MTIME, MTIME);
    const artifact = chartArtifact({
      metadata: chart.metadata,
      tgz: bytes,
      mtime: MTIME,
      ...(provenance === undefined ? {} : { provenance }),
    });
    for (const binary of [helm4, helm3]) {
      const repository = `${binary === helm4 ? 'four' : 'three'}-${Object.keys(charts).indexOf(title)}`;
      const { stderr } = helm(binary, [
        'push',
        file,
        `oci://127.0.0.1:${port}/${repository}`,
        '--plain-http',
      ]);
      expect(stderr).toContain(`Digest: ${artifact.manifest.digest}`);
      expect(stderr).toContain(`:${artifact.tag}\n`);
    }
  });
});

test('a tag has an underscore where the version has a plus sign', () => {
  expect(ociTag('1.2.3+up4.5+b')).toBe('1.2.3_up4.5_b');
});
