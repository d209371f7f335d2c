import { type Asked, type ForgeReader, idOf, misanswered, numberOf, record, textOf } from '@launchway/forge';
import type { FoundAsset } from './assets.ts';
import type { FoundRelease } from './release.ts';

type Answer = Readonly<Record<string, unknown>>;

/** All releases, drafts among them where the token may write. */
export async function listReleases(forge: ForgeReader): Promise<readonly FoundRelease[]> {
  const asked = { path: '/releases', doing: 'list the releases' };
  return (await forge.list(asked)).map((found) => releaseFrom(found, asked, forge));
}

/**
 * Looks for the release of a tag. A draft is not found by its tag: it is looked for in the list. Of several drafts, which
 * broken runs have left, the oldest is taken.
 */
export async function findRelease(forge: ForgeReader, tag: string): Promise<FoundRelease | undefined> {
  const asked = { path: `/releases/tags/${encodeURIComponent(tag)}`, doing: `read the release ${tag}` };
  const published = await forge.find(asked);
  return published === undefined ? findDraft(forge, tag) : releaseFrom(record(published), asked, forge);
}

export async function findDraft(forge: ForgeReader, tag: string): Promise<FoundRelease | undefined> {
  const drafts = (await listReleases(forge)).filter((release) => release.draft && release.tag === tag);
  return drafts.sort((left, right) => left.id - right.id)[0];
}

/** The files of a release; what GitHub tells of the release itself may not name them all. */
export async function listAssets(forge: ForgeReader, id: number): Promise<readonly FoundAsset[]> {
  const asked = { path: `/releases/${id}/assets`, doing: 'list the files of the release' };
  return (await forge.list(asked)).map((found) => assetFrom(found, asked, forge));
}

/** The commit that a tag names on GitHub; nothing while there is no such tag. */
export async function tagCommit(forge: ForgeReader, tag: string): Promise<string | undefined> {
  const asked = {
    path: `/git/ref/tags/${tag.split('/').map(encodeURIComponent).join('/')}`,
    doing: `read the tag ${tag}`,
  };
  const ref = await forge.find(asked);
  if (ref === undefined) return undefined;
  const { type, sha } = objectOf(ref, asked, forge);
  if (type !== 'tag') return sha;
  const annotated = { ...asked, path: `/git/tags/${sha}` };
  return objectOf(await forge.get(annotated), annotated, forge).sha;
}

/** What a ref or a tag leads to. */
function objectOf(found: unknown, asked: Asked, forge: ForgeReader): { type: unknown; sha: string } {
  const { type, sha } = record(record(found)['object']);
  if (typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha)) return { type, sha };
  throw misanswered(forge, asked, 'it answered without the name of a commit');
}

/** @throws FORGE_ANSWER_INVALID where a release lacks what it is known by */
export function releaseFrom(found: Answer, asked: Asked, forge: ForgeReader): FoundRelease {
  const [id, tag] = [idOf(found['id']), textOf(found['tag_name'])];
  if (id === undefined || tag === undefined)
    throw misanswered(
      forge,
      asked,
      `it answered with a release that has no ${id === undefined ? 'id' : 'tag_name'}`,
    );
  return {
    id,
    tag,
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

function assetFrom(found: Answer, asked: Asked, forge: ForgeReader): FoundAsset {
  const { digest } = found;
  const [id, size] = [idOf(found['id']), numberOf(found['size'])];
  const [name, state] = [textOf(found['name']), textOf(found['state'])];
  if (id !== undefined && name !== undefined && state !== undefined && size !== undefined)
    return { id, name, state, size, digest: textOf(digest) };
  throw misanswered(forge, asked, 'it answered with a file that lacks id, name, state or size');
}
