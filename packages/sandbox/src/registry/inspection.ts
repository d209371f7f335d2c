import { digestOf, type RegistryStore, type StoredManifest, type TagMove } from './store.ts';

/** What an image is made of. */
export interface LabelledImage {
  readonly content: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a registry holds, to be looked at and added to without a request. */
export interface RegistryInspection {
  /** Every tag that was ever set, in order. */
  readonly history: readonly TagMove[];
  /** Tags of a repository with their digests. */
  tags(repository: string): Readonly<Record<string, string>>;
  manifest(repository: string, reference: string): StoredManifest | undefined;
  blobs(repository: string): readonly string[];
  /** Every manifest and blob of a repository. */
  content(repository: string): readonly { readonly digest: string; readonly bytes: Uint8Array }[];
  /** All that it holds, in a form that `structuredClone` takes: repositories, and the uploads that were begun. */
  state(): unknown;
  /** How many uploads were begun and neither finished nor given up. */
  openUploads(): number;
  /** Puts an image with one layer there, as another writer would; gives its digest. */
  push(repository: string, content: string | LabelledImage, ...tags: readonly string[]): string;
}

/** Gives a look at what a registry holds. */
export const inspectionOf = (store: RegistryStore): RegistryInspection => ({
  history: store.history,
  tags: (repository) => Object.fromEntries(store.find(repository)?.tags ?? []),
  manifest: (repository, reference) => {
    const held = store.find(repository);
    return held?.manifests.get(held.tags.get(reference) ?? reference);
  },
  blobs: (repository) => [...(store.find(repository)?.blobs.keys() ?? [])],
  content: (repository) => {
    const { blobs = [], manifests = [] } = store.find(repository) ?? {};
    return [
      ...[...manifests].map(([digest, { bytes }]) => ({ digest, bytes })),
      ...[...blobs].map(([digest, bytes]) => ({ digest, bytes })),
    ];
  },
  state: () => ({ repositories: store.repositories, uploads: [...store.uploads.values()] }),
  openUploads: () => store.uploads.size,
  push: (repository, content, ...tags) => pushImage(store, repository, content, tags),
});

function pushImage(
  store: RegistryStore,
  repository: string,
  image: string | LabelledImage,
  tags: readonly string[],
): string {
  const { content, labels } = typeof image === 'string' ? { content: image, labels: undefined } : image;
  const held = store.open(repository);
  const blob = (text: string, mediaType: string) => {
    const bytes = Buffer.from(text);
    held.blobs.set(digestOf(bytes), bytes);
    return { mediaType, digest: digestOf(bytes), size: bytes.length };
  };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const about = { architecture: 'amd64', os: 'linux', ...(labels && { config: { Labels: labels } }) };
  const config = blob(JSON.stringify(about), 'application/vnd.oci.image.config.v1+json');
  const layers = [blob(content, 'application/vnd.oci.image.layer.v1.tar')];
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
  const digest = digestOf(bytes);
  held.manifests.set(digest, { bytes, mediaType });
  for (const tag of tags) store.setTag(repository, tag, digest);
  return digest;
}
