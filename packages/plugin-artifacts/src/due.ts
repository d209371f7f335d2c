import type { DueTag, HookContext, Problem, Release, Track } from '@launchway/core';
import type { ArtifactsOptions } from './options.ts';
import { artifactProblems } from './problems.ts';

/** Gives the track whose releases offer the files: the one that is named, else the one that has tags. */
export function trackOf(
  { track }: Pick<ArtifactsOptions, 'track'>,
  tracks: readonly Track[],
): Track | undefined {
  const tagged = tracks.filter(({ tag }) => tag !== undefined);
  if (track !== undefined) return tagged.find(({ name }) => name === track);
  return tagged.length === 1 ? tagged[0] : undefined;
}

/** Gives the tag of the release that offers the files; nothing where the release has none. */
export function dueTag(
  options: Pick<ArtifactsOptions, 'track'>,
  { tags }: Pick<Release, 'tags'>,
  tracks: readonly Track[],
): DueTag | undefined {
  const track = trackOf(options, tracks);
  return tags.find((tag) => tag.track === track?.name);
}

/** What is wrong with the choice of the track. */
export function verifyTrack(options: ArtifactsOptions, { tracks }: HookContext): readonly Problem[] {
  if (trackOf(options, tracks) !== undefined) return [];
  const tagged = tracks.flatMap(({ name, tag }) => (tag === undefined ? [] : [name]));
  const { track } = options;
  const message =
    track === undefined
      ? `artifacts() offers files with tagged releases, and ${tagged.length === 0 ? 'no track has tags' : `the tracks ${tagged.join(' and ')} have tags`}.`
      : `artifacts() is to offer files with the releases of "${track}", which ${tracks.some(({ name }) => name === track) ? 'has no tags' : 'no plugin of the flow brings'}.`;
  const fix =
    tagged.length === 0
      ? "Give a track tags: `tag: { name: 'v{version}' }`."
      : `Name one of these: \`artifacts({ track: '${tagged[0]}' })\`${tagged.length > 1 ? `, or ${tagged.slice(1).join(', ')}` : ''}.`;
  return [artifactProblems.error('ARTIFACT_TRACK', { message, fix, where: { pointer: 'track' } })];
}
