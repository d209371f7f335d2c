import { tooFewRights } from './auth.ts';
import { type BlobContent, getBlob, hasBlob, mountBlob, uploadBlob } from './blobs.ts';
import {
  getManifest,
  headManifest,
  type Manifest,
  type ManifestInfo,
  putManifest,
  putTogether,
} from './manifests.ts';
import { acceptManifests, type Descriptor } from './media.ts';
import { ping, type Place, purpose, type WritingPlace } from './place.ts';
import { covers, push } from './scopes.ts';
import { listTags } from './tags.ts';

/**
 * How sure it is that a push will be allowed: the token says so (`granted`), the credentials are right and the registry
 * does not tell more without a push (`unproven`), or it asks nobody who they are (`open`).
 */
export type PushProof = 'granted' | 'unproven' | 'open';

/**
 * One repository of a registry, for reading (distribution specification). Any exchange may throw `REGISTRY_UNREACHABLE`,
 * `REGISTRY_UNAUTHORIZED`, `REGISTRY_DENIED`, `REGISTRY_CHALLENGE_REFUSED`, `REGISTRY_NAME_UNKNOWN`,
 * `REGISTRY_MANIFEST_UNKNOWN`, `REGISTRY_RATE_LIMITED`, `REGISTRY_REFUSED`, `REGISTRY_FAILED` and
 * `REGISTRY_ANSWER_INVALID`.
 */
export interface Repository {
  /** The registry's host, such as `ghcr.io`. */
  readonly registry: string;
  /** The path there, such as `org/app`. */
  readonly name: string;
  /**
   * The manifest of a tag or digest, its digest verified; nothing when there is none.
   *
   * @throws REFERENCE_INVALID, REGISTRY_DIGEST_MISMATCH and those of any exchange.
   */
  getManifest(reference: string): Promise<Manifest | undefined>;
  /** Digest and media type by HEAD, which counts against no pull limit; nothing when there is none. */
  headManifest(reference: string): Promise<ManifestInfo | undefined>;
  /** Every tag, in the registry's order; none for a repository that does not exist yet. */
  listTags(): Promise<readonly string[]>;
  /** Tells whether a blob is there, by HEAD. */
  hasBlob(digest: string): Promise<boolean>;
  /**
   * A blob's bytes.
   * @throws REGISTRY_DIGEST_MISMATCH and those of any exchange.
   */
  getBlob(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<Uint8Array>;
  /**
   * Proves what can be proven of the right to push, and writes nothing.
   *
   * @throws REGISTRY_UNAUTHORIZED, REGISTRY_DENIED, REGISTRY_UNREACHABLE and those of any exchange.
   */
  canPush(): Promise<PushProof>;
}

/** One repository of a registry, for reading and writing. */
export interface WritableRepository extends Repository {
  /**
   * Writes a manifest under a tag or its digest and confirms that the registry took these bytes.
   *
   * @throws REFERENCE_INVALID, REGISTRY_TAG_IMMUTABLE, REGISTRY_DIGEST_MISMATCH and those of any exchange.
   */
  putManifest(bytes: Uint8Array, mediaType: string, reference: string): Promise<ManifestInfo>;
  /**
   * Gives a manifest several tags, in order: in one request where the registry confirms that (`OCI-Tag`, distribution
   * specification end-7b), else one by one. A registry that does not costs one request more, once a run.
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

export const openRepository = (place: Place): Repository => ({
  registry: place.session.site.name,
  name: place.name,
  getManifest: (reference) => getManifest(place, reference),
  headManifest: (reference) => headManifest(place, reference),
  listTags: () => listTags(place),
  hasBlob: (digest) => hasBlob(place, digest),
  getBlob: (descriptor) => getBlob(place, descriptor),
  canPush: () => provePush(place),
});

export const openWritable = (place: WritingPlace, habits: Habits): WritableRepository => ({
  ...openRepository(place),
  putManifest: (bytes, mediaType, reference) => putManifest(place, bytes, mediaType, reference),
  putTags: (manifest, tags) => putTags(place, habits, manifest, tags),
  mountBlob: (digest, from) => mountBlob(place, digest, from),
  uploadBlob: (content) => uploadBlob(place, content),
});

async function putTags(
  place: WritingPlace,
  habits: Habits,
  manifest: Manifest,
  tags: readonly string[],
): Promise<void> {
  const tryTogether = tags.length > 1 && habits.takesTags !== false;
  const done = tryTogether ? await putTogether(place, manifest, tags) : [];
  if (tryTogether) habits.takesTags = done.length > 0;
  for (const tag of tags.filter((one) => !done.includes(one))) {
    await putManifest(place, manifest.bytes, manifest.mediaType, tag);
  }
}

async function provePush(place: Place): Promise<PushProof> {
  const { session, name, path } = place;
  const rights = push(name);
  const what = purpose(place, `push to ${name}`, [200, 404], rights);
  await ping(session, rights);
  const granted = await session.auth.granted(rights, session.context(what));
  if (granted !== undefined && !covers(granted, rights)) throw tooFewRights(session.context(what));
  if (granted !== undefined) return 'granted';
  // Any tag will do: who may not look at one is told so. The list of tags may be closed to those who may push.
  await session.get(`${path}/manifests/latest`, what, {
    method: 'HEAD',
    headers: { accept: acceptManifests },
  });
  return session.auth.scheme === 'none' ? 'open' : 'unproven';
}
