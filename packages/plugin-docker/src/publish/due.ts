import type { Problem, ReleaseContext, Track } from '@launchway/core';
import type { DockerOptions } from '../options.ts';
import { dockerProblems } from '../problems.ts';

/** Gives the track whose version an image carries: the one that is named, else the only one that makes tags, or the only one. */
export function trackOf(
  { track }: Pick<DockerOptions, 'track'>,
  tracks: readonly Track[],
): Track | undefined {
  if (track !== undefined) return tracks.find(({ name }) => name === track);
  const tagged = tracks.filter(({ tag }) => tag !== undefined);
  const [only, ...more] = tagged.length > 0 ? tagged : tracks;
  return more.length === 0 ? only : undefined;
}

/** What is wrong with the option `track` in a flow with these tracks. */
export function trackProblems(options: DockerOptions, tracks: readonly Track[]): readonly Problem[] {
  if (trackOf(options, tracks) !== undefined) return [];
  const names = tracks.map(({ name }) => `"${name}"`).join(', ');
  const found =
    options.track === undefined
      ? 'It is not clear which version the image carries: not exactly one track makes tags'
      : `The flow has no track "${options.track}"`;
  return [
    dockerProblems.error('DOCKER_TRACK_UNKNOWN', {
      message: `${found}. Its tracks are ${names === '' ? 'none' : names}.`,
      fix: 'Name one of them in the option `track` of docker().',
      where: { pointer: 'track' },
    }),
  ];
}

/**
 * Gives the version that an image is to be published with, or `undefined` where it carries none; nothing when no image is
 * due. By default an image is due with the git tag of its track, so that a release of the chart alone makes none; that of
 * every commit carries the version with that tag alone.
 */
export function dueVersion(
  options: DockerOptions,
  track: Track,
  { release }: Pick<ReleaseContext, 'release'>,
): { readonly version: string | undefined } | undefined {
  const when = options.when ?? (track.tag === undefined ? 'release' : 'tag');
  const change = release.changes.find((each) => each.track === track.name);
  const tagged = release.tags.some((tag) => tag.track === track.name);
  const isMeant = tagged || when === 'release' || (when === 'commit' && track.tag === undefined);
  if (change !== undefined && isMeant) return { version: change.next };
  return when === 'commit' ? { version: undefined } : undefined;
}
