import { sha256 } from '@launchway/core';
import { mediaTypes } from '../src/media.ts';
import type { WritableRepository } from '../src/repository.ts';

export interface TestImage {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: string;
  readonly blobs: readonly Uint8Array[];
}

const describeBytes = (bytes: Uint8Array, mediaType: string) => ({
  mediaType,
  digest: sha256(bytes),
  size: bytes.length,
});

/** An image of one layer, spaced so that writing its JSON anew would change its digest. */
export function testImage(content: string, architecture = 'amd64'): TestImage {
  const config = Buffer.from(
    JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [sha256(content)] } }),
  );
  const layer = Buffer.from(content);
  return manifestOf(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: describeBytes(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [describeBytes(layer, 'application/vnd.oci.image.layer.v1.tar')],
    },
    mediaTypes.ociManifest,
    [config, layer],
  );
}

/** An index of images. */
function testIndex(...images: readonly TestImage[]): TestImage {
  const manifests = images.map((image, at) => ({
    ...describeBytes(image.bytes, image.mediaType),
    platform: { architecture: at === 0 ? 'amd64' : 'arm64', os: 'linux' },
  }));
  return manifestOf({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, mediaTypes.ociIndex, []);
}

function manifestOf(value: object, mediaType: string, blobs: readonly Uint8Array[]): TestImage {
  const bytes = Buffer.from(`${JSON.stringify(value, undefined, 3)}\n`);
  return { bytes, mediaType, digest: sha256(bytes), blobs };
}

/** Writes an image, its blobs first. */
export async function pushImage(
  target: WritableRepository,
  image: TestImage,
  tag: string = image.digest,
): Promise<void> {
  for (const blob of image.blobs) await target.uploadBlob(blob);
  await target.putManifest(image.bytes, image.mediaType, tag);
}

/** Writes an index and its images. */
export async function pushIndex(
  target: WritableRepository,
  images: readonly TestImage[],
  tag: string,
): Promise<TestImage> {
  for (const image of images) await pushImage(target, image);
  const index = testIndex(...images);
  await target.putManifest(index.bytes, index.mediaType, tag);
  return index;
}
