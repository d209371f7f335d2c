import { known, type Deferred } from '@launchway/core';
import { holdsNotes } from '@launchway/forge';
import type { Place } from '../access/place.ts';
import type { UploadedFile } from '../packages/package.ts';
import { type FoundLink, type Link, linkChanges, type LinkChange } from './links.ts';

/** A release as it is to be. */
export type ReleaseInput = {
  readonly place: Place;
  readonly tag: string;
  readonly commit: Deferred<string>;
  readonly name: string;
  readonly notes: string;
  /** `null` leaves them as they are. */
  readonly milestones: readonly string[] | null;
  readonly releasedAt: string | null;
  readonly links: readonly Link[];
  /** Files of packages that are offered with it. */
  readonly files: readonly Deferred<readonly UploadedFile[]>[];
};

/** A release as GitLab has it. */
export interface FoundRelease {
  readonly name: string;
  readonly notes: string;
  readonly commit: string | undefined;
  readonly releasedAt: string | undefined;
  readonly milestones: readonly string[];
  readonly links: readonly FoundLink[];
  readonly url: string | undefined;
}

/** What differs between a release and how it is to be. */
export interface ReleaseChanges {
  /** Members of the body of an update; empty when nothing is to be updated. */
  readonly update: {
    readonly name?: string;
    readonly description?: string;
    readonly milestones?: readonly string[];
    readonly released_at?: string;
  };
  readonly links: readonly LinkChange[];
}

/** Gives the links of a release: those of the options, and one for each file. Nothing while files are not uploaded. */
export function linksOf({
  links,
  files,
}: Pick<ReleaseInput, 'links' | 'files'>): readonly Link[] | undefined {
  const uploaded = files.map((each) => known(each));
  if (uploaded.some((each) => each === undefined)) return undefined;
  return [
    ...links,
    ...uploaded.flatMap((each) =>
      (each ?? []).map(({ name, label, url, path }) => ({ name: label ?? name, url, type: 'package', path })),
    ),
  ];
}

/**
 * Compares a release with how it is to be. Notes that somebody has added to are left alone as long as they hold ours.
 */
export function changesOf(wanted: ReleaseInput, links: readonly Link[], found: FoundRelease): ReleaseChanges {
  const hasNotes = holdsNotes(found.notes, wanted.notes);
  const { milestones, releasedAt } = wanted;
  return {
    update: {
      ...(found.name === wanted.name ? {} : { name: wanted.name }),
      ...(hasNotes ? {} : { description: wanted.notes }),
      ...(milestones === null || sameSet(milestones, found.milestones) ? {} : { milestones }),
      ...(releasedAt === null || Date.parse(releasedAt) === Date.parse(found.releasedAt ?? '')
        ? {}
        : { released_at: releasedAt }),
    },
    links: linkChanges(links, found.links),
  };
}

export const isDone = ({ update, links }: ReleaseChanges): boolean =>
  Object.keys(update).length === 0 && links.length === 0;

const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((each) => right.includes(each));
