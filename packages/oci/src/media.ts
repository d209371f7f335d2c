import type { HttpResponse } from '@launchway/core';

/** Media types of manifests, in OCI's and in Docker's spelling (image-spec, media-types.md). */
export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

/** All that a manifest may be. A registry answers 404 for one that exists in a form not asked for. */
export const acceptManifests = Object.values(mediaTypes).join(', ');

/** What a manifest says of a blob or of another manifest. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  /** Set where the content is to be had elsewhere and is not kept by registries. */
  readonly urls?: readonly string[];
}

/** What a manifest refers to: an index has manifests, an image has blobs. */
export interface References {
  readonly manifests: readonly Descriptor[];
  readonly blobs: readonly Descriptor[];
}

/** Gives the media type of a manifest's answer: its header, or what the manifest says of itself. */
export function mediaTypeOf(response: HttpResponse): string | undefined {
  const [type = ''] = (response.header('content-type') ?? '').split(';');
  const known = Object.values<string>(mediaTypes);
  if (known.includes(type.trim().toLowerCase())) return type.trim().toLowerCase();
  const body = parseObject(response.bytes);
  const own = body?.['mediaType'];
  if (typeof own === 'string') return known.find((one) => one === own);
  if (Array.isArray(body?.['manifests'])) return mediaTypes.ociIndex;
  return Array.isArray(body?.['layers']) ? mediaTypes.ociManifest : undefined;
}

/** Reads what a manifest refers to (image-spec, manifest.md and image-index.md); nothing when it is none. */
export function referencesOf(bytes: Uint8Array): References | undefined {
  const body = parseObject(bytes);
  const list = (name: string): readonly unknown[] =>
    Array.isArray(body?.[name]) ? (body[name] as unknown[]) : [];
  const manifests = list('manifests');
  const blobs = [...(body?.['config'] === undefined ? [] : [body['config']]), ...list('layers')];
  if (body === undefined || ![...manifests, ...blobs].every(isDescriptor)) return undefined;
  return { manifests: manifests.filter(isDescriptor), blobs: blobs.filter(isDescriptor) };
}

const isDescriptor = (value: unknown): value is Descriptor =>
  typeof value === 'object' &&
  value !== null &&
  'digest' in value &&
  typeof value.digest === 'string' &&
  'size' in value &&
  typeof value.size === 'number';

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
