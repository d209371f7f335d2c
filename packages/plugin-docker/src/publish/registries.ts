import type { Effects, Problem, Reads } from '@launchway/core';
import { isReleaseError } from '@launchway/core';
import {
  type Manifest,
  registry,
  type Registry,
  type Repository,
  type WritableRegistry,
  type WritableRepository,
} from '@launchway/oci';
import { nameOf, type Target } from './targets.ts';

/** What the steps of one run share: logins, and manifests, which never change under their digest. */
interface Shared {
  readonly readable: Map<string, Registry>;
  readonly writable: Map<string, WritableRegistry>;
  readonly manifests: Map<string, Manifest>;
  readonly proofs: Map<string, Promise<readonly Problem[]>>;
}

/** By the repository of the run, which reads and effects have in common. */
const runs = new WeakMap<object, Shared>();

function sharedOf({ git }: Reads): Shared {
  const found = runs.get(git);
  if (found !== undefined) return found;
  const made: Shared = { readable: new Map(), writable: new Map(), manifests: new Map(), proofs: new Map() };
  runs.set(git, made);
  return made;
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** How `@launchway/oci` is told of a registry. */
export const optionsOf = ({ registry: host, insecure, credential }: Target) => ({
  registry: host,
  ...(insecure ? { insecure } : {}),
  ...(credential === null ? {} : { credential }),
});

const keyOf = (target: Target): string => JSON.stringify(optionsOf(target));

/** Opens a repository for reading. */
export function readable(reads: Reads, target: Target): Repository {
  const site = kept(sharedOf(reads).readable, keyOf(target), () => registry(reads, optionsOf(target)));
  return site.repository(target.repository);
}

/** Opens a repository for writing. */
export function writable(effects: Effects, target: Target): WritableRepository {
  const site = kept(sharedOf(effects).writable, keyOf(target), () => registry(effects, optionsOf(target)));
  return site.writable(target.repository);
}

/** Gives a manifest by its digest; it is fetched once a run. */
export async function manifestOf(
  reads: Reads,
  repository: Repository,
  digest: string,
): Promise<Manifest | undefined> {
  const { manifests } = sharedOf(reads);
  const key = `${repository.registry}/${repository.name}@${digest}`;
  const found = manifests.get(key) ?? (await repository.getManifest(digest));
  if (found !== undefined) manifests.set(key, found);
  return found;
}

/** Keeps a manifest that was read by its tag. */
export function keepManifest(reads: Reads, repository: Repository, manifest: Manifest): void {
  sharedOf(reads).manifests.set(`${repository.registry}/${repository.name}@${manifest.digest}`, manifest);
}

/** What keeps a repository from being pushed to; asked once a run. */
export function pushProblems(reads: Reads, target: Target): Promise<readonly Problem[]> {
  return kept(sharedOf(reads).proofs, `${nameOf(target)} ${keyOf(target)}`, async () => {
    try {
      await readable(reads, target).canPush();
      return [];
    } catch (error) {
      if (isReleaseError(error)) return error.problems;
      throw error;
    }
  });
}
