import { type HttpResponse, sha256 } from '@launchway/core';
import { acceptManifests, mediaTypeOf, referencesOf } from './media.ts';
import { fail, isAbsent, type Place, purpose, type WritingPlace } from './place.ts';
import { ociProblems } from './problems.ts';
import { isDigest, isTag } from './reference.ts';
import type { Purpose } from './session.ts';

/** What a manifest is known by; the digest as `sha256:` and hex. */
export interface ManifestInfo {
  readonly digest: string;
  readonly mediaType: string;
}

/** A manifest as the registry holds it: its bytes are never written anew, for they are what the digest names. */
export interface Manifest extends ManifestInfo {
  readonly bytes: Uint8Array;
}

const headers = { accept: acceptManifests };
/** Bytes; four times what registries must take (distribution specification, "Pushing Manifests"). */
const largest = 16 * 1024 * 1024;

export async function getManifest(place: Place, reference: string): Promise<Manifest | undefined> {
  const what = purpose(place, `read ${shown(reference)} of ${place.name}`, [200, 404]);
  const response = await place.session.get(addressOf(place, reference), what, { headers, limit: largest });
  if (await isAbsent(place, response)) return undefined;
  const { bytes } = response;
  const digest = sha256(bytes);
  for (const expected of [isDigest(reference) ? reference : undefined, contentDigest(response)]) {
    if (expected !== undefined && expected !== digest) throw mismatch(place, what, expected, digest);
  }
  const mediaType = mediaTypeOf(response);
  if (mediaType !== undefined && referencesOf(bytes) !== undefined) return { digest, mediaType, bytes };
  throw fail(place, what, 'REGISTRY_ANSWER_INVALID', 'what it answered is no image manifest');
}

/**
 * By HEAD; a registry that leaves the digest out there is asked for the manifest.
 * @throws REFERENCE_INVALID, REGISTRY_DIGEST_MISMATCH and those of any exchange
 */
export async function headManifest(place: Place, reference: string): Promise<ManifestInfo | undefined> {
  const what = purpose(place, `look up ${shown(reference)} of ${place.name}`, [200, 404]);
  const response = await place.session.get(addressOf(place, reference), what, { method: 'HEAD', headers });
  if (response.status === 404) return undefined;
  const digest = contentDigest(response);
  const mediaType = mediaTypeOf(response);
  if (digest === undefined || mediaType === undefined) return getManifest(place, reference);
  if (isDigest(reference) && digest !== reference) throw mismatch(place, what, reference, digest);
  return { digest, mediaType };
}

export async function putManifest(
  place: WritingPlace,
  bytes: Uint8Array,
  mediaType: string,
  reference: string,
): Promise<ManifestInfo> {
  const digest = sha256(bytes);
  const what = purpose(place, `write ${shown(reference)} of ${place.name}`, [200, 201, 202]);
  if (isDigest(reference) && reference !== digest) throw mismatch(place, what, reference, digest);
  const response = await place.session.send(addressOf(place, reference), what, putting(bytes, mediaType));
  const taken = contentDigest(response) ?? (await headManifest(place, reference))?.digest;
  if (taken !== digest) throw mismatch(place, what, digest, taken ?? 'not there');
  return { digest, mediaType };
}

/**
 * Writes a manifest with several tags in one request, and gives those that the registry confirms.
 * @throws REFERENCE_INVALID and those of any exchange
 */
export async function putTogether(
  place: WritingPlace,
  { bytes, mediaType, digest }: Manifest,
  tags: readonly string[],
): Promise<readonly string[]> {
  const what = purpose(
    place,
    `write the tags ${tags.join(', ')} of ${place.name}`,
    [200, 201, 202, 400, 404, 405],
  );
  const query = tags.map((tag) => `tag=${checked(tag)}`).join('&');
  const response = await place.session.send(
    `${addressOf(place, digest)}?${query}`,
    what,
    putting(bytes, mediaType),
  );
  const confirmed = (response.header('oci-tag') ?? '').split(',').map((tag) => tag.trim());
  return response.status === 201 ? tags.filter((tag) => confirmed.includes(tag)) : [];
}

const addressOf = ({ path }: Place, reference: string): string => `${path}/manifests/${checked(reference)}`;

const putting = (body: Uint8Array, mediaType: string) =>
  ({ method: 'PUT', headers: { 'content-type': mediaType }, body }) as const;

/** @throws REFERENCE_INVALID for what is neither tag nor digest: it must not become part of an address. */
function checked(reference: string): string {
  if (isTag(reference) || isDigest(reference)) return reference;
  throw ociProblems.refusal('REFERENCE_INVALID', {
    message: `"${reference.slice(0, 150)}" is neither a tag nor a digest.`,
    fix: 'A tag has at most 128 letters, digits, "_", "." and "-" and begins with none of the last two; a digest is sha256: and 64 lower-case hexadecimal digits.',
  });
}

/** How messages name a tag or a digest. */
export const shown = (reference: string): string =>
  isDigest(reference) ? reference : `the tag ${reference}`;

/** The digest a registry says it gave or took; nothing when it does not say, or by another algorithm. */
function contentDigest(response: HttpResponse): string | undefined {
  const digest = response.header('docker-content-digest') ?? '';
  return isDigest(digest) ? digest : undefined;
}

export const mismatch = (place: Place, what: Purpose, expected: string, found: string): Error =>
  fail(place, what, 'REGISTRY_DIGEST_MISMATCH', `the digest must be ${expected} and is ${found}`);
