import { type RegistryAnswer, type RegistryRequest, refusal } from './exchange.ts';
import { digestOf, type RegistryStore } from './store.ts';

/** What an upload's address carries and must come back as it was, like the state that real registries put there. */
const state = '_state=a%2Bb%2Fc%3D';
const unknownUpload = refusal(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');

export function readBlob(store: RegistryStore, repository: string, digest: string): RegistryAnswer {
  const blob = store.find(repository)?.blobs.get(digest);
  if (blob === undefined) return refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  const headers = { 'content-type': 'application/octet-stream', 'docker-content-digest': digest };
  return { status: 200, headers, body: blob };
}

/** Answers POST: a mount, an upload in one request, or the beginning of one. */
export function beginUpload(
  store: RegistryStore,
  repository: string,
  { query, body }: RegistryRequest,
): RegistryAnswer {
  const mount = query.get('mount') ?? '';
  const mounted = store.find(query.get('from') ?? '')?.blobs.get(mount);
  if (mounted !== undefined) return storeBlob(store, repository, mount, mounted);
  const digest = query.get('digest');
  if (digest !== null) return storeBlob(store, repository, digest, body);
  return uploading(repository, store.beginUpload(repository), 0);
}

/** Answers PATCH, PUT, GET and DELETE of an upload. */
export function continueUpload(
  store: RegistryStore,
  repository: string,
  id: string,
  request: RegistryRequest,
): RegistryAnswer {
  const upload = store.uploads.get(id);
  if (upload?.repository !== repository || !request.search.includes(state)) return unknownUpload;
  if (request.method === 'DELETE') {
    store.uploads.delete(id);
    return { status: 204 };
  }
  if (request.method === 'GET') return { ...uploading(repository, id, upload.bytes.length), status: 204 };
  const [, from] = /^(\d+)-\d+$/.exec(request.headers['content-range'] ?? '') ?? [];
  if (from !== undefined && Number(from) !== upload.bytes.length) {
    return { ...uploading(repository, id, upload.bytes.length), status: 416 };
  }
  upload.bytes = Buffer.concat([upload.bytes, request.body]);
  if (request.method === 'PATCH') return uploading(repository, id, upload.bytes.length);
  store.uploads.delete(id);
  return storeBlob(store, repository, request.query.get('digest') ?? '', upload.bytes);
}

/** Keeps a blob whose digest is right. */
function storeBlob(
  store: RegistryStore,
  repository: string,
  digest: string,
  bytes: Uint8Array,
): RegistryAnswer {
  if (digestOf(bytes) !== digest)
    return refusal(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  store.open(repository).blobs.set(digest, bytes);
  const location = `/v2/${repository}/blobs/${digest}`;
  return { status: 201, headers: { location, 'docker-content-digest': digest } };
}

const uploading = (repository: string, id: string, size: number): RegistryAnswer => ({
  status: 202,
  headers: {
    location: `/v2/${repository}/blobs/uploads/${id}?${state}`,
    range: `0-${Math.max(size - 1, 0)}`,
    'docker-upload-uuid': id,
  },
});
