import type { Deferred } from '@launchway/core';
import type { LocalFile } from '@launchway/forge';
import type { Place } from './place.ts';

/** A package as it is to be. */
export type PackageInput = {
  readonly place: Place;
  readonly name: string;
  readonly version: string;
  readonly globs: readonly string[];
  readonly folder: Deferred<string>;
  readonly existing: 'refuse' | 'keep';
  readonly commit: Deferred<string>;
};

/** A file of a package, as release assets name it. */
export type UploadedFile = {
  readonly name: string;
  readonly url: string;
  readonly sha256: string;
  /** A lasting address below the release's `downloads/`. */
  readonly path: string;
};

/** A file that GitLab has; of several of one name the newest. */
export interface RemoteFile {
  readonly name: string;
  readonly sha256: string | undefined;
  readonly size: number;
}

/** What is missing from a package, and what is there with other content. */
export interface PackageState {
  readonly missing: readonly LocalFile[];
  readonly differing: readonly LocalFile[];
}

/** Compares files by their checksums. */
export function comparePackage(local: readonly LocalFile[], remote: readonly RemoteFile[]): PackageState {
  const held = new Map(remote.map((file) => [file.name, file]));
  return {
    missing: local.filter(({ name }) => !held.has(name)),
    differing: local.filter(({ name, sha256 }) => held.has(name) && held.get(name)?.sha256 !== sha256),
  };
}

/** Address of a file of a generic package, stable whatever storage is behind it. */
export function fileUrl(
  { place, name, version }: Pick<PackageInput, 'place' | 'name' | 'version'>,
  file: string,
): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${place.api}/projects/${place.project}/packages/generic/${name}/${encodeURIComponent(version)}/${path}`;
}

/** What release assets say of the files of a package. */
export function uploaded(input: PackageInput, files: readonly RemoteFile[]): readonly UploadedFile[] {
  return files.map(({ name, sha256 }) => ({
    name,
    url: fileUrl(input, name),
    sha256: sha256 ?? '',
    path: `/${input.name}/${name}`,
  }));
}
