import type { Reads } from '@launchway/core';
import type { Manifest } from '@launchway/oci';
import { judge, revisionsOf } from './origin.ts';
import { keepManifest, readable } from './registries.ts';
import { nameOf, type Target } from './targets.ts';
import type { TagInput } from './naming.ts';

/** An image that a repository holds under a tag of the release. */
export interface Held {
  readonly target: Target;
  readonly tag: string;
  readonly manifest: Manifest;
  /** What is known of the commit it was made of. */
  readonly origin: 'proven' | 'unknown' | 'other';
  readonly revisions: readonly (string | undefined)[];
}

export const referenceOf = ({ target, tag }: Pick<Held, 'target' | 'tag'>): string =>
  `${nameOf(target)}:${tag}`;

/**
 * Looks through the repositories of an image for one that an earlier run has published, made of one of these commits:
 * under its exact tags, or where it has none, such as an image of every commit, under the others.
 * @returns the image; or where there is none, another that stands under an exact tag
 */
export async function findReleased(
  reads: Reads,
  targets: readonly Target[],
  tags: readonly TagInput[],
  commits: readonly string[],
): Promise<Held | undefined> {
  let taken: Held | undefined;
  const exact = tags.filter(({ line }) => line === 'exact');
  for (const target of targets) {
    const repository = readable(reads, target);
    for (const { name: tag, line } of exact.length > 0 ? exact : tags) {
      const manifest = (await repository.headManifest(tag)) && (await repository.getManifest(tag));
      if (!manifest) continue;
      const revisions = await revisionsOf(repository, manifest);
      const held: Held = { target, tag, manifest, revisions, origin: judge(revisions, commits) };
      keepManifest(reads, repository, manifest);
      if (held.origin === 'proven') return held;
      if (line === 'exact') taken ??= held;
    }
  }
  return taken;
}
