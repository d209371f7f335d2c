import { type Deferred, type Effects, known, type Reads, type StepKind } from '@launchway/core';
import { copy, type Manifest, type WritableRepository } from '@launchway/oci';
import { dockerProblems } from '../problems.ts';
import type { ImageOutput } from './build-step.ts';
import { manifestOf, pushProblems, readable, writable } from './registries.ts';
import { nameOf, type Target } from './targets.ts';

/** An image by digest, the repository that holds it, and the repositories it may be. */
export type Sourced = {
  readonly image: Deferred<string>;
  readonly digest: Deferred<string>;
  readonly places: readonly Target[];
};

export type CopyStep = Sourced & { readonly target: Target };

/** Takes an image over into another repository or registry, by digest alone, which nobody sees. */
export const copyImage: StepKind<CopyStep, ImageOutput> = {
  kind: 'docker:copy',
  phase: 'stage',
  ready: ({ target }, reads) => pushProblems(reads, target),
  probe: async ({ target, ...sourced }, reads) => {
    const [image, digest] = [known(sourced.image), known(sourced.digest)];
    const output = digest === undefined ? undefined : { image: nameOf(target), digest };
    const here = image === nameOf(target) || (digest && (await readable(reads, target).headManifest(digest)));
    return output && here ? { state: 'done', output } : { state: 'todo' };
  },
  run: async ({ target, ...sourced }, effects) => {
    const { digest } = await bring(sourced, target, effects);
    return { image: nameOf(target), digest };
  },
};

/**
 * Gives an image's manifest in a repository that it is to be tagged in, taken over from where it is when it is not there.
 * Registries remove what has no tag after a day, so an earlier copy may be gone.
 * @throws DOCKER_FROM_MISSING where it is in none of the places either
 */
export async function bring(sourced: Sourced, target: Target, effects: Effects): Promise<Manifest> {
  const repository = writable(effects, target);
  const digest = known(sourced.digest) ?? '';
  const here = await manifestOf(effects, repository, digest);
  if (here !== undefined) return here;
  return fetchFrom(sourced, digest, repository, effects);
}

async function fetchFrom(
  { image, places }: Sourced,
  digest: string,
  repository: WritableRepository,
  effects: Effects & Reads,
): Promise<Manifest> {
  const source = places.find((place) => nameOf(place) === known(image));
  const elsewhere = source !== undefined && nameOf(source) !== `${repository.registry}/${repository.name}`;
  if (source !== undefined && elsewhere) return copy(readable(effects, source), digest, repository);
  throw dockerProblems.refusal('DOCKER_FROM_MISSING', {
    message: `${repository.registry}/${repository.name} does not have the image ${digest}.`,
    fix: 'Run again: it is built or looked up anew. Registries remove images without a tag after a time.',
  });
}
