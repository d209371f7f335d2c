import { type ForgeReader, record, records, textOf } from '@launchway/forge';
import type { FoundLink } from './links.ts';
import type { FoundRelease } from './release.ts';

/**
 * Looks for the release of a tag. GitLab answers 403 or 404 where there is none. One whose tag has a slash is looked for
 * among all of them too, since a proxy that decodes `%2F` hides it at its own address.
 */
export async function findRelease(forge: ForgeReader, tag: string): Promise<FoundRelease | undefined> {
  const doing = `read the release ${tag}`;
  const found = await forge.find({ path: `/releases/${encodeURIComponent(tag)}`, doing }, [403, 404]);
  if (found !== undefined) return releaseFrom(record(found));
  if (!tag.includes('/')) return undefined;
  const listed = records(await forge.list({ path: '/releases', doing })).find(
    (each) => each['tag_name'] === tag,
  );
  return listed === undefined ? undefined : releaseFrom(listed);
}

function releaseFrom(found: Readonly<Record<string, unknown>>): FoundRelease {
  return {
    name: textOf(found['name']) ?? '',
    notes: textOf(found['description']) ?? '',
    commit: textOf(record(found['commit'])['id']),
    releasedAt: textOf(found['released_at']),
    milestones: records(found['milestones']).flatMap(({ title }) => textOf(title) ?? []),
    links: records(record(found['assets'])['links']).map(linkFrom),
    url: textOf(record(found['_links'])['self']),
  };
}

function linkFrom(link: Readonly<Record<string, unknown>>): FoundLink {
  const url = textOf(link['url']) ?? '';
  return {
    id: Number(link['id']),
    name: textOf(link['name']) ?? '',
    url,
    type: textOf(link['link_type']) ?? 'other',
    direct: textOf(link['direct_asset_url']) ?? textOf(link['direct_asset_path']) ?? url,
  };
}
