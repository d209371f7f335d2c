import { type Effects, type Problem, ReleaseError } from '@launchway/core';
import { type Forge, record, textOf } from '@launchway/forge';
import { githubProblems } from '../problems.ts';
import { listAssets, listReleases, tagCommit } from './api.ts';
import { assetChanges, type OfferedAsset } from './assets.ts';
import { elsewhere } from './conflicts.ts';
import { makeLatest } from './latest.ts';
import { removeLeftovers } from './leftovers.ts';
import { type FoundRelease, type ReleaseInput, textChanges } from './release.ts';
import { editRelease, explained, removeAsset, uploadAll } from './write.ts';

/**
 * Brings a draft to what the release is to be, and publishes it. In a draft a file with other content is replaced: nobody
 * has seen it.
 */
export async function publishDraft(
  input: ReleaseInput,
  wanted: readonly OfferedAsset[],
  draft: FoundRelease,
  forge: Forge,
  effects: Effects,
): Promise<FoundRelease> {
  await editRelease(draft, textChanges(input, draft), forge);
  const { broken, missing, differing } = assetChanges(wanted, await listAssets(forge, draft.id));
  for (const { found } of differing) await removeAsset(found, forge);
  await uploadAll(draft, { broken, missing: [...missing, ...differing.map((each) => each.wanted)] }, forge);
  await proveFiles(input, wanted, draft, forge);
  await proveTag(input, forge);
  const others = (await listReleases(forge)).filter(({ id }) => id !== draft.id);
  const latest = makeLatest(
    { rule: input.latest, version: input.version, prerelease: input.prerelease },
    others,
  );
  const published = await explained(input, () =>
    forge.send({
      method: 'PATCH',
      path: `/releases/${draft.id}`,
      json: { draft: false, make_latest: latest },
      doing: `publish the release ${input.tag}`,
    }),
  );
  await removeLeftovers(input, wanted, others, forge, effects);
  return { ...draft, draft: false, url: textOf(record(published)['html_url']) ?? '' };
}

/** Proves that all files have arrived whole; afterwards it may be too late. */
async function proveFiles(
  { tag }: ReleaseInput,
  wanted: readonly OfferedAsset[],
  draft: FoundRelease,
  forge: Forge,
): Promise<void> {
  const { broken, missing, differing } = assetChanges(wanted, await listAssets(forge, draft.id));
  const names = [
    ...broken.map(({ name }) => name),
    ...missing.map(({ name }) => name),
    ...differing.map(({ found }) => found.name),
  ];
  if (names.length === 0) return;
  const problem = githubProblems.error('GITHUB_UPLOAD_BROKEN', {
    message: `${names.join(', ')} of the release ${tag} did not arrive at GitHub as sent; the release is still a draft.`,
    fix: 'Run `release` again: it uploads what is missing and publishes the draft then.',
  });
  throw new ReleaseError([problem], 'failed', undefined, true);
}

/** Proves that the tag is there: publishing a draft without one would make a tag of GitHub's own. */
async function proveTag({ place, tag, commit }: ReleaseInput, forge: Forge): Promise<void> {
  const found = await tagCommit(forge, tag);
  if (found === undefined) {
    const missing: Problem = githubProblems.error('GITHUB_TAG_MISSING', {
      message: `GitHub does not have the tag ${tag} yet, which the release is to be of.`,
      fix: 'Run `release` again in a minute, and check that the git remote is this repository.',
      where: { url: `${place.web}/tags` },
    });
    throw new ReleaseError([missing], 'failed', undefined, true);
  }
  if (typeof commit === 'string' && found !== commit)
    throw new ReleaseError([elsewhere(place, tag, found, commit)], 'failed');
}
