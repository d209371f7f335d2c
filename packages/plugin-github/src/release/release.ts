import { type Deferred, known } from '@launchway/core';
import { holdsNotes } from '@launchway/forge';
import type { Place } from '../access/place.ts';
import type { OfferedAsset } from './assets.ts';
import type { LatestRule } from './latest.ts';

/** A file that another plugin offers, as a step's input; what is not known yet stays deferred. */
export type AssetInput = {
  readonly name: string;
  readonly label: string | null;
  readonly mediaType: string;
  readonly file: Deferred<string>;
  readonly sha256: Deferred<string>;
  readonly size: Deferred<number>;
};

/** A release as it is to be. */
export type ReleaseInput = {
  readonly place: Place;
  readonly tag: string;
  readonly version: string;
  readonly commit: Deferred<string>;
  readonly name: string;
  readonly notes: string;
  readonly prerelease: boolean;
  readonly latest: LatestRule;
  readonly assets: readonly AssetInput[];
  /** Globs of the working tree. */
  readonly files: readonly string[];
};

/** A release as GitHub has it. */
export interface FoundRelease {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly notes: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly immutable: boolean;
  readonly target: string;
  /** Page of the release. */
  readonly url: string;
  /** An RFC 6570 template: `https://uploads.github.com/...{?name,label}`. */
  readonly upload: string;
}

/** Members of the body of an update, those that differ. */
export interface TextChanges {
  readonly name?: string;
  readonly body?: string;
  readonly prerelease?: boolean;
  readonly target_commitish?: string;
}

/** The files that other plugins offer, where they are all made; nothing where one is not. */
export function madeAssets({ assets }: Pick<ReleaseInput, 'assets'>): readonly OfferedAsset[] | undefined {
  const made = assets.map(({ file, sha256, size, ...rest }) => {
    const values = { file: known(file), sha256: known(sha256), size: known(size) };
    return values.file === undefined || values.sha256 === undefined || values.size === undefined
      ? undefined
      : { ...rest, file: values.file, sha256: values.sha256, size: values.size };
  });
  return made.every((each) => each !== undefined) ? made : undefined;
}

/**
 * What of a release's own texts is to change. Notes that somebody has added to are left alone as long as they hold ours, and
 * whether a published release is a prerelease is for people to say.
 */
export function textChanges(wanted: ReleaseInput, found: FoundRelease): TextChanges {
  const commit = known(wanted.commit);
  const isMoved = found.draft && commit !== undefined && found.target !== commit;
  return {
    ...(found.name === wanted.name ? {} : { name: wanted.name }),
    ...(holdsNotes(found.notes, wanted.notes) ? {} : { body: wanted.notes }),
    ...(found.draft && found.prerelease !== wanted.prerelease ? { prerelease: wanted.prerelease } : {}),
    ...(isMoved ? { target_commitish: commit } : {}),
  };
}
