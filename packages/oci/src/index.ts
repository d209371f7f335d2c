export type { BlobContent } from './blobs.ts';
export { copy } from './copy.ts';
export { dockerEnvironment } from './docker-environment.ts';
export type { Manifest, ManifestInfo } from './manifests.ts';
export { type Descriptor, mediaTypes, type References, referencesOf } from './media.ts';
export { ociProblems } from './problems.ts';
export {
  canonicalRegistry,
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
export type { PushProof, Repository, WritableRepository } from './repository.ts';
export type { RegistryOptions } from './site.ts';
