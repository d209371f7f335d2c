import { type HttpResponse, sha256 } from '@launchway/core';
import { resolve, withParameter } from './address.ts';
import { refused } from './answers.ts';
import { mismatch } from './manifests.ts';
import type { Descriptor } from './media.ts';
import { fail, type Place, purpose, type WritingPlace } from './place.ts';
import { pull, unite } from './scopes.ts';
import type { Purpose } from './session.ts';

/** What a blob is made of: bytes, or a file with its digest, which is streamed. */
export type BlobContent = Uint8Array | { readonly file: string; readonly digest: string };

const timeout = 10 * 60_000;
const uploadTries = 3;

export async function hasBlob(place: Place, digest: string): Promise<boolean> {
  const what = purpose(place, `look up the blob ${digest} of ${place.name}`, [200, 404]);
  return (await place.session.get(`${place.path}/blobs/${digest}`, what, { method: 'HEAD' })).status === 200;
}

export async function getBlob(
  place: Place,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
): Promise<Uint8Array> {
  const what = purpose(place, `read the blob ${digest} of ${place.name}`, [200]);
  const { bytes } = await place.session.get(`${place.path}/blobs/${digest}`, what, { limit: size, timeout });
  if (sha256(bytes) !== digest) throw mismatch(place, what, digest, sha256(bytes));
  return bytes;
}

/** A registry that does not mount begins an upload instead, which is given up again. */
export async function mountBlob(place: WritingPlace, digest: string, from: string): Promise<boolean> {
  const both = unite(place.scopes, pull(from));
  const doing = `take the blob ${digest} over from ${from} to ${place.name}`;
  const what = purpose(place, doing, [201, 202, 400, 404, 405], both);
  const query = `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`;
  const response = await begin(place, query, what);
  if (response.status === 202) await cancel(place, uploadAt(place, response, what), what);
  return response.status === 201;
}

/** The port tries each request again; an upload that the registry has lost must be begun anew. */
export async function uploadBlob(place: WritingPlace, content: BlobContent): Promise<string> {
  const digest = content instanceof Uint8Array ? sha256(content) : content.digest;
  const what = purpose(
    place,
    `write the blob ${digest} of ${place.name}`,
    [200, 201, 202, 204, 400, 404, 416],
  );
  const body = content instanceof Uint8Array ? content : { file: content.file };
  const headers = { 'content-type': 'application/octet-stream' };
  for (let tries = 1; !(await hasBlob(place, digest)); tries += 1) {
    const upload = uploadAt(place, await begin(place, '', { ...what, answers: [202] }), what);
    const address = withParameter(upload, 'digest', digest);
    const response = await place.session.send(address, what, { method: 'PUT', headers, body, timeout });
    if (response.status < 300) break;
    if (tries >= uploadTries) throw refused(response, place.session.context(what));
  }
  return digest;
}

/** A second upload that is begun because the answer to the first was lost does no harm. */
const begin = ({ session, path }: WritingPlace, query: string, what: Purpose): Promise<HttpResponse> =>
  session.send(`${path}/blobs/uploads/${query}`, what, { method: 'POST', idempotent: true });

function uploadAt(place: Place, response: HttpResponse, what: Purpose): URL {
  const location = response.header('location');
  if (location !== undefined) return resolve(location, response.url, place.session.context(what));
  throw fail(place, what, 'REGISTRY_ANSWER_INVALID', 'it began an upload without saying where');
}

/** Gives an upload up, so that it does not lie about; one that cannot be given up expires by itself. */
async function cancel({ session }: WritingPlace, upload: URL, what: Purpose): Promise<void> {
  const any = { ...what, answers: [200, 202, 204, 404, 405] };
  await session.send(upload.href, any, { method: 'DELETE', tries: 1 }).catch(() => undefined);
}
