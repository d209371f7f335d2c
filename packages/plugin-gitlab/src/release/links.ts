/** A link as a release is to have it. */
export type Link = {
  readonly name: string;
  readonly url: string;
  readonly type: string;
  /** `null` for none. */
  readonly path: string | null;
};

/** A link that a release has. */
export interface FoundLink {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly type: string;
  /** Where its lasting address leads; equal to `url` when it has none. */
  readonly direct: string;
}

/** What is to be done so that a release has a link. */
export type LinkChange =
  | { readonly action: 'add'; readonly link: Link }
  | { readonly action: 'change'; readonly id: number; readonly link: Link };

/**
 * Gives the changes after which a release has all links it is to have. Links that somebody else has added stay; one that
 * has the name or the address of ours becomes ours, since GitLab allows neither twice.
 */
export function linkChanges(wanted: readonly Link[], found: readonly FoundLink[]): readonly LinkChange[] {
  return wanted.flatMap((link): readonly LinkChange[] => {
    const held = found.find(({ name }) => name === link.name) ?? found.find(({ url }) => url === link.url);
    if (held === undefined) return [{ action: 'add', link }];
    return isSame(held, link) ? [] : [{ action: 'change', id: held.id, link }];
  });
}

function isSame(held: FoundLink, link: Link): boolean {
  const path = link.path === null || held.direct.endsWith(link.path);
  return held.name === link.name && held.url === link.url && held.type === link.type && path;
}

/** A link as GitLab's API takes it. */
export const linkBody = ({ name, url, type, path }: Link) => ({
  name,
  url,
  link_type: type,
  ...(path === null ? {} : { direct_asset_path: path }),
});
