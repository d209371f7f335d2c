import type { Asset, Deferred } from '@launchway/core';
import type { Place } from '../access/place.ts';

/** A package as it is to be. */
export type PackageInput = {
  readonly place: Place;
  readonly name: string;
  readonly version: string;
  readonly content: GlobContent | AssetContent;
  readonly existing: 'refuse' | 'keep';
  readonly commit: Deferred<string>;
  /** The tag whose release announces the files, which until then are unfinished; `null` where none does. */
  readonly tag: string | null;
};

/** Files that globs name. */
export type GlobContent = {
  readonly globs: readonly string[];
  /** A folder of the working tree, or one that a step has made. */
  readonly folder: Deferred<string>;
};

/** Files that the plugins of the flow offer with the release. */
export type AssetContent = { readonly assets: readonly OfferedFile[] };

/** What of an asset is needed to upload it, as JSON. */
export type OfferedFile = Pick<Asset, 'name' | 'file' | 'sha256'> & { readonly label: string | null };

/** A file of a package, as release assets name it. */
export type UploadedFile = {
  readonly name: string;
  /** What people read instead of the name; `null` for the name. */
  readonly label: string | null;
  readonly url: string;
  readonly sha256: string;
  /** A lasting address below the release's `downloads/`. */
  readonly path: string;
};

/** A file to upload. */
export interface LocalFile {
  /** Its name in the package. */
  readonly name: string;
  /** Its path from the root of the machine. */
  readonly file: string;
  /** Hex. */
  readonly sha256: string;
}

/** A file that GitLab has. Of several of one name it gives out the newest. */
export interface RemoteFile {
  /** Of the package and of the file, as GitLab's API addresses them. */
  readonly address: string;
  readonly name: string;
  readonly sha256: string | undefined;
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
function fileUrl(
  { place, name, version }: Pick<PackageInput, 'place' | 'name' | 'version'>,
  file: string,
): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${place.api}/projects/${place.project}/packages/generic/${name}/${encodeURIComponent(version)}/${path}`;
}

/** What release assets say of some files of a package. */
export function uploaded(
  input: PackageInput,
  remote: readonly RemoteFile[],
  names: readonly string[],
): readonly UploadedFile[] {
  const { content } = input;
  const offered = 'assets' in content ? content.assets : undefined;
  const newest = new Map(remote.filter(({ name }) => names.includes(name)).map((file) => [file.name, file]));
  return [...newest.values()].map(({ name, sha256 }) => ({
    name,
    label: offered?.find((asset) => asset.name === name)?.label ?? null,
    url: fileUrl(input, name),
    sha256: sha256 ?? '',
    path: offered === undefined ? `/${input.name}/${name}` : `/${name}`,
  }));
}
