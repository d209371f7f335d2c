import type { Track } from '../model/track.ts';
import type { TrackTags } from './tags.ts';
import type { HeldVersion } from './versions-held.ts';

/** What tools that keep the version in tags alone leave in a manifest: 0.0.0, 0.0.0-development. */
const placeholder = /^0\.0\.0(?:-.*)?$/;

/**
 * Lets a track with an `initial` version whose files hold none yet go on from its newest tag. The next release writes the
 * version into the files, which are the truth from then on.
 */
export function goOnFromTags(
  held: readonly HeldVersion[],
  tags: ReadonlyMap<string, TrackTags>,
): { readonly held: readonly HeldVersion[]; readonly tags: ReadonlyMap<string, TrackTags> } {
  const newest = new Map(
    held.flatMap((one) => {
      const tag = isUnheld(one.track, one.version) ? tags.get(one.track.name)?.newest : undefined;
      return tag === undefined ? [] : [[one.track.name, tag] as const];
    }),
  );
  if (newest.size === 0) return { held, tags };
  return {
    held: held.map((one) => {
      const tag = newest.get(one.track.name);
      return tag === undefined ? one : { ...one, current: tag.version };
    }),
    tags: new Map([
      ...tags,
      ...[...newest].map(([name, tag]) => [name, { current: tag, newest: tag }] as const),
    ]),
  };
}

/** Whether a place of a track holds no version yet, and need not. */
export const isUnheld = ({ initial }: Track, version: string | undefined): boolean =>
  initial !== undefined && (version === undefined || placeholder.test(version));
