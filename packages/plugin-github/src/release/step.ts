import { known, type Problem, type Reads, ReleaseError, type StepKind } from '@launchway/core';
import type { Forge, ForgeReader } from '@launchway/forge';
import { connect } from '../access/access.ts';
import { releasePage } from '../access/place.ts';
import { readyFor } from '../access/ready.ts';
import { findRelease, listAssets, tagCommit } from './api.ts';
import { elsewhere } from './conflicts.ts';
import { closeGap, gapOf, type Gap } from './gap.ts';
import { publishDraft } from './publish-draft.ts';
import type { FoundRelease, ReleaseInput } from './release.ts';
import { builtElsewhere, coversNames, treeAssets, wantedAssets } from './wanted.ts';
import { makeDraft, removeDraft } from './write.ts';

type ReleaseOutput = { readonly tag: string; readonly url: string };

/**
 * Publishes a release on GitHub in the one order that works where releases are immutable: a draft, all of its files, a look
 * whether they arrived, and then the publication.
 */
export const releaseStep: StepKind<ReleaseInput, ReleaseOutput> = {
  kind: 'github:release',
  phase: 'publish',
  ready: async (input, reads) => {
    const rights = await readyFor(input.place, { writes: 'contents' }, reads);
    const { problems } = await treeAssets(input, reads);
    const isHeld = problems.length > 0 && rights.length === 0 && (await hasFiles(input, reads));
    return [...rights, ...(isHeld ? [] : problems)];
  },
  probe: async (input, reads) => {
    const forge = await connect(input.place, reads);
    const found = await findRelease(forge, input.tag);
    if (found === undefined || found.draft)
      return { state: 'todo', preview: await foretell(input, found, forge) };
    const moved = await movedTag(input, forge);
    if (moved !== undefined) return { state: 'conflict', problem: moved };
    const gap = await gapOf(input, found, forge, reads);
    if (gap.conflict !== undefined) return { state: 'conflict', problem: gap.conflict };
    const preview = previewOf(gap);
    return preview.length > 0
      ? { state: 'todo', preview }
      : { state: 'done', output: outputOf(input, found) };
  },
  run: async (input, effects) => {
    const forge = await connect(input.place, effects);
    const found = await findRelease(forge, input.tag);
    if (found !== undefined && !found.draft) {
      await closeGap(await gapOf(input, found, forge, effects), found, forge);
      return outputOf(input, found);
    }
    const { assets, problems } = (await wantedAssets(input, effects)) ?? builtElsewhere(input);
    if (problems.length > 0) throw new ReleaseError(problems, 'failed');
    const draft = found ?? (await makeDraft(input, forge));
    if (!draft.draft) return outputOf(input, draft);
    try {
      return outputOf(input, await publishDraft(input, assets, draft, forge, effects));
    } catch (error) {
      const faster = await publishedByAnother(draft, forge);
      if (faster === undefined) throw error;
      await closeGap(await gapOf(input, faster, forge, effects), faster, forge);
      return outputOf(input, faster);
    }
  },
};

/** Gives the release that another run has published of a draft of its own, and takes ours away, which nobody can publish now. */
async function publishedByAnother(draft: FoundRelease, forge: Forge): Promise<FoundRelease | undefined> {
  const found = await findRelease(forge, draft.tag);
  if (found === undefined || found.draft || found.id === draft.id) return undefined;
  await removeDraft(draft, forge);
  return found;
}

/** Whether the release is out with a file of each name, so that nothing has to be built for it any more. */
async function hasFiles(input: ReleaseInput, reads: Reads): Promise<boolean> {
  const forge = await connect(input.place, reads);
  const found = await findRelease(forge, input.tag);
  if (found === undefined || found.draft) return false;
  return coversNames(input, await listAssets(forge, found.id));
}

function previewOf({ texts, missing, problems }: Gap): readonly string[] {
  const members = Object.keys(texts);
  return [
    ...(members.length === 0 ? [] : [`update ${members.join(', ')} of the release`]),
    ...missing.map(({ name }) => `upload ${name}`),
    ...(problems.length === 0 ? [] : ['compare its files']),
  ];
}

/** What is wrong where GitHub's tag names another commit than the release is of. */
async function movedTag(
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

const outputOf = ({ place, tag }: ReleaseInput, { url }: FoundRelease): ReleaseOutput => ({
  tag,
  url: url === '' ? releasePage(place, tag) : url,
});
