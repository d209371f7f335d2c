import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isReleaseError, sha256 } from '@launchway/core';
import {
  defaultAccount,
  type RegistryFaultKind,
  type RegistryOptions,
  type RegistryStandIn,
  startRegistry,
} from '@launchway/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { pushImage, testImage } from '../test/images.ts';
import { type TestPort, testPort } from '../test/port.ts';
import { type WritableRegistry, registry } from './registry.ts';

const env = { REGISTRY_USER: defaultAccount.username, REGISTRY_PASSWORD: defaultAccount.password };
const credential = { env: 'REGISTRY_PASSWORD', usernameEnv: 'REGISTRY_USER' };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Scene {
  readonly server: RegistryStandIn;
  readonly port: TestPort;
  readonly client: WritableRegistry;
}

async function scene(options: RegistryOptions = {}): Promise<Scene> {
  const server = await startRegistry(options);
  closing.push(() => server.close());
  const port = testPort(env);
  return { server, port, client: registry(port.effects, { registry: server.host, credential }) };
}

/** A server that is no registry, or a strange one. */
async function strange(listener: RequestListener): Promise<Scene['client']> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const { port } = server.address() as AddressInfo;
  return registry(testPort(env).effects, { registry: `127.0.0.1:${port}`, credential });
}

const lines = ({ server }: Scene): string[] =>
  server.requests.map(({ method, target }) => `${method} ${target.split('?')[0]}`);
const code = (value: string) =>
  expect.objectContaining({ problems: [expect.objectContaining({ code: value })] });

describe('a registry that leads to a storage', () => {
  it.each([401, 403])('which answers %i is not told as one that refuses its credentials', async (status) => {
    const storage = createServer((_, response) => response.writeHead(status).end('<Error>expired</Error>'));
    await new Promise<void>((resolve) => void storage.listen(0, '127.0.0.1', resolve));
    closing.push(async () => void storage.close());
    const host = `127.0.0.1:${(storage.address() as AddressInfo).port}`;
    const client = await strange((request, response) => {
      const proof = { 'www-authenticate': 'Basic realm="r"' };
      if (request.headers.authorization === undefined) return response.writeHead(401, proof).end();
      return response.writeHead(307, { location: `http://${host}${request.url ?? ''}` }).end();
    });
    const reading = client.repository('org/app').getManifest('1.2.3');
    await expect(reading).rejects.toEqual(code('REGISTRY_REFUSED'));
    await expect(reading).rejects.toThrow(
      `it led to ${host}, which is shown no credentials and answered ${status} <Error>expired</Error>.`,
    );
  });
});

