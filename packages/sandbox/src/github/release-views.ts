import type { ServedTag } from '../git/tags.ts';
import { now } from './exchange.ts';
import type { GithubAsset, GithubRelease } from './store.ts';
import { type Desk, userView } from './views.ts';

/** A release as GitHub shows it (docs.github.com/rest/releases). */
export function releaseView(release: GithubRelease, desk: Desk) {
  const { web, api, uploads, store } = desk;
  const own = `${api}/releases/${release.id}`;
  // The page of a draft has a name that nobody can guess.
  const page = release.draft ? `untagged-${release.id}` : release.tag;
  return {
    url: own,
    assets_url: `${own}/assets`,
    upload_url: `${uploads}/repos/${store.repository}/releases/${release.id}/assets{?name,label}`,
    html_url: `${web}/${store.repository}/releases/tag/${page}`,
    id: release.id,
    node_id: `RE_${release.id}`,
    author: userView('harbour-bot', desk),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: now,
    updated_at: now,
    published_at: release.draft ? null : now,
    tarball_url: release.draft ? null : `${api}/tarball/${release.tag}`,
    zipball_url: release.draft ? null : `${api}/zipball/${release.tag}`,
    assets: release.assets.map((asset) => assetView(asset, release, desk)),
  };
}

/** A file of a release. */
export function assetView(asset: GithubAsset, { tag }: GithubRelease, desk: Desk) {
  const { web, api, store } = desk;
  return {
    url: `${api}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: `RA_${asset.id}`,
    name: asset.name,
    label: asset.label,
    uploader: userView('harbour-bot', desk),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.size,
    digest: asset.digest,
    download_count: 0,
    created_at: now,
    updated_at: now,
    browser_download_url: `${web}/${store.repository}/releases/download/${tag}/${asset.name}`,
  };
}

/** The ref of a tag (docs.github.com/rest/git/refs). */
export const refView = (name: string, { commit, object }: ServedTag, { api }: Desk) => ({
  ref: `refs/tags/${name}`,
  node_id: 'REF_1',
  url: `${api}/git/refs/tags/${name}`,
  object:
    object === undefined
      ? { type: 'commit', sha: commit, url: `${api}/git/commits/${commit}` }
      : { type: 'tag', sha: object, url: `${api}/git/tags/${object}` },
});

/** An annotated tag (docs.github.com/rest/git/tags). */
export const tagView = (name: string, { commit, object = '' }: ServedTag, { api }: Desk) => ({
  node_id: 'TAG_1',
  tag: name,
  sha: object,
  url: `${api}/git/tags/${object}`,
  message: name,
  tagger: { name: 'Ada', email: 'ada@example.org', date: now },
  object: { type: 'commit', sha: commit, url: `${api}/git/commits/${commit}` },
});
