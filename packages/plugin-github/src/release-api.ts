import { type ForgeReader, numberOf, record, records, textOf } from '@launchway/forge';
import type { FoundAsset } from './assets.ts';
import type { FoundRelease } from './release.ts';

type Answer = Readonly<Record<string, unknown>>;

/** All releases, drafts among them where the token may write. */
export async function listReleases(forge: ForgeReader): Promise<readonly FoundRelease[]> {
  return records(await forge.list({ path: '/releases', doing: 'list the releases' })).map(releaseFrom);
}

/**
 * Looks for the release of a tag. A draft is not found by its tag: it is looked for in the list. Of several drafts, which
 * broken runs have left, the oldest is taken.
 */
export async function findRelease(forge: ForgeReader, tag: string): Promise<FoundRelease | undefined> {
  const published = await forge.find({
    path: `/releases/tags/${encodeURIComponent(tag)}`,
    doing: `read the release ${tag}`,
  });
  return published === undefined ? findDraft(forge, tag) : releaseFrom(record(published));
}

export async function findDraft(forge: ForgeReader, tag: string): Promise<FoundRelease | undefined> {
  const drafts = (await listReleases(forge)).filter((release) => release.draft && release.tag === tag);
  return drafts.sort((left, right) => left.id - right.id)[0];
}

/** The files of a release; what GitHub tells of the release itself may not name them all. */
export async function listAssets(forge: ForgeReader, id: number): Promise<readonly FoundAsset[]> {
  const path = `/releases/${id}/assets`;
  return records(await forge.list({ path, doing: 'list the files of the release' })).map(assetFrom);
}

/** The commit that a tag names on GitHub; nothing while there is no such tag. */
export async function tagCommit(forge: ForgeReader, tag: string): Promise<string | undefined> {
  const doing = `read the tag ${tag}`;
  const ref = await forge.find({
    path: `/git/ref/tags/${tag.split('/').map(encodeURIComponent).join('/')}`,
    doing,
  });
  const { type, sha } = record(record(ref)['object']);
  if (type !== 'tag') return textOf(sha);
  const annotated = record(await forge.get({ path: `/git/tags/${textOf(sha) ?? ''}`, doing }));
  return textOf(record(annotated['object'])['sha']);
}

export function releaseFrom(found: Answer): FoundRelease {
  return {
    id: numberOf(found['id']) ?? 0,
    tag: textOf(found['tag_name']) ?? '',
    name: textOf(found['name']) ?? '',
    notes: textOf(found['body']) ?? '',
    draft: found['draft'] === true,
    prerelease: found['prerelease'] === true,
    immutable: found['immutable'] === true,
    target: textOf(found['target_commitish']) ?? '',
    url: textOf(found['html_url']) ?? '',
    upload: textOf(found['upload_url']) ?? '',
  };
}

function assetFrom({ id, name, state, size, digest }: Answer): FoundAsset {
  return {
    id: numberOf(id) ?? 0,
    name: textOf(name) ?? '',
    state: textOf(state) ?? '',
    size: numberOf(size) ?? 0,
    digest: textOf(digest),
  };
}
