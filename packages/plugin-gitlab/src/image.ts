import type { CredentialRef } from '@launchway/core';

/** What differs from the image that GitLab's own variables describe. */
export interface GitlabImageOptions {
  /** A path below the project's own image, such as `api`. */
  readonly path?: string;
  /** `release` (the default) gives `latest` to the default branch and to stable versions, `always` to every commit. */
  readonly latest?: 'release' | 'always' | 'never';
  /** Whether the registry speaks plain HTTP, as in a lab; its host and port where `release ci` is to write the job that builds. */
  readonly insecure?: boolean | string;
}

/** Options of `docker()` that make an image GitLab's: where it goes, what it is called, and by which credential. */
export interface GitlabImage {
  readonly image: string;
  readonly tags: readonly string[];
  readonly when: 'commit';
  readonly credential: CredentialRef;
  readonly insecure?: boolean | readonly string[];
}

const latestTags: Readonly<Record<NonNullable<GitlabImageOptions['latest']>, readonly string[]>> = {
  release: ['latest', 'type=raw,value=latest,enable={{is_default_branch}}'],
  always: ['type=raw,value=latest'],
  never: [],
};

/**
 * Gives the options of `docker()` for the project's own registry, from nothing but the variables GitLab sets: tags by
 * commit (8 characters), ref slug, git tag, and `latest`. `docker({ ...gitlabImage(), build: {} })`
 */
export function gitlabImage({ path, latest = 'release', insecure }: GitlabImageOptions = {}): GitlabImage {
  return {
    image: path === undefined ? '$CI_REGISTRY_IMAGE' : `$CI_REGISTRY_IMAGE/${path.replace(/^\/+/, '')}`,
    tags: ['shortSha', 'refSlug', 'commitTag', ...latestTags[latest]],
    when: 'commit',
    credential: { env: 'CI_REGISTRY_PASSWORD', usernameEnv: 'CI_REGISTRY_USER', username: 'gitlab-ci-token' },
    ...(insecure === undefined ? {} : { insecure: typeof insecure === 'string' ? [insecure] : insecure }),
  };
}