describe('promotion', () => {
  it('costs one GET and a HEAD and a PUT for each tag, and moves no blob', async () => {
    const stage = await scene();
    const digest = stage.server.push('org/app', 'built', 'sha-1234567');
    const app = stage.client.writable('org/app');
    const manifest = await app.getManifest('sha-1234567');
    for (const tag of ['1.2.3', '1.2', '1', 'latest']) {
      expect(await app.headManifest(tag)).toBeUndefined();
      await app.putManifest(manifest?.bytes ?? new Uint8Array(), manifest?.mediaType ?? '', tag);
    }
    expect(lines(stage)).toEqual([
      'GET /v2/org/app/manifests/sha-1234567',
      ...['1.2.3', '1.2', '1', 'latest'].flatMap((tag) => [
        `HEAD /v2/org/app/manifests/${tag}`,
        `PUT /v2/org/app/manifests/${tag}`,
      ]),
    ]);
    expect(stage.server.tags('org/app')['latest']).toBe(digest);
  });

  it('asks for one token with the right to push, and no other', async () => {
    const stage = await scene({ auth: 'bearer' });
    stage.server.push('org/app', 'built', 'edge');
    const app = stage.client.writable('org/app');
    const manifest = await app.getManifest('edge');
    await app.putManifest(manifest?.bytes ?? new Uint8Array(), manifest?.mediaType ?? '', '1.2.3');
    const tokens = stage.server.requests.filter(({ target }) => target.startsWith('/token'));
    expect(tokens.map(({ target }) => target)).toEqual([
      '/token?service=stand-in&scope=repository%3Aorg%2Fapp%3Apull%2Cpush',
    ]);
  });

  it('sets all tags in one request where the registry confirms it', async () => {
    const stage = await scene({ multiTag: true });
    const digest = stage.server.push('org/app', 'built', 'edge');
    const app = stage.client.writable('org/app');
    const manifest = await app.getManifest('edge');
    if (manifest !== undefined) await app.putTags(manifest, ['1.2.3', '1.2', 'latest']);
    expect(stage.server.tags('org/app')).toEqual({
      edge: digest,
      '1.2.3': digest,
      '1.2': digest,
      latest: digest,
    });
    expect(stage.server.requests.map(({ target }) => target)).toEqual([
      '/v2/org/app/manifests/edge',
      `/v2/org/app/manifests/${digest}?tag=1.2.3&tag=1.2&tag=latest`,
    ]);
  });

  it('tries that once a run where it does not', async () => {
    const stage = await scene();
    stage.server.push('org/app', 'built', 'edge');
    const app = stage.client.writable('org/app');
    const manifest = await app.getManifest('edge');
    if (manifest !== undefined) {
      await app.putTags(manifest, ['1.2.3', '1.2']);
      await app.putTags(manifest, ['1', 'latest']);
    }
    expect(stage.server.requests.filter(({ method }) => method === 'PUT')).toHaveLength(5);
    expect(stage.server.history.map(({ tag }) => tag)).toEqual(['edge', '1.2.3', '1.2', '1', 'latest']);
  });
});

