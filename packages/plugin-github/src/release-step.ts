import { known, type Problem, type Probe, type Reads, ReleaseError, type StepKind } from '@launchway/core';
import type { ForgeReader } from '@launchway/forge';
import { connect } from './access.ts';
import { type AssetChanges, assetChanges, type OfferedAsset } from './assets.ts';
import { differs, elsewhere, frozen } from './conflicts.ts';
import { releasePage } from './place.ts';
import { publishDraft } from './publish.ts';
import { readyFor } from './ready.ts';
import { type FoundRelease, isEmpty, type ReleaseInput, textChanges } from './release.ts';
import { findRelease, listAssets, tagCommit } from './release-api.ts';
import { editRelease, makeDraft, uploadAll } from './release-write.ts';
import { builtElsewhere, coversNames, treeAssets, wantedAssets } from './wanted.ts';

type ReleaseOutput = { readonly tag: string; readonly url: string };

/**
 * Publishes a release on GitHub in the one order that works where releases are immutable: a draft, all of its files, a look
 * whether they arrived, and then the publication.
 */
export const releaseStep: StepKind<ReleaseInput, ReleaseOutput> = {
  kind: 'github:release',
  phase: 'publish',
  ready: async (input, reads) => [
    ...(await readyFor(input.place, { writes: 'contents' }, reads)),
    ...(await treeAssets(input, reads)).problems,
  ],
  probe: async (input, reads) => {
    const forge = await connect(input.place, reads);
    const found = await findRelease(forge, input.tag);
    if (found === undefined || found.draft)
      return { state: 'todo', preview: await foretell(input, found, forge) };
    const moved = await movedTag(input, forge);
    if (moved !== undefined) return { state: 'conflict', problem: moved };
    return probePublished(input, found, forge, reads);
  },
  run: async (input, effects) => {
    const forge = await connect(input.place, effects);
    const { assets, problems } = (await wantedAssets(input, effects)) ?? builtElsewhere(input);
    if (problems.length > 0) throw new ReleaseError(problems, 'failed');
    const found = (await findRelease(forge, input.tag)) ?? (await makeDraft(input, forge));
    if (found.draft) return outputOf(input, await publishDraft(input, assets, found, forge));
    const problem = conflictOf(input, found, await changesOf(assets, found, forge));
    if (problem !== undefined) throw new ReleaseError([problem], 'failed');
    await editRelease(found, textChanges(input, found), forge);
    await uploadAll(found, await changesOf(assets, found, forge), forge);
    return outputOf(input, found);
  },
};

/** A published release: its texts may change, its files only be added to, and not even that where it is immutable. */
async function probePublished(
  input: ReleaseInput,
  found: FoundRelease,
  forge: ForgeReader,
  reads: Reads,
): Promise<Probe<ReleaseOutput>> {
  const texts = textChanges(input, found);
  const members = Object.keys(texts);
  const edits = isEmpty(texts) ? [] : [`update ${members.join(', ')} of the release`];
  const wanted = await wantedAssets(input, reads);
  if (wanted === undefined || wanted.problems.length > 0) {
    const isDone = isEmpty(texts) && coversNames(input, await listAssets(forge, found.id));
    return isDone ? done(input, found) : { state: 'todo', preview: [...edits, 'compare its files'] };
  }
  const changes = await changesOf(wanted.assets, found, forge);
  const problem = conflictOf(input, found, changes);
  if (problem !== undefined) return { state: 'conflict', problem };
  const uploads = changes.missing.map(({ name }) => `upload ${name}`);
  if (edits.length + uploads.length === 0) return done(input, found);
  return { state: 'todo', preview: [...edits, ...uploads] };
}

const changesOf = async (
  wanted: readonly OfferedAsset[],
  found: FoundRelease,
  forge: ForgeReader,
): Promise<AssetChanges> => assetChanges(wanted, await listAssets(forge, found.id));

function conflictOf(
  { place, tag }: ReleaseInput,
  { immutable }: FoundRelease,
  { differing, missing }: AssetChanges,
): Problem | undefined {
  const [wrong] = differing;
  if (wrong !== undefined) return differs(place, tag, wrong.wanted, immutable);
  return immutable && missing.length > 0
    ? frozen(
        place,
        tag,
        missing.map(({ name }) => name),
      )
    : undefined;
}

/** What is wrong where GitHub's tag names another commit than the release is of. */
export async function movedTag(
  { place, tag, commit }: ReleaseInput,
  forge: ForgeReader,
): Promise<Problem | undefined> {
  const [wanted, found] = [known(commit), await tagCommit(forge, tag)];
  return wanted === undefined || found === undefined || found === wanted
    ? undefined
    : elsewhere(place, tag, found, wanted);
}

async function foretell(
  { tag, assets, files, place }: ReleaseInput,
  found: FoundRelease | undefined,
  forge: ForgeReader,
): Promise<readonly string[]> {
  const begin = found === undefined ? 'create a draft' : 'take up the draft that is there';
  const uploads = [...assets.map(({ name }) => name), ...files];
  const forever = (await isImmutable(forge))
    ? ['releases are immutable here: no file can be added or changed later']
    : [];
  return [
    `${begin} of ${tag} on ${place.web}`,
    ...(uploads.length === 0 ? [] : [`upload ${uploads.join(', ')}`]),
    'publish it',
    ...forever,
  ];
}

/** Whether the repository makes its releases immutable; not known where the token may not ask. */
async function isImmutable(forge: ForgeReader): Promise<boolean> {
  const asked = { path: '/immutable-releases', doing: 'ask whether releases are immutable' };
  const answer = await forge.find(asked, [401, 403, 404]);
  return typeof answer === 'object' && answer !== null && 'enabled' in answer && answer.enabled === true;
}

const done = (input: ReleaseInput, found: FoundRelease): Probe<ReleaseOutput> => ({
  state: 'done',
  output: outputOf(input, found),
});

const outputOf = ({ place, tag }: ReleaseInput, { url }: FoundRelease): ReleaseOutput => ({
  tag,
  url: url === '' ? releasePage(place, tag) : url,
});
