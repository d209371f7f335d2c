// @launchway/oci

export type BlobContent = Uint8Array | {
  readonly file: string;
  readonly digest: string;
};
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly urls?: readonly string[];
}
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}
export interface Manifest extends ManifestInfo {
  readonly bytes: Uint8Array;
}
export interface ManifestInfo {
  readonly digest: string;
  readonly mediaType: string;
}
export type PushProof = 'granted' | 'unproven' | 'open';
export interface References {
  readonly manifests: readonly Descriptor[];
  readonly blobs: readonly Descriptor[];
}
export interface Registry {
  readonly name: string;
  ping(): Promise<void>;
  repository(name: string): Repository;
}
export interface RegistryOptions {
  readonly registry: string;
  readonly insecure?: boolean;
  readonly ca?: string;
  readonly credential?: CredentialRef;
}
export interface Repository {
  readonly registry: string;
  readonly name: string;
  getManifest(reference: string): Promise<Manifest | undefined>;
  headManifest(reference: string): Promise<ManifestInfo | undefined>;
  listTags(): Promise<readonly string[]>;
  hasBlob(digest: string): Promise<boolean>;
  getBlob(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<Uint8Array>;
  canPush(): Promise<PushProof>;
}
export interface WritableRegistry extends Registry {
  writable(name: string): WritableRepository;
}
export interface WritableRepository extends Repository {
  putManifest(bytes: Uint8Array, mediaType: string, reference: string): Promise<ManifestInfo>;
  putTags(manifest: Manifest, tags: readonly string[]): Promise<void>;
  mountBlob(digest: string, from: string): Promise<boolean>;
  uploadBlob(content: BlobContent): Promise<string>;
}
export declare function canonicalRegistry(registry: string): string;
export declare function checkRepository(repository: string): string;
export declare function copy(source: Repository, reference: string, target: WritableRepository, name?: string): Promise<Manifest>;
export declare function dockerEnvironment(reads: Reads, registries: readonly RegistryOptions[]): Promise<Readonly<Record<string, string>>>;
export declare function familiarName({ registry, repository }: ImageReference): string;
export declare function imageName({ registry, repository, tag, digest }: ImageReference): string;
export declare const isDigest: (text: string) => boolean;
export declare const isTag: (text: string) => boolean;
export declare const mediaTypes: {
  readonly ociIndex: 'application/vnd.oci.image.index.v1+json';
  readonly ociManifest: 'application/vnd.oci.image.manifest.v1+json';
  readonly dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json';
  readonly dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json';
};
export declare const ociProblems: import("@launchway/core").Catalogue<"REFERENCE_INVALID" | "REGISTRY_ANSWER_INVALID" | "REGISTRY_CHALLENGE_REFUSED" | "REGISTRY_DENIED" | "REGISTRY_DIGEST_MISMATCH" | "REGISTRY_FAILED" | "REGISTRY_MANIFEST_UNKNOWN" | "REGISTRY_NAME_UNKNOWN" | "REGISTRY_RATE_LIMITED" | "REGISTRY_REFUSED" | "REGISTRY_TAG_IMMUTABLE" | "REGISTRY_UNAUTHORIZED" | "REGISTRY_UNREACHABLE">;
export declare function parseChart(text: string): ImageReference;
export declare function parseImage(text: string): ImageReference;
export declare function referencesOf(bytes: Uint8Array): References | undefined;
export declare function registry(port: Effects, options: RegistryOptions): WritableRegistry;
export declare function registry(port: Reads, options: RegistryOptions): Registry;
