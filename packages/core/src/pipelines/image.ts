import type { CiImageJob } from '../model/ci.ts';

/** The variable that an image's name holds. */
export const variableIn = (image: string): string | undefined => /\$\{?([A-Za-z_]\w*)\}?/.exec(image)?.[1];

/** Host of an image's registry, as Docker tells it from the first part of a path; nothing where a variable hides it. */
export function registryOf(image: string): string | undefined {
  const [first = '', ...others] = image.split('/');
  if (first.includes('$')) return undefined;
  return others.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/** The label by which a release proves of which commit an image was made. */
export const revisionLabel = 'org.opencontainers.image.revision';

/** The tag of a job's image, its commit filled in. */
export const imageTag = ({ tag }: CiImageJob, sha: string): string => tag.replaceAll('{sha}', sha);
