import { createHash, randomUUID } from 'node:crypto';

export interface StoredManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** A tag that was set, in the order it happened. */
export interface TagMove {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** What one repository holds. Tags keep the order in which they were first set. */
export interface StoredRepository {
  readonly manifests: Map<string, StoredManifest>;
  readonly blobs: Map<string, Uint8Array>;
  readonly tags: Map<string, string>;
}

/** All that a registry holds. */
export interface RegistryStore {
  readonly repositories: ReadonlyMap<string, StoredRepository>;
  readonly history: TagMove[];
  readonly uploads: Map<string, { readonly repository: string; bytes: Uint8Array }>;
  find(repository: string): StoredRepository | undefined;
  /** Gives a repository, which is made by the first that is written to it. */
  open(repository: string): StoredRepository;
  setTag(repository: string, tag: string, digest: string): void;
  beginUpload(repository: string): string;
}

export const digestOf = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export function createStore(): RegistryStore {
  const repositories = new Map<string, StoredRepository>();
  const store: RegistryStore = {
    repositories,
    history: [],
    uploads: new Map(),
    find: (repository) => repositories.get(repository),
    open(repository) {
      const found = repositories.get(repository);
      if (found !== undefined) return found;
      const made: StoredRepository = { manifests: new Map(), blobs: new Map(), tags: new Map() };
      repositories.set(repository, made);
      return made;
    },
    setTag(repository, tag, digest) {
      store.open(repository).tags.set(tag, digest);
      store.history.push({ repository, tag, digest });
    },
    beginUpload(repository) {
      const id = randomUUID();
      store.uploads.set(id, { repository, bytes: new Uint8Array() });
      return id;
    },
  };
  return store;
}
