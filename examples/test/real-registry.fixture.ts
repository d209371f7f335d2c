import { createHash } from 'node:crypto';
import { dockerRegistry } from '../../packages/oci/test/docker-registry.ts';
import type { ImageRegistry } from './reference.fixture.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** Debian's docker-registry, spoken to in the plain words of the distribution specification. */
export async function openDockerRegistry(): Promise<ImageRegistry> {
  const { host, close } = await dockerRegistry('none');
  const at = (repository: string, path: string): string => `http://${host}/v2/${repository}/${path}`;
  const blob = async (repository: string, text: string, mediaType: string) => {
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    const begun = await must(await fetch(at(repository, 'blobs/uploads/'), { method: 'POST' }));
    const address = new URL(begun.headers.get('location') ?? '', at(repository, ''));
    address.searchParams.set('digest', digest);
    const headers = { 'content-type': 'application/octet-stream' };
    await must(await fetch(address, { method: 'PUT', headers, body: text }));
    return { mediaType, digest, size: Buffer.byteLength(text) };
  };
  return {
    host,
    close,
    push: async (repository, { content, labels }, tag) => {
      const about = JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: labels } });
      const config = await blob(repository, about, 'application/vnd.oci.image.config.v1+json');
      const layers = [await blob(repository, content, 'application/vnd.oci.image.layer.v1.tar')];
      const body = JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers });
      const headers = { 'content-type': manifestType };
      await must(await fetch(at(repository, `manifests/${tag}`), { method: 'PUT', headers, body }));
    },
    tags: async (repository) => {
      const listed = await fetch(at(repository, 'tags/list'));
      if (!listed.ok) return {};
      const { tags } = (await listed.json()) as { tags: readonly string[] | null };
      const digests = (tags ?? []).toSorted().map(async (tag) => {
        const headers = { accept: manifestType };
        const answer = await must(
          await fetch(at(repository, `manifests/${tag}`), { method: 'HEAD', headers }),
        );
        return [tag, answer.headers.get('docker-content-digest') ?? ''] as const;
      });
      return Object.fromEntries(await Promise.all(digests));
    },
  };
}

async function must(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
