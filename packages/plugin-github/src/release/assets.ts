/** A file as a release is to offer it. */
export interface OfferedAsset {
  readonly name: string;
  /** `null` for none. */
  readonly label: string | null;
  readonly mediaType: string;
  /** Absolute path on this machine. */
  readonly file: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** A file that a release has. */
export interface FoundAsset {
  readonly id: number;
  readonly name: string;
  /** `starter`: an upload that was broken off, and holds nothing. */
  readonly state: string;
  readonly size: number;
  /** `sha256:` and hex; servers before 2025 do not tell it. */
  readonly digest: string | undefined;
}

/** What lies between the files of a release and those it is to have. */
export interface AssetChanges {
  /** Uploads that were broken off. */
  readonly broken: readonly FoundAsset[];
  readonly missing: readonly OfferedAsset[];
  /** Files that are there with other content. */
  readonly differing: readonly { readonly wanted: OfferedAsset; readonly found: FoundAsset }[];
}

/** Compares files by their digests, and by their sizes where GitHub tells no digest. Files of others stay. */
export function assetChanges(wanted: readonly OfferedAsset[], found: readonly FoundAsset[]): AssetChanges {
  const held = new Map(found.filter(({ state }) => state === 'uploaded').map((asset) => [asset.name, asset]));
  return {
    broken: found.filter(({ state }) => state !== 'uploaded'),
    missing: wanted.filter(({ name }) => !held.has(name)),
    differing: wanted.flatMap((each) => {
      const other = held.get(each.name);
      return other === undefined || isSame(each, other) ? [] : [{ wanted: each, found: other }];
    }),
  };
}

function isSame(wanted: OfferedAsset, found: FoundAsset): boolean {
  if (wanted.size !== found.size) return false;
  return found.digest === undefined || found.digest === `sha256:${wanted.sha256}`;
}

/**
 * Fills in the template that a release names for its uploads (RFC 6570, `{?name,label}`).
 * @see https://docs.github.com/rest/releases/assets#upload-a-release-asset
 */
export function uploadAddress(
  template: string,
  { name, label }: Pick<OfferedAsset, 'name' | 'label'>,
): string {
  const query = [
    `name=${encodeURIComponent(name)}`,
    ...(label === null ? [] : [`label=${encodeURIComponent(label)}`]),
  ].join('&');
  return `${template.replace(/\{[^}]*\}$/, '')}?${query}`;
}
