import parse from 'semver/functions/parse.js';

/**
 * What a tag stands for: one version and no other, the newest of a minor or a major line, of all, or of a channel; or
 * something that no version decides, such as a branch.
 */
export type Line = 'exact' | 'minor' | 'major' | 'latest' | 'channel' | 'free';

/** What a template for versions makes: the finest part of the version in it says. */
export function lineOfTemplate(template: string): Line {
  const names = new Set([...template.matchAll(/\{+\s*([a-zA-Z]+)/g)].map(([, name]) => name));
  if (['version', 'raw', 'patch', 'prerelease'].some((name) => names.has(name))) return 'exact';
  if (names.has('minor')) return 'minor';
  if (names.has('major')) return 'major';
  return names.has('channel') ? 'channel' : 'free';
}

/** A text is a version's own tag when it is a version, with or without `v`. */
export const lineOfText = (text: string): Line => (parse(text) ? 'exact' : 'free');
