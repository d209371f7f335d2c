import { type Asked, type ForgeReader, idOf, misanswered, record, records, textOf } from '@launchway/forge';
import type { FoundLink } from './links.ts';
import type { FoundRelease } from './release.ts';

/**
 * Looks for the release of a tag. GitLab answers 403 or 404 where there is none. One whose tag has a slash is looked for
 * among all of them too, since a proxy that decodes `%2F` hides it at its own address.
 */
export async function findRelease(forge: ForgeReader, tag: string): Promise<FoundRelease | undefined> {
  const asked = { path: `/releases/${encodeURIComponent(tag)}`, doing: `read the release ${tag}` };
  const found = await forge.find(asked, [403, 404]);
  if (found !== undefined) return releaseFrom(tag, record(found), asked, forge);
  if (!tag.includes('/')) return undefined;
  const listed = (await forge.list({ ...asked, path: '/releases' })).find((each) => each['tag_name'] === tag);
  return listed === undefined ? undefined : releaseFrom(tag, listed, asked, forge);
}

/** @throws FORGE_ANSWER_INVALID for what is not the release of the tag, or has links that cannot be told from each other */
function releaseFrom(
  tag: string,
  found: Readonly<Record<string, unknown>>,
  asked: Asked,
  forge: ForgeReader,
): FoundRelease {
  if (found['tag_name'] !== tag) throw misanswered(forge, asked, 'it answered with something else');
  const links = records(record(found['assets'])['links']);
  if (links.some(({ id }) => idOf(id) === undefined))
    throw misanswered(forge, asked, 'it answered with a release whose links have no id');
  return {
    name: textOf(found['name']) ?? '',
    notes: textOf(found['description']) ?? '',
    commit: textOf(record(found['commit'])['id']),
    releasedAt: textOf(found['released_at']),
    milestones: records(found['milestones']).flatMap(({ title }) => textOf(title) ?? []),
    links: links.map(linkFrom),
    url: textOf(record(found['_links'])['self']),
  };
}

function linkFrom(link: Readonly<Record<string, unknown>>): FoundLink {
  const url = textOf(link['url']) ?? '';
  return {
    id: idOf(link['id']) ?? 0,
    name: textOf(link['name']) ?? '',
    url,
    type: textOf(link['link_type']) ?? 'other',
    direct: textOf(link['direct_asset_url']) ?? textOf(link['direct_asset_path']) ?? url,
  };
}
