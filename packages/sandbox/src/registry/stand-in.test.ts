import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type RegistryOptions, type RegistryStandIn, startRegistry } from './stand-in.ts';

let server: RegistryStandIn | undefined;

afterEach(() => server?.close());

async function started(options: RegistryOptions = {}) {
  server = await startRegistry(options);
  const ask = (path: string, init?: RequestInit) => fetch(new URL(path, `http://${server?.host}`), init);
  return { server, ask };
}

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const anyManifest = { headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } };

describe('the stand-in for a registry', () => {
  it('takes a blob in pieces, in their order alone', async () => {
    const { server: registry, ask } = await started();
    const begun = await ask('/v2/org/app/blobs/uploads/', { method: 'POST' });
    const first = begun.headers.get('location') ?? '';
    expect(begun.status).toBe(202);
    expect(first).toMatch(/^\/v2\/org\/app\/blobs\/uploads\/.*\?_state=/);
    const piece = (range: string, body: string) =>
      ask(first, { method: 'PATCH', headers: { 'content-range': range }, body });
    expect((await piece('0-4', 'hello')).status).toBe(202);
    expect((await piece('9-13', 'world')).status).toBe(416);
    expect((await piece('5-9', 'world')).headers.get('range')).toBe('0-9');
    const ended = await ask(`${first}&digest=${digestOf('helloworld')}`, { method: 'PUT' });
    expect(ended.status).toBe(201);
    expect(registry.blobs('org/app')).toEqual([digestOf('helloworld')]);
    expect(registry.openUploads()).toBe(0);
  });

  it('does not take a blob with another digest, nor an address without its state', async () => {
    const { server: registry, ask } = await started();
    const address = (await ask('/v2/a/blobs/uploads/', { method: 'POST' })).headers.get('location') ?? '';
    const bare = address.split('?')[0];
    expect((await ask(`${bare}?digest=${digestOf('x')}`, { method: 'PUT', body: 'x' })).status).toBe(404);
    expect((await ask(`${address}&digest=${digestOf('y')}`, { method: 'PUT', body: 'x' })).status).toBe(400);
    expect(registry.blobs('a')).toEqual([]);
  });

  it('gives a manifest only in a form that is asked for', async () => {
    const { server: registry, ask } = await started();
    const digest = registry.push('org/app', 'content', '1.0.0');
    expect((await ask('/v2/org/app/manifests/1.0.0', anyManifest)).headers.get('docker-content-digest')).toBe(
      digest,
    );
    expect((await ask('/v2/org/app/manifests/1.0.0')).status).toBe(404);
  });

  it('refuses a manifest whose parts are missing', async () => {
    const { ask } = await started();
    const put = (body: string, type = 'application/vnd.oci.image.manifest.v1+json') =>
      ask('/v2/org/app/manifests/1.0.0', { method: 'PUT', headers: { 'content-type': type }, body });
    const lacking = JSON.stringify({ layers: [{ digest: digestOf('absent') }] });
    expect(await (await put(lacking)).json()).toMatchObject({ errors: [{ code: 'MANIFEST_BLOB_UNKNOWN' }] });
    expect(await (await put('{')).json()).toMatchObject({ errors: [{ code: 'MANIFEST_INVALID' }] });
    expect((await put('{"mediaType":"other"}')).status).toBe(400);
  });

  it('lists tags from the oldest on, in pages with a relative link', async () => {
    const { server: registry, ask } = await started({ pageSize: 2 });
    registry.push('org/app', 'content', 'b', 'c', 'a');
    const first = await ask('/v2/org/app/tags/list');
    expect(first.headers.get('link')).toBe('</v2/org/app/tags/list?n=2&last=c>; rel="next"');
    expect(await first.json()).toEqual({ name: 'org/app', tags: ['b', 'c'] });
    const second = await ask('/v2/org/app/tags/list?n=2&last=c');
    expect(second.headers.get('link')).toBeNull();
    expect(await second.json()).toEqual({ name: 'org/app', tags: ['a'] });
    expect((await ask('/v2/org/app/tags/list?n=1001')).status).toBe(405);
  });

  it('keeps immutable tags, even from the same content', async () => {
    const { server: registry, ask } = await started({ immutableTags: true });
    registry.push('org/app', 'content', '1.0.0');
    const held = registry.manifest('org/app', '1.0.0');
    const again = await ask('/v2/org/app/manifests/1.0.0', {
      method: 'PUT',
      headers: { 'content-type': held?.mediaType ?? '' },
      body: Buffer.from(held?.bytes ?? []),
    });
    expect(await again.text()).toContain('cannot be overwritten because the repository is immutable');
  });

  it('does what was asked before it loses the answer, and nothing when it refuses', async () => {
    const { server: registry, ask } = await started();
    const upload = () => ask(`/v2/a/blobs/uploads/?digest=${digestOf('x')}`, { method: 'POST', body: 'x' });
    registry.fail({ what: 'refused' });
    await expect(upload()).rejects.toThrow('fetch failed');
    expect(registry.blobs('a')).toEqual([]);
    registry.fail({ what: 'reset' });
    await expect(upload()).rejects.toThrow('fetch failed');
    expect(registry.blobs('a')).toEqual([digestOf('x')]);
  });

  it('breaks off in the middle of an answer, and answers with a web page', async () => {
    const { server: registry, ask } = await started();
    registry.push('org/app', 'content', '1.0.0');
    registry.fail({ what: 'truncated', path: /manifests/ });
    registry.fail({ what: 'garbage', path: /tags/, times: 2 });
    await expect(
      ask('/v2/org/app/manifests/1.0.0', anyManifest).then((answer) => answer.text()),
    ).rejects.toThrow('terminated');
    expect(await (await ask('/v2/org/app/tags/list')).text()).toContain('<!doctype html>');
    expect(registry.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('says "too many" as GitHub does', async () => {
    const { ask } = await started({ faults: [{ what: 429 }] });
    const answer = await ask('/v2/');
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(await answer.text()).toContain('retry-after: 12.5ms, allowed: 2000/minute');
  });
});
