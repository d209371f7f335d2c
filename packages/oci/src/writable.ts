import { type HttpResponse, sha256 } from '@launchway/core';
import { resolve, withParameter } from './address.ts';
import { failure, refused } from './answers.ts';
import {
  checked,
  contentDigest,
  type Manifest,
  type ManifestInfo,
  mismatch,
  openRepository,
  type Repository,
  shown,
} from './repository.ts';
import { pull, push, type Scopes, unite } from './scopes.ts';
import type { Purpose, WritingSession } from './session.ts';
import { isDigest } from './reference.ts';

/** What a blob is made of: bytes, or a file with what is known of it, which is streamed. */
export type BlobContent = Uint8Array | { readonly file: string; readonly digest: string };

/** One repository of a registry, for reading and writing. */
export interface WritableRepository extends Repository {
  /**
   * Writes a manifest under a tag or its digest and confirms that the registry took these bytes.
   *
   * @throws `REGISTRY_TAG_IMMUTABLE`, `REGISTRY_DIGEST_MISMATCH` and those of any exchange.
   */
  putManifest(bytes: Uint8Array, mediaType: string, reference: string): Promise<ManifestInfo>;
  /**
   * Gives a manifest several tags, in order: in one request where the registry confirms that (`OCI-Tag`, distribution
   * specification end-7b), else one by one. A registry's "no" costs one more request, once a run.
   */
  putTags(manifest: Manifest, tags: readonly string[]): Promise<void>;
  /** Takes a blob over from another repository of this registry without moving it; false when the registry does not. */
  mountBlob(digest: string, from: string): Promise<boolean>;
  /** Writes a blob unless it is there, and gives its digest. An upload that the registry loses is begun again. */
  uploadBlob(content: BlobContent): Promise<string>;
}

/** What a run learns about a registry, for all its repositories. */
export interface Habits {
  /** Whether it takes several tags at once; unknown until tried. */
  takesTags?: boolean;
}

const uploadTries = 3;
const uploadTimeout = 10 * 60_000;

export function openWritable(session: WritingSession, name: string, habits: Habits): WritableRepository {
  const base = `/v2/${name}`;
  const rights = push(name);
  const repository = openRepository(session, name, rights);
  const purpose = (doing: string, answers: readonly number[], scopes: Scopes = rights): Purpose => ({
    doing,
    repository: name,
    scopes,
    answers,
  });

  const confirmed = async (digest: string, reference: string, said: string | undefined, what: Purpose) => {
    const found = said ?? (await repository.headManifest(reference))?.digest ?? 'not there';
    if (found !== digest) throw mismatch(session, what, digest, found);
  };

  const putManifest: WritableRepository['putManifest'] = async (bytes, mediaType, reference) => {
    const digest = sha256(bytes);
    const what = purpose(`write ${shown(reference)} of ${name}`, [200, 201, 202]);
    if (isDigest(reference) && reference !== digest) throw mismatch(session, what, reference, digest);
    const request = { method: 'PUT', headers: { 'content-type': mediaType }, body: bytes } as const;
    const response = await session.send(`${base}/manifests/${checked(reference)}`, what, request);
    await confirmed(digest, reference, contentDigest(response), what);
    return { digest, mediaType };
  };

  /** Gives the tags that the registry confirms to have set at once. */
  const putTogether = async (
    { bytes, mediaType, digest }: Manifest,
    tags: readonly string[],
  ): Promise<readonly string[]> => {
    const what = purpose(`write the tags ${tags.join(', ')} of ${name}`, [200, 201, 202, 400, 404, 405]);
    const query = tags.map((tag) => `tag=${checked(tag)}`).join('&');
    const request = { method: 'PUT', headers: { 'content-type': mediaType }, body: bytes } as const;
    const response = await session.send(`${base}/manifests/${digest}?${query}`, what, request);
    const taken = (response.header('oci-tag') ?? '').split(',').map((tag) => tag.trim());
    return response.status === 201 ? tags.filter((tag) => taken.includes(tag)) : [];
  };

  const begin = (query: string, what: Purpose): Promise<HttpResponse> =>
    session.send(`${base}/blobs/uploads/${query}`, what, { method: 'POST', idempotent: true });

  const uploadAt = (response: HttpResponse, what: Purpose): URL => {
    const location = response.header('location');
    if (location !== undefined) return resolve(location, response.url, session.context(what));
    throw failure(
      'REGISTRY_ANSWER_INVALID',
      session.context(what),
      'it began an upload without saying where',
    );
  };

  return {
    ...repository,
    putManifest,

    async putTags(manifest, tags) {
      const together =
        tags.length > 1 && habits.takesTags !== false ? await putTogether(manifest, tags) : undefined;
      if (together !== undefined) habits.takesTags = together.length > 0;
      for (const tag of tags.filter((one) => !together?.includes(one))) {
        await putManifest(manifest.bytes, manifest.mediaType, tag);
      }
    },

    async mountBlob(digest, from) {
      const both = unite(rights, pull(from));
      const what = purpose(
        `take the blob ${digest} over from ${from} to ${name}`,
        [201, 202, 400, 404, 405],
        both,
      );
      const response = await begin(
        `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`,
        what,
      );
      if (response.status === 202) await cancel(session, uploadAt(response, what), what);
      return response.status === 201;
    },

    async uploadBlob(content) {
      const digest = content instanceof Uint8Array ? sha256(content) : content.digest;
      const what = purpose(`write the blob ${digest} of ${name}`, [200, 201, 202, 204, 400, 404, 416]);
      const body = content instanceof Uint8Array ? content : { file: content.file };
      for (let tries = 1; !(await repository.hasBlob(digest)); tries += 1) {
        const upload = uploadAt(await begin('', { ...what, answers: [202] }), what);
        const response = await session.send(withParameter(upload, 'digest', digest), what, {
          method: 'PUT',
          headers: { 'content-type': 'application/octet-stream' },
          body,
          timeout: uploadTimeout,
        });
        if (response.status < 300) break;
        if (tries >= uploadTries) throw refused(response, session.context(what));
      }
      return digest;
    },
  };
}

/** Gives an upload up, so that it does not lie about; one that cannot be given up expires by itself. */
async function cancel(session: WritingSession, upload: URL, what: Purpose): Promise<void> {
  const any = { ...what, answers: [200, 202, 204, 404, 405] };
  await session.send(upload.href, any, { method: 'DELETE', tries: 1 }).catch(() => undefined);
}
