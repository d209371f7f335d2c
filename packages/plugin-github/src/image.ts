import type { CredentialRef } from '@launchway/core';

/** What differs from the image that GitHub's own variables describe. */
export interface GithubImageOptions {
  /** The repository whose image it is, as `owner/name`; the workflow's unless told. */
  readonly repository?: string;
  /** A path below the repository's own image, such as `api`. */
  readonly path?: string;
  /** Host of the registry; `ghcr.io` unless told. An Enterprise Server has `containers.HOST`. */
  readonly registry?: string;
}

/** Options of `docker()` that make an image GitHub's: where it goes, and by which credential. */
export interface GithubImage {
  readonly image: string;
  readonly credential: CredentialRef;
}

/**
 * Gives the options of `docker()` for GitHub's container registry, from nothing but the variables that GitHub sets and
 * `GITHUB_TOKEN` with `packages: write`. `docker({ ...githubImage(), from: 'sha-{sha}' })`
 */
export function githubImage({
  repository = '$GITHUB_REPOSITORY',
  path,
  registry = 'ghcr.io',
}: GithubImageOptions = {}): GithubImage {
  const below = path === undefined ? '' : `/${path.replace(/^\/+/, '')}`;
  return {
    image: `${registry}/${repository}${below}`,
    credential: { env: 'GITHUB_TOKEN', usernameEnv: 'GITHUB_ACTOR', username: 'x-access-token' },
  };
}
