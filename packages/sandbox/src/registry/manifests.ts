import { type RegistryAnswer, type RegistryRequest, refusal } from './exchange.ts';
import { digestOf, type RegistryStore, type StoredRepository } from './store.ts';

export interface ManifestRules {
  readonly immutableTags?: boolean;
  readonly multiTag?: boolean;
  readonly pageSize?: number;
}

/** Amazon answers 405 to a larger page. */
const largestPage = 1000;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^sha256:[a-f0-9]{64}$/;
const unknownName = refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry');
const unknownManifest = refusal(404, 'MANIFEST_UNKNOWN', 'manifest unknown');

/** Answers GET and HEAD of a manifest: one in a form that is not asked for is as good as none. */
export function readManifest(
  store: RegistryStore,
  repository: string,
  reference: string,
  accept: string,
): RegistryAnswer {
  const held = store.find(repository);
  if (held === undefined) return unknownName;
  const digest = held.tags.get(reference) ?? reference;
  const manifest = held.manifests.get(digest);
  if (manifest === undefined) return unknownManifest;
  if (!accept.includes(manifest.mediaType)) {
    return refusal(
      404,
      'MANIFEST_UNKNOWN',
      `${manifest.mediaType} found, but the accept header does not support it`,
    );
  }
  return {
    status: 200,
    headers: { 'content-type': manifest.mediaType, 'docker-content-digest': digest },
    body: manifest.bytes,
  };
}

/** Answers PUT of a manifest, by digest or tag, or by digest with several `?tag=`. */
export function writeManifest(
  store: RegistryStore,
  repository: string,
  reference: string,
  { body, headers, query }: RegistryRequest,
  rules: ManifestRules,
): RegistryAnswer {
  const digest = digestOf(body);
  const byDigest = digestPattern.test(reference);
  if (byDigest && reference !== digest)
    return refusal(400, 'DIGEST_INVALID', 'provided digest did not match content');
  if (!byDigest && !tagPattern.test(reference))
    return refusal(400, 'TAG_INVALID', 'manifest tag did not match URI');
  const held = store.open(repository);
  const fault = faultOf(held, body, headers['content-type']);
  if (fault !== undefined) return fault;
  const several = byDigest && rules.multiTag === true ? query.getAll('tag') : [];
  const tags = byDigest ? several : [reference];
  const taken = rules.immutableTags === true ? tags.find((tag) => held.tags.has(tag)) : undefined;
  if (taken !== undefined) return immutable(repository, taken);
  held.manifests.set(digest, { bytes: body, mediaType: headers['content-type'] ?? '' });
  for (const tag of tags) store.setTag(repository, tag, digest);
  return {
    status: 201,
    headers: {
      location: `/v2/${repository}/manifests/${digest}`,
      'docker-content-digest': digest,
      ...(several.length > 0 && { 'oci-tag': several.join(', ') }),
    },
  };
}

/** Amazon's words; the same digest is refused too. */
const immutable = (repository: string, tag: string): RegistryAnswer =>
  refusal(
    400,
    'TAG_INVALID',
    `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`,
  );

function faultOf(
  held: StoredRepository,
  body: Uint8Array,
  type: string | undefined,
): RegistryAnswer | undefined {
  const manifest = parse(body);
  if (manifest === undefined || type === undefined)
    return refusal(400, 'MANIFEST_INVALID', 'manifest invalid');
  if (manifest.mediaType !== undefined && manifest.mediaType !== type) {
    return refusal(400, 'MANIFEST_INVALID', 'media type does not match the content type');
  }
  const { manifests = [], config, layers = [] } = manifest;
  const lacksChild = manifests.some(({ digest }) => !held.manifests.has(digest));
  const lacksBlob = [...(config ? [config] : []), ...layers].some(({ digest }) => !held.blobs.has(digest));
  return lacksChild || lacksBlob
    ? refusal(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry')
    : undefined;
}

interface Parts {
  readonly mediaType?: string;
  readonly manifests?: readonly { readonly digest: string }[];
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
}

function parse(body: Uint8Array): Parts | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as Parts;
  } catch {
    return undefined;
  }
}

/** Answers the list of tags: the oldest first, in pages, the next one by a relative `Link`. */
export function listTags(
  store: RegistryStore,
  repository: string,
  query: URLSearchParams,
  { pageSize = 100 }: ManifestRules,
): RegistryAnswer {
  const held = store.find(repository);
  if (held === undefined) return unknownName;
  const asked = Number(query.get('n') ?? pageSize);
  if (asked > largestPage) return refusal(405, 'UNSUPPORTED', `at most ${largestPage} tags in a page`);
  const all = [...held.tags.keys()];
  const start = all.indexOf(query.get('last') ?? '') + 1;
  const tags = all.slice(start, start + Math.min(asked, pageSize));
  const last = tags.at(-1);
  const more = last !== undefined && start + tags.length < all.length;
  const next = `/v2/${repository}/tags/list?n=${asked}&last=${encodeURIComponent(last ?? '')}`;
  return {
    status: 200,
    ...(more && { headers: { link: `<${next}>; rel="next"` } }),
    body: { name: repository, tags },
  };
}