describe('tags', () => {
  it('are read to the last page, in the order of the registry', async () => {
    const stage = await scene({ pageSize: 7 });
    const names = Array.from({ length: 50 }, (_, at) => `v${(at * 37) % 50}`);
    stage.server.push('org/app', 'built', ...names);
    expect(await stage.client.repository('org/app').listTags()).toEqual(names);
    expect(stage.server.requests[0]?.target).toBe('/v2/org/app/tags/list?n=1000');
    expect(stage.server.requests).toHaveLength(8);
  });

  it('are not asked for at another host, whatever the link says', async () => {
    const client = await strange((_, outgoing) => {
      outgoing.setHeader('link', '<https://evil.example/v2/org/app/tags/list?last=a>; rel="next"');
      outgoing.end('{"tags":["a"]}');
    });
    await expect(client.repository('org/app').listTags()).rejects.toThrow(
      /its next page is at another host, evil\.example/,
    );
  });

  it('are read though the link lacks a prefix, as with Artifactory', async () => {
    const client = await strange((incoming, outgoing) => {
      if (incoming.url?.includes('last=a')) outgoing.end('{"tags":["b"]}');
      else outgoing.setHeader('link', '</v2/app/tags/list?last=a&n=1>; rel=next').end('{"tags":["a"]}');
    });
    expect(await client.repository('docker-local/app').listTags()).toEqual(['a', 'b']);
  });

  it('do not go round in circles', async () => {
    const client = await strange((_, outgoing) => {
      outgoing.setHeader('link', '<?last=a>; rel="next"').end('{"tags":["a"]}');
    });
    await expect(client.repository('org/app').listTags()).rejects.toThrow(/its pages do not end after 2/);
  });

  it("are asked for in the registry's own pages where it refuses ours", async () => {
    const client = await strange((incoming, outgoing) => {
      outgoing.statusCode = incoming.url?.includes('n=1000') ? 400 : 200;
      outgoing.end(
        outgoing.statusCode === 200 ? '{"tags":["a"]}' : '{"errors":[{"code":"PAGINATION_NUMBER_INVALID"}]}',
      );
    });
    expect(await client.repository('org/app').listTags()).toEqual(['a']);
  });

  it('may be null', async () => {
    const client = await strange((_, outgoing) => outgoing.end('{"name":"org/app","tags":null}'));
    expect(await client.repository('org/app').listTags()).toEqual([]);
  });

  it('are told to be too many where they are more than can be read', async () => {
    const client = await strange((_, outgoing) => outgoing.end(`{"tags":${'['.repeat(600)}`));
    const listed = client.repository('org/app').listTags();
    await expect(listed).rejects.toEqual(code('REGISTRY_ANSWER_INVALID'));
    await expect(listed).rejects.toThrow(/Could not list the tags of org\/app on 127.*: 127.* 500/);
  });

  it.each([
    ['a web page', '<html>Sign in', 200],
    ['a list of something else', '{"tags":[{"name":"a"}]}', 200],
    ["a 404 that is not a registry's", '404 page not found', 404],
  ])('are not taken to be none from %s', async (_what, body, status) => {
    const client = await strange((_, outgoing) => {
      outgoing.statusCode = status;
      outgoing.end(body);
    });
    await expect(client.repository('org/app').listTags()).rejects.toEqual(code('REGISTRY_ANSWER_INVALID'));
  });

  it.each([
    [
      '<!DOCTYPE html><title>Blocked</title>',
      /^A registry answers by no web page: .* NO_PROXY\. .* write access to org\/app/,
    ],
    ['{"errors":[{"code":"DENIED"}]}', /^Give that account write access to org\/app/],
  ])('that are forbidden by %s are mended where that comes from', async (body, fix) => {
    const client = await strange((_, outgoing) => outgoing.writeHead(403).end(body));
    await expect(client.repository('org/app').listTags()).rejects.toMatchObject({
      problems: [{ code: 'REGISTRY_DENIED', fix: expect.stringMatching(fix) }],
    });
  });

  it('that are immutable are told apart from other refusals', async () => {
    const stage = await scene({ immutableTags: true });
    const app = stage.client.writable('org/app');
    const image = testImage('a');
    await pushImage(app, image, '1.0.0');
    await expect(app.putManifest(image.bytes, image.mediaType, '1.0.0')).rejects.toEqual(
      code('REGISTRY_TAG_IMMUTABLE'),
    );
  });
});

describe('content', () => {
  const image = testImage('content');

  it.each([
    ['a digest in the header that is not its own', { 'docker-content-digest': sha256('other') }, '1.0.0'],
    ['another digest than was asked for', {}, sha256('other')],
  ])('of a manifest with %s is refused', async (_what, headers, reference) => {
    const client = await strange((_, outgoing) => {
      outgoing.writeHead(200, { 'content-type': image.mediaType, ...headers }).end(image.bytes);
    });
    await expect(client.repository('org/app').getManifest(reference)).rejects.toEqual(
      code('REGISTRY_DIGEST_MISMATCH'),
    );
  });

  it('of a blob with another digest is refused', async () => {
    const client = await strange((_, outgoing) => outgoing.end('wrong'));
    const blob = { digest: sha256('right'), size: 5 };
    await expect(client.repository('org/app').getBlob(blob)).rejects.toEqual(
      code('REGISTRY_DIGEST_MISMATCH'),
    );
  });

  it('of a blob that is larger than it may be is broken off', async () => {
    const client = await strange((_, outgoing) => outgoing.end('x'.repeat(10_000)));
    const blob = { digest: sha256('right'), size: 5 };
    await expect(client.repository('org/app').getBlob(blob)).rejects.toEqual(code('REGISTRY_ANSWER_INVALID'));
  });

  it('that the registry took for something else is told', async () => {
    const client = await strange((_, outgoing) => {
      outgoing.writeHead(201, { 'docker-content-digest': sha256('other') }).end();
    });
    await expect(
      client.writable('org/app').putManifest(image.bytes, image.mediaType, '1.0.0'),
    ).rejects.toEqual(code('REGISTRY_DIGEST_MISMATCH'));
  });

  it('is not written under the digest of another', async () => {
    const { client, server } = await scene();
    const put = client.writable('org/app').putManifest(image.bytes, image.mediaType, sha256('other'));
    await expect(put).rejects.toEqual(code('REGISTRY_DIGEST_MISMATCH'));
    expect(server.requests).toEqual([]);
  });

  it.each(['../../secret', '1.0?x=1', '', 'sha256:abc'])('is not asked for under "%s"', async (reference) => {
    const { client, server } = await scene();
    await expect(client.repository('org/app').getManifest(reference)).rejects.toEqual(
      code('REFERENCE_INVALID'),
    );
    expect(server.requests).toEqual([]);
  });
});

