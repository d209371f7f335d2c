import { type CredentialRef, isReleaseError, type Problem } from '@launchway/core';
import { parseImage } from '@launchway/oci';
import type { DockerOptions } from '../options.ts';
import { dockerProblems } from '../problems.ts';

/** A repository at a registry, and how it is spoken to. */
export type Target = {
  readonly registry: string;
  readonly repository: string;
  readonly insecure: boolean;
  readonly credential: Pick<CredentialRef, keyof CredentialRef> | null;
};

export const nameOf = ({ registry, repository }: Target): string => `${registry}/${repository}`;

export type Env = (name: string) => string | undefined;

const variable = /\$(?:\{(\w+)\}|(\w+))/;

/**
 * Gives the names of an image with variables filled in, in lower case as names of images are; those that are not set are left
 * out, and told.
 */
export function namesOf(
  image: string | readonly string[],
  env: Env,
  missing: (name: string) => void,
): readonly string[] {
  return [image].flat().flatMap((text) => {
    const [whole = '', braced, bare] = variable.exec(text) ?? [];
    if (whole === '') return [text];
    const name = braced ?? bare ?? '';
    const value = env(name)?.toLowerCase();
    if (value) return [text.replace(whole, () => value)];
    missing(name);
    return [];
  });
}

/** Gives a repository as the options say it is to be spoken to. */
export function targetOf(name: string, { insecure, credential }: DockerOptions): Target {
  const { registry, repository } = parseImage(name);
  const own = credential === undefined || isOneCredential(credential) ? credential : credential[registry];
  return {
    registry,
    repository,
    insecure: Array.isArray(insecure) ? insecure.includes(registry) : insecure === true,
    credential: own === undefined ? null : { ...own },
  };
}

/** Tells one credential for every registry from one for each. */
export const isOneCredential = (
  credential: NonNullable<DockerOptions['credential']>,
): credential is CredentialRef => {
  const { env } = credential as { readonly env?: unknown };
  return typeof env === 'string' || Array.isArray(env);
};

/** What is wrong with the names of images, as far as they are written out. */
export function imageProblems(options: DockerOptions): readonly Problem[] {
  const all = (options.images ?? [options]).flatMap(({ image = [] }) => [image].flat());
  const found = all.filter((name) => !variable.test(name)).map(nameProblem);
  const registries = new Set(all.map((name) => (name.includes('/') ? name.split('/')[0] : '')));
  const shared =
    options.credential !== undefined && isOneCredential(options.credential) && registries.size > 1;
  return [...found.flatMap((problem) => problem ?? []), ...(shared ? [ambiguous()] : [])];
}

function nameProblem(name: string): Problem | undefined {
  try {
    const { tag, digest } = parseImage(name);
    if (tag === undefined && digest === undefined) return undefined;
    return dockerProblems.error('DOCKER_OPTIONS_CONTRADICT', {
      message: `The image "${name}" has a tag or a digest in its name.`,
      fix: 'Leave it out: the option `tags` says what the image is tagged with.',
      where: { pointer: 'image' },
    });
  } catch (error) {
    if (isReleaseError(error))
      return error.problems.map((problem) => ({ ...problem, where: { pointer: 'image' } }))[0];
    throw error;
  }
}

const ambiguous = (): Problem =>
  dockerProblems.error('DOCKER_OPTIONS_CONTRADICT', {
    message: 'One `credential` is given for several registries, and would be shown to all of them.',
    fix: "Give one by registry: `credential: { 'ghcr.io': { env: 'GHCR_TOKEN' } }`.",
    where: { pointer: 'credential' },
  });
