import { type Effects, isReleaseError } from '@launchway/core';
import { type Forge, holdsNotes } from '@launchway/forge';
import { listAssets } from './api.ts';
import { assetChanges, type OfferedAsset } from './assets.ts';
import { type FoundRelease, type ReleaseInput, textChanges } from './release.ts';
import { removeDraft } from './write.ts';

/**
 * Removes the drafts that a second run, or a request that arrived twice, has made beside the one that is published: nobody can
 * publish them any more. A draft is taken for such a one where all of its texts and files are those of the release, and its
 * commit too, which people do not write. One that stays fails no release.
 * @param others what was there beside it before the publication
 */
export async function removeLeftovers(
  input: ReleaseInput,
  wanted: readonly OfferedAsset[],
  others: readonly FoundRelease[],
  forge: Forge,
  { say }: Effects,
): Promise<void> {
  const drafts = others.filter(({ draft, tag }) => draft && tag === input.tag);
  for (const other of drafts.filter((each) => saysTheSame(input, each))) {
    try {
      if (await offersNoOther(wanted, other, forge)) await removeDraft(other, forge);
    } catch (error) {
      if (!isReleaseError(error)) throw error;
      say(`A second draft of ${input.tag} is left on GitHub, and could not be removed.`);
    }
  }
}

/** Notes that somebody has added to hold ours, and are not ours. */
const saysTheSame = (input: ReleaseInput, draft: FoundRelease): boolean =>
  Object.keys(textChanges(input, draft)).length === 0 && holdsNotes(input.notes, draft.notes);

async function offersNoOther(
  wanted: readonly OfferedAsset[],
  { id }: FoundRelease,
  forge: Forge,
): Promise<boolean> {
  const held = await listAssets(forge, id);
  const areNamed = held.every(({ name }) => wanted.some((each) => each.name === name));
  return areNamed && assetChanges(wanted, held).differing.length === 0;
}
