import type { Metadata } from './metadata.ts';

/** The target's name that docker/metadata-action uses. */
export const defaultBakeTarget = 'docker-metadata-action';

/** What of the metadata goes into a bake file. */
export type BakePart = 'tags' | 'labels' | 'annotations';

/**
 * Gives a file for `docker buildx bake` that names a target's tags and labels, to be used beside the project's own.
 * @see https://docs.docker.com/build/bake/reference/
 */
export function bakeFile(
  metadata: Metadata,
  target = defaultBakeTarget,
  parts: readonly BakePart[] = ['tags', 'labels'],
): object {
  const { tags, labels, annotations, images, version } = metadata;
  const args = {
    DOCKER_META_IMAGES: images.join(','),
    ...(version === null ? {} : { DOCKER_META_VERSION: version }),
  };
  return {
    target: {
      [target]: {
        ...(parts.includes('tags') ? { tags } : {}),
        ...(parts.includes('labels') ? { labels } : {}),
        ...(parts.includes('annotations') ? { annotations } : {}),
        ...(parts.includes('tags') ? { args } : {}),
      },
    },
  };
}
