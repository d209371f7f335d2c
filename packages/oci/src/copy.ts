import { failure } from './answers.ts';
import { type Manifest, shown } from './manifests.ts';
import { type Descriptor, referencesOf } from './media.ts';
import type { Repository, WritableRepository } from './repository.ts';

/** Blobs under way at a time: they are held in memory. */
const together = 3;

/**
 * Copies an image, or an index with all its images, to another repository, of the same registry or another. The bytes
 * of its manifests stay as they are, so the digest does too. What is there already is not moved again.
 *
 * @param reference tag or digest in the source
 * @param name tag in the target; left out, the image is there by digest alone
 * @throws REGISTRY_MANIFEST_UNKNOWN when the source lacks it or a part of it, and those of any exchange.
 */
export async function copy(
  source: Repository,
  reference: string,
  target: WritableRepository,
  name?: string,
): Promise<Manifest> {
  const manifest = await manifestOf(source, reference);
  if (source.registry !== target.registry || source.name !== target.name)
    await copyParts(source, manifest, target);
  await target.putManifest(manifest.bytes, manifest.mediaType, name ?? manifest.digest);
  return manifest;
}

async function copyParts(source: Repository, manifest: Manifest, target: WritableRepository): Promise<void> {
  if ((await target.headManifest(manifest.digest)) !== undefined) return;
  const { manifests = [], blobs = [] } = referencesOf(manifest.bytes) ?? {};
  for (const { digest } of manifests) {
    const child = await manifestOf(source, digest);
    await copyParts(source, child, target);
    await target.putManifest(child.bytes, child.mediaType, digest);
  }
  const kept = blobs.filter(({ urls }) => urls === undefined || urls.length === 0);
  const once = [...new Map(kept.map((blob) => [blob.digest, blob])).values()];
  for (let at = 0; at < once.length; at += together) {
    await Promise.all(once.slice(at, at + together).map((blob) => copyBlob(source, blob, target)));
  }
}

async function copyBlob(source: Repository, blob: Descriptor, target: WritableRepository): Promise<void> {
  if (await target.hasBlob(blob.digest)) return;
  if (source.registry === target.registry && (await target.mountBlob(blob.digest, source.name))) return;
  await target.uploadBlob(await source.getBlob(blob));
}

async function manifestOf(source: Repository, reference: string): Promise<Manifest> {
  const manifest = await source.getManifest(reference);
  if (manifest !== undefined) return manifest;
  const context = {
    site: source.registry,
    repository: source.name,
    doing: `copy ${shown(reference)} of ${source.name}`,
  };
  throw failure('REGISTRY_MANIFEST_UNKNOWN', context, 'it is not there');
}
