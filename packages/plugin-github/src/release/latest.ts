import { tagVersion } from '@launchway/core';
import gt from 'semver/functions/gt.js';
import parse from 'semver/functions/parse.js';

/** When a release becomes the latest: never, always, or when its version is the highest of the tags of one form. */
export type LatestRule = 'never' | 'always' | { readonly tags: string };

/** A release that is there. */
interface Other {
  readonly tag: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
}

/**
 * Tells whether GitHub is to show a release as the latest, from the versions of those that are published. GitHub's own
 * choice goes by dates, so that a patch of an old line would take the place of the newest version.
 * @returns what the API calls `make_latest`, which is a text
 */
export function makeLatest(
  {
    rule,
    version,
    prerelease,
  }: { readonly rule: LatestRule; readonly version: string; readonly prerelease: boolean },
  others: readonly Other[],
): 'true' | 'false' {
  if (prerelease || rule === 'never') return 'false';
  if (rule === 'always') return 'true';
  const isBeaten = others
    .filter((other) => !other.draft && !other.prerelease)
    .flatMap(({ tag }) => parse(tagVersion({ name: rule.tags }, tag)) ?? [])
    .some((other) => other.prerelease.length === 0 && gt(other, version));
  return isBeaten ? 'false' : 'true';
}
