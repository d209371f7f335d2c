import { defined, type Problem, type Reads, ReleaseError } from '@launchway/core';
import type { Forge, ForgeReader } from '@launchway/forge';
import { listAssets } from './api.ts';
import { type AssetChanges, assetChanges } from './assets.ts';
import { differs, frozen } from './conflicts.ts';
import { type FoundRelease, type ReleaseInput, textChanges, type TextChanges } from './release.ts';
import { builtElsewhere, coversNames, wantedAssets } from './wanted.ts';
import { editRelease, uploadAll } from './write.ts';

/** What lies between a published release and what it is to be. */
export interface Gap extends Pick<AssetChanges, 'broken' | 'missing'> {
  readonly texts: TextChanges;
  /** Why its files cannot be compared here, where not all of their names are there either. */
  readonly problems: readonly Problem[];
  /** What no run can mend. */
  readonly conflict?: Problem;
}

/** Compares a published release: its texts may change, its files only be added to, and not even that where it is immutable. */
export async function gapOf(
  input: ReleaseInput,
  found: FoundRelease,
  forge: ForgeReader,
  reads: Reads,
): Promise<Gap> {
  const held = await listAssets(forge, found.id);
  const texts = textChanges(input, found);
  const { assets, problems } = (await wantedAssets(input, reads)) ?? builtElsewhere(input);
  if (problems.length > 0)
    return { texts, broken: [], missing: [], problems: coversNames(input, held) ? [] : problems };
  const changes = assetChanges(assets, held);
  const conflict = conflictOf(input, found, changes);
  const { missing } = changes;
  // A file of another name may be one that somebody is uploading just now.
  const broken = changes.broken.filter(({ name }) => missing.some((each) => each.name === name));
  return { texts, broken, missing, problems: [], ...defined({ conflict }) };
}

/** Makes a published release what it is to be. */
export async function closeGap(gap: Gap, release: FoundRelease, forge: Forge): Promise<void> {
  const trouble = gap.conflict === undefined ? gap.problems : [gap.conflict];
  if (trouble.length > 0) throw new ReleaseError(trouble, 'failed');
  await editRelease(release, gap.texts, forge);
  await uploadAll(release, gap, forge);
}

function conflictOf(
  { place, tag }: ReleaseInput,
  { immutable }: FoundRelease,
  { differing, missing }: AssetChanges,
): Problem | undefined {
  const [wrong] = differing;
  if (wrong !== undefined) return differs(place, tag, wrong.wanted, immutable);
  if (!immutable || missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name);
  return frozen(place, tag, names);
}