describe('a failed mount', () => {
  it('leaves no upload behind', async () => {
    const stage = await scene();
    expect(await stage.client.writable('org/app').mountBlob(sha256('absent'), 'org/other')).toBe(false);
    expect(stage.server.openUploads()).toBe(0);
  });
});

describe('a fault of one request', () => {
  const image = testImage('to be pushed');
  const passing: readonly RegistryFaultKind[] = ['refused', 'reset', 'truncated', 'slow', 429, 500];

  it.each(passing)('(%s) does not keep a push from its end', async (what) => {
    const calm = await scene();
    await pushImage(calm.client.writable('org/app'), image, '1.0.0');
    await Promise.all(
      calm.server.requests.map(async (_, at) => {
        const stage = await scene({ faults: [{ what, after: at }], slowness: 20 });
        await pushImage(stage.client.writable('org/app'), image, '1.0.0');
        expect(stage.server.tags('org/app')).toEqual({ '1.0.0': image.digest });
        expect(stage.server.history.every(({ digest }) => digest === image.digest)).toBe(true);
      }),
    );
  });

  it.each([401, 403, 'garbage'] as const)(
    '(%s) ends a push with its reason, and a second run completes it',
    async (what) => {
      for (let at = 0; at < 7; at += 1) {
        const stage = await scene({ faults: [{ what, after: at }] });
        const pushed = pushImage(stage.client.writable('org/app'), image, '1.0.0');
        const error: unknown = await pushed.catch((reason: unknown) => reason);
        expect(error === undefined || isReleaseError(error)).toBe(true);
        await pushImage(stage.client.writable('org/app'), image, '1.0.0');
        expect(stage.server.tags('org/app')).toEqual({ '1.0.0': image.digest });
      }
    },
  );
});

describe('messages', () => {
  it.each([
    [
      403,
      'REGISTRY_DENIED',
      /Could not list the tags of org\/app on 127.*: it answered 403 DENIED: as the test wants it\./,
    ],
    [500, 'REGISTRY_FAILED', /it answered 500 UNKNOWN: as the test wants it\./],
    [429, 'REGISTRY_RATE_LIMITED', /it answered 429 TOOMANYREQUESTS: retry-after: 12\.5ms/],
    [
      'refused',
      'REGISTRY_UNREACHABLE',
      /Could not list the tags of org\/app on 127.*: 127.* broke off the connection/,
    ],
  ] as const)('name the registry, the repository and the fault (%s)', async (what, expected, text) => {
    const stage = await scene({ faults: [{ what, times: 99 }] });
    const listed = stage.client.repository('org/app').listTags();
    await expect(listed).rejects.toEqual(code(expected));
    await expect(listed).rejects.toThrow(text);
  });

  it('say each warning of a registry once', async () => {
    const { client, port } = await scene({ warning: 'This registry closes on 1 March' });
    await client.repository('org/app').listTags();
    await client.repository('org/app').listTags();
    expect(port.said.filter((line) => line.endsWith('warns: This registry closes on 1 March'))).toHaveLength(
      1,
    );
  });
});
