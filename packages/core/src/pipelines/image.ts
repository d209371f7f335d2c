import type { CiImageJob } from '../model/ci.ts';

/** A variable that an image's name begins with, and what follows it. */
export function imageParts(image: string): { readonly variable: string | undefined; readonly rest: string } {
  const [, variable, rest = image] = /^\$\{?([A-Za-z_]\w*)\}?(.*)$/.exec(image) ?? [];
  return { variable, rest };
}

/** Host of an image's registry, as Docker tells it from the first part of a path; nothing where a variable hides it. */
export function registryOf(image: string): string | undefined {
  if (imageParts(image).variable !== undefined) return undefined;
  const [first = '', ...others] = image.split('/');
  return others.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/** The label by which a release proves of which commit an image was made. */
export const revisionLabel = 'org.opencontainers.image.revision';

/** The tag of a job's image, its commit filled in. */
export const imageTag = ({ tag }: CiImageJob, sha: string): string => tag.replaceAll('{sha}', sha);
