import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sha256 } from '@launchway/core';
import { startRegistry } from '@launchway/sandbox';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { account, dockerRegistry, has, type RunningRegistry } from '../test/docker-registry.ts';
import { pushImage, pushIndex, testImage } from '../test/images.ts';
import { testPort } from '../test/port.ts';
import { copy } from './copy.ts';
import { mediaTypes } from './media.ts';
import { registry, type WritableRegistry } from './registry.ts';

const env = { REGISTRY_USER: account.username, REGISTRY_PASSWORD: account.password };
const credential = { env: 'REGISTRY_PASSWORD', usernameEnv: 'REGISTRY_USER' };
const real = has('docker-registry') && has('htpasswd') && has('openssl');
if (!real) console.warn('docker-registry, htpasswd or openssl is missing: only the stand-in is tested');

interface Kind {
  readonly name: string;
  readonly proof: string;
  readonly start: () => Promise<RunningRegistry>;
}

const kinds: readonly Kind[] = [
  { name: 'the stand-in', proof: 'open', start: () => startRegistry() },
  { name: 'the stand-in with Basic', proof: 'unproven', start: () => startRegistry({ auth: 'basic' }) },
  { name: 'the stand-in with Bearer', proof: 'granted', start: () => startRegistry({ auth: 'bearer' }) },
  { name: 'the stand-in with redirects', proof: 'open', start: () => startRegistry({ redirects: true }) },
  ...(real
    ? [
        { name: 'docker-registry', proof: 'open', start: () => dockerRegistry('none') },
        { name: 'docker-registry with htpasswd', proof: 'unproven', start: () => dockerRegistry('basic') },
        { name: 'docker-registry with tokens', proof: 'granted', start: () => dockerRegistry('bearer') },
      ]
    : []),
];

describe.each(kinds)('on $name, the client', ({ proof, start }) => {
  let running: RunningRegistry;
  let client: WritableRegistry;
  const open = (): WritableRegistry =>
    registry(testPort(env).effects, { registry: running.host, credential });

  beforeAll(async () => {
    running = await start();
    client = open();
  });
  afterAll(() => running.close());

  it('logs in', async () => {
    await expect(open().ping()).resolves.toBeUndefined();
  });

  it('proves what can be proven of the right to push', async () => {
    expect(await open().writable('proof/app').canPush()).toBe(proof);
  });

  it('finds nothing in a repository that does not exist', async () => {
    const empty = client.repository('nobody/nothing');
    expect(await empty.listTags()).toEqual([]);
    expect(await empty.getManifest('1.2.3')).toBeUndefined();
    expect(await empty.headManifest('1.2.3')).toBeUndefined();
    expect(await empty.hasBlob(sha256('nothing'))).toBe(false);
  });

  it('writes blobs and manifests and reads them as they were', async () => {
    const app = client.writable('org/app');
    const image = testImage('first');
    await pushImage(app, image, '1.2.3');
    const found = await open().repository('org/app').getManifest('1.2.3');
    expect(found).toEqual({ digest: image.digest, mediaType: image.mediaType, bytes: found?.bytes });
    expect(Buffer.from(found?.bytes ?? []).equals(Buffer.from(image.bytes))).toBe(true);
    expect(await app.headManifest('1.2.3')).toEqual({ digest: image.digest, mediaType: image.mediaType });
    const [config = new Uint8Array()] = image.blobs;
    expect(await app.getBlob({ digest: sha256(config), size: config.length })).toEqual(Buffer.from(config));
  });

  it('streams a blob from a file', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'oci-')), 'layer');
    const content = 'layer '.repeat(50_000);
    await writeFile(file, content);
    const digest = await client.writable('org/files').uploadBlob({ file, digest: sha256(content) });
    expect(await client.repository('org/files').getBlob({ digest, size: content.length })).toHaveLength(
      300_000,
    );
  });

  it('gives an image several tags, and moves one of them', async () => {
    const app = client.writable('org/tags');
    const [old, young] = [testImage('old'), testImage('young')];
    await pushImage(app, old, 'latest');
    await pushImage(app, young);
    await app.putTags(young, ['2.0.0', '2.0', '2', 'latest']);
    expect([...(await app.listTags())].sort()).toEqual(['2', '2.0', '2.0.0', 'latest']);
    for (const tag of ['2.0.0', '2.0', '2', 'latest']) {
      expect((await app.headManifest(tag))?.digest).toBe(young.digest);
    }
  });

  it('mounts a blob from another repository, and says when there is none', async () => {
    const blob = Buffer.from('to be mounted');
    const digest = await client.writable('org/from').uploadBlob(blob);
    expect(await client.writable('org/to').mountBlob(digest, 'org/from')).toBe(true);
    expect(await client.repository('org/to').hasBlob(digest)).toBe(true);
    expect(await client.writable('org/to').mountBlob(sha256('absent'), 'org/from')).toBe(false);
  });

  it('copies an index with its images to another repository and keeps its digest', async () => {
    const from = client.writable('org/index');
    const index = await pushIndex(from, [testImage('one'), testImage('two', 'arm64')], '1.0.0');
    const copied = await copy(from, '1.0.0', client.writable('mirror/index'), '1.0.0-copy');
    expect(copied.digest).toBe(index.digest);
    expect(await client.repository('mirror/index').headManifest('1.0.0-copy')).toEqual({
      digest: index.digest,
      mediaType: mediaTypes.ociIndex,
    });
  });

  it('copies an image to another registry', async () => {
    const other = await startRegistry();
    const from = client.writable('org/far');
    const index = await pushIndex(from, [testImage('three'), testImage('four', 'arm64')], '3.0.0');
    const target = registry(testPort().effects, { registry: other.host }).writable('elsewhere/far');
    await copy(from, index.digest, target, '3.0.0');
    expect(other.tags('elsewhere/far')).toEqual({ '3.0.0': index.digest });
    expect(other.blobs('elsewhere/far')).toHaveLength(4);
    await other.close();
  });

  it('refuses a manifest whose blobs are missing, in the words of the registry', async () => {
    const image = testImage('never pushed');
    await expect(
      client.writable('org/missing').putManifest(image.bytes, image.mediaType, '1.0.0'),
    ).rejects.toThrow(
      /Could not write the tag 1\.0\.0 of org\/missing on 127\.0\.0\.1:\d+: it answered 4.*BLOB_UNKNOWN/,
    );
  });

  it.skipIf(!has('skopeo'))('writes what skopeo reads', async () => {
    const index = await pushIndex(
      client.writable('org/skopeo'),
      [testImage('five'), testImage('six', 'arm64')],
      '5.0.0',
    );
    const raw = await promisify(execFile)('skopeo', [
      'inspect',
      '--raw',
      '--tls-verify=false',
      ...(proof === 'open' ? [] : ['--creds', `${account.username}:${account.password}`]),
      `docker://${running.host}/org/skopeo:5.0.0`,
    ]);
    expect(sha256(raw.stdout)).toBe(index.digest);
  });
});

describe('the ports', () => {
  it('decide at compile time and at run time whether a registry can be written to', () => {
    const { reads, effects } = testPort();
    const readable = registry(reads, { registry: 'ghcr.io' });
    expectTypeOf(readable).not.toHaveProperty('writable');
    expectTypeOf(readable.repository('org/app')).not.toHaveProperty('putManifest');
    expect(readable).not.toHaveProperty('writable');
    expect(registry(effects, { registry: 'ghcr.io' }).writable('org/app').name).toBe('org/app');
  });
});
