import { isReleaseError, known, ReleaseError } from '@launchway/core';
import { type Forge, misanswered, record } from '@launchway/forge';
import { githubProblems } from '../problems.ts';
import { findDraft, listAssets, releaseFrom } from './api.ts';
import { type AssetChanges, type FoundAsset, type OfferedAsset, uploadAddress } from './assets.ts';
import type { FoundRelease, ReleaseInput, TextChanges } from './release.ts';

/** How long one file may take. */
const anHour = 3_600_000;

/** Makes the draft of a release. It is of a commit, never of a branch, which may have moved on. */
export async function makeDraft(input: ReleaseInput, forge: Forge): Promise<FoundRelease> {
  const { tag, name, notes, prerelease, commit } = input;
  const json = {
    tag_name: tag,
    target_commitish: known(commit) ?? '',
    name,
    body: notes,
    draft: true,
    prerelease,
  };
  const asked = { path: '/releases', doing: `create the draft of ${tag}` };
  const result = await explained(input, () => forge.create({ ...asked, json }, () => findDraft(forge, tag)));
  return 'found' in result ? result.found : releaseFrom(record(result.made), asked, forge);
}

/** Changes the texts of a release. */
export async function editRelease(
  { id, tag }: FoundRelease,
  changes: TextChanges,
  forge: Forge,
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await forge.send({
    method: 'PATCH',
    path: `/releases/${id}`,
    json: { ...changes },
    doing: `update the release ${tag}`,
  });
}

/** Removes what broken uploads have left, and uploads what is missing, one after another. */
export async function uploadAll(
  release: FoundRelease,
  { broken, missing }: Pick<AssetChanges, 'broken' | 'missing'>,
  forge: Forge,
): Promise<void> {
  for (const asset of broken) await removeAsset(asset, forge);
  for (const asset of missing) await upload(release, asset, forge);
}

export const removeAsset = ({ id, name }: FoundAsset, forge: Forge): Promise<void> =>
  remove(`/releases/assets/${id}`, `remove ${name} from the draft`, forge);

export const removeDraft = ({ id, tag }: FoundRelease, forge: Forge): Promise<void> =>
  remove(`/releases/${id}`, `remove a draft of ${tag}`, forge);

async function remove(path: string, doing: string, forge: Forge): Promise<void> {
  try {
    await forge.send({ method: 'DELETE', path, doing });
  } catch (error) {
    // An answer that was lost is asked for again, and what is gone is not found.
    if (!codesOf(error).includes('FORGE_NOT_FOUND')) throw error;
  }
}

/** Uploads one file. Where the answer is lost it is looked for; what a broken upload has left is in the way of the next. */
async function upload(
  { id, tag, upload: template }: FoundRelease,
  asset: OfferedAsset,
  forge: Forge,
): Promise<void> {
  const asked = { path: `/releases/${id}/assets`, doing: `upload ${asset.name} to the release ${tag}` };
  const address = uploadAddress(template, asset);
  if (!isUsable(address, forge))
    throw misanswered(forge, asked, `its release names "${template}" as the address for files (upload_url)`);
  await forge.create(
    {
      ...asked,
      address,
      body: { file: asset.file },
      headers: { 'content-type': asset.mediaType },
      timeout: anHour,
    },
    async () => {
      const held = (await listAssets(forge, id)).find(({ name }) => name === asset.name);
      if (held === undefined || held.state === 'uploaded') return held;
      await removeAsset(held, forge);
      return undefined;
    },
  );
}

/** Whether an address is one of the web, and shows the token to nobody whom the API's own does not show it to. */
function isUsable(address: string, { options }: Forge): boolean {
  const protocol = URL.canParse(address) ? new URL(address).protocol : '';
  return protocol === 'https:' || (protocol === 'http:' && new URL(options.api).protocol === protocol);
}

/** Says in plain words what GitHub means by a tag that an immutable release has used up. */
export async function explained<T>({ tag }: ReleaseInput, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isReleaseError(error) || !error.problems.some(({ message }) => isBurned(message))) throw error;
    const problem = githubProblems.error('GITHUB_TAG_BURNED', {
      message: `The tag name ${tag} belonged to an immutable release that was deleted, and GitHub never gives it to another one.`,
      fix: 'Release the next version.',
    });
    throw new ReleaseError([problem], 'failed', error);
  }
}

const isBurned = (message: string): boolean => /used by an immutable release/i.test(message);

const codesOf = (error: unknown): readonly string[] =>
  isReleaseError(error) ? error.problems.map(({ code }) => code) : [];
