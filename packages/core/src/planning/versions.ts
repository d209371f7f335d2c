import compare from 'semver/functions/compare.js';
import diff from 'semver/functions/diff.js';
import inc from 'semver/functions/inc.js';
import parse from 'semver/functions/parse.js';
import type { Bump } from '../model/track.ts';

/**
 * What bumps mean below 1.0.0: `shift` takes each one place down (a breaking change is minor, the rest patch), `semver`
 * takes them as they are.
 */
export type ZeroMajor = 'shift' | 'semver';

/**
 * Gives the version that follows. A prerelease becomes the release it leads to when that is far enough; build
 * metadata is dropped.
 * @param current a strict version
 */
export function nextVersion(current: string, bump: Bump, zeroMajor: ZeroMajor = 'shift'): string {
  const next = inc(current, effectiveBump(current, bump, zeroMajor));
  if (next === null) throw new TypeError(`"${current}" is not a version`);
  return next;
}

/** Gives what a bump amounts to for a version. */
export function effectiveBump(current: string, bump: Bump, zeroMajor: ZeroMajor): Bump {
  if (zeroMajor === 'semver' || parse(current)?.major !== 0) return bump;
  return bump === 'major' ? 'minor' : 'patch';
}

/** Gives the place in which two versions differ first, a move between prereleases being a patch. */
export function bumpBetween(current: string, next: string): Bump {
  const kind = diff(current, next) ?? 'patch';
  if (kind.endsWith('major')) return 'major';
  return kind.endsWith('minor') ? 'minor' : 'patch';
}

/** Tells whether a version has precedence over another; build metadata does not count. */
export function isHigher(version: string, than: string): boolean {
  return compare(version, than) > 0;
}
