export { copy } from './copy.ts';
export { type Descriptor, mediaTypes, type References, referencesOf } from './media.ts';
export { problems } from './problems.ts';
export {
  canonicalRegistry,
  chartTag,
  checkRepository,
  familiarName,
  type ImageReference,
  imageName,
  isDigest,
  isTag,
  parseChart,
  parseImage,
} from './reference.ts';
export { type Registry, registry, type WritableRegistry } from './registry.ts';
export type { Manifest, ManifestInfo, PushProof, Repository } from './repository.ts';
export type { RegistryOptions } from './site.ts';
export type { BlobContent, WritableRepository } from './writable.ts';
