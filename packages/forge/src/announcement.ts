import type { DueTag, ReleaseContext } from '@launchway/core';

/** The options by which every plugin that announces releases on a forge chooses what it announces. */
export interface AnnouncementOptions {
  /** Tells two instances apart; step ids begin with it. */
  readonly id?: string;
  /** The track whose tags become releases; all tracks unless told. */
  readonly track?: string;
}

/** Everything that the steps of one release on a forge are made from. */
export interface Announcement<Options, Place> {
  readonly options: Options;
  readonly context: ReleaseContext;
  /** Where it is announced. */
  readonly place: Place;
  /** What ids of steps begin with. */
  readonly id: string;
  readonly tags: readonly DueTag[];
}

/**
 * Gives what a plugin announces: the due tags of the options' track. Nothing where no tag is due.
 * @param name of the plugin, which ids begin with unless the options tell another
 */
export function announcementOf<Options extends AnnouncementOptions, Place>(
  name: string,
  options: Options,
  place: Place,
  context: ReleaseContext,
): Announcement<Options, Place> | undefined {
  const { track, id = name } = options;
  const tags = context.release.tags.filter((tag) => track === undefined || tag.track === track);
  return tags.length === 0 ? undefined : { options, context, place, id, tags };
}

/**
 * Whether the notes of a release that is there hold ours. Those that somebody has added to are left alone.
 * @param found as the forge gives them, whatever their line ends
 */
export const holdsNotes = (found: string, ours: string): boolean => plain(found).includes(plain(ours));

const plain = (text: string): string => text.replace(/\r\n?/g, '\n').trim();
