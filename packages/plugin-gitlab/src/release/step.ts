import { type Effects, isReleaseError, known, ReleaseError, type StepKind } from '@launchway/core';
import { connect } from '../access/access.ts';
import { readyFor } from '../access/ready.ts';
import { isSlashHidden, slashHidden } from '../access/slashes.ts';
import { gitlabProblems } from '../problems.ts';
import { findRelease } from './api.ts';
import { linkBody } from './links.ts';
import { milestonesMissing } from './milestones.ts';
import {
  changesOf,
  type FoundRelease,
  isDone,
  linksOf,
  type ReleaseChanges,
  type ReleaseInput,
} from './release.ts';

type ReleaseOutput = { readonly tag: string; readonly url: string };

/** Announces a release on GitLab: made with its links in one request, or brought to what it is to be. */
export const releaseStep: StepKind<ReleaseInput, ReleaseOutput> = {
  kind: 'gitlab:release',
  phase: 'publish',
  ready: ({ place, tag, milestones }, reads) =>
    readyFor(place, { feature: 'releases', tags: [tag], milestones: milestones ?? [] }, reads),
  probe: async (input, reads) => {
    const found = await findRelease(await connect(input.place, reads), input.tag);
    const links = linksOf(input);
    if (found === undefined)
      return { state: 'todo', preview: [`create the release ${input.tag} on ${input.place.web}`] };
    const elsewhere = wrongCommit(input, found);
    if (elsewhere !== undefined) return { state: 'conflict', problem: elsewhere };
    if (links === undefined) return { state: 'todo', preview: ['add the files to its assets'] };
    const changes = changesOf(input, links, found);
    if (isDone(changes)) return { state: 'done', output: outputOf(input, found) };
    return { state: 'todo', preview: previewOf(changes) };
  },
  run: async (input, effects) => {
    const forge = await connect(input.place, effects);
    const links = linksOf(input) ?? [];
    const found = await findRelease(forge, input.tag);
    if (found === undefined) return create(input, effects);
    const elsewhere = wrongCommit(input, found);
    if (elsewhere !== undefined) throw new ReleaseError([elsewhere], 'failed');
    await update(input, changesOf(input, links, found), effects);
    return outputOf(input, found);
  },
};

async function create(input: ReleaseInput, effects: Effects): Promise<ReleaseOutput> {
  const { tag, name, notes, milestones, releasedAt, place } = input;
  const forge = await connect(place, effects);
  const json = {
    tag_name: tag,
    name,
    description: notes,
    ...(milestones === null ? {} : { milestones }),
    ...(releasedAt === null ? {} : { released_at: releasedAt }),
    assets: { links: (linksOf(input) ?? []).map(linkBody) },
  };
  try {
    const result = await forge.create({ path: '/releases', json, doing: `create the release ${tag}` }, () =>
      findRelease(forge, tag),
    );
    if ('found' in result) await update(input, changesOf(input, linksOf(input) ?? [], result.found), effects);
    return outputOf(input, 'found' in result ? result.found : undefined);
  } catch (error) {
    if (isMilestoneMissing(error))
      throw new ReleaseError([milestonesMissing(milestones ?? [], place)], 'failed');
    throw isTagMissing(error) ? tagMissing(input) : error;
  }
}

async function update(input: ReleaseInput, changes: ReleaseChanges, effects: Effects): Promise<void> {
  try {
    await change(input, changes, effects);
  } catch (error) {
    throw isSlashHidden(input.tag, error) ? slashHidden(input) : error;
  }
}

async function change(input: ReleaseInput, changes: ReleaseChanges, effects: Effects): Promise<void> {
  const forge = await connect(input.place, effects);
  const path = `/releases/${encodeURIComponent(input.tag)}`;
  if (Object.keys(changes.update).length > 0)
    await forge.send({
      method: 'PUT',
      path,
      json: { ...changes.update },
      doing: `update the release ${input.tag}`,
    });
  for (const each of changes.links) {
    const doing = `link "${each.link.name}" to the release ${input.tag}`;
    const json = linkBody(each.link);
    if (each.action === 'change')
      await forge.send({ method: 'PUT', path: `${path}/assets/links/${each.id}`, json, doing });
    else
      await forge.create({ path: `${path}/assets/links`, json, doing }, async () => {
        const links = (await findRelease(forge, input.tag))?.links ?? [];
        return links.find(({ name, url }) => name === each.link.name && url === each.link.url);
      });
  }
}

function wrongCommit({ tag, commit, place }: ReleaseInput, found: FoundRelease) {
  const wanted = known(commit);
  if (wanted === undefined || found.commit === undefined || found.commit === wanted) return undefined;
  return gitlabProblems.error('GITLAB_TAG_ELSEWHERE', {
    message: `The release ${tag} on GitLab is of the commit ${found.commit.slice(0, 12)}, not of ${wanted.slice(0, 12)}.`,
    fix: 'Look at the tag on GitLab, and release the next version.',
    where: { url: `${place.web}/-/releases/${encodeURIComponent(tag)}` },
  });
}

const isMilestoneMissing = (error: unknown): boolean =>
  isReleaseError(error) && error.problems.some(({ message }) => /milestone\(s\) not found/i.test(message));

/** The words of GitLab for a release whose tag is not there, when no ref is given to make one from. */
const isTagMissing = (error: unknown): boolean =>
  isReleaseError(error) &&
  error.problems.some(({ message }) => /ref is (?:not specified|missing)|tag .*not/i.test(message));

function tagMissing({ tag, place }: ReleaseInput): ReleaseError {
  const problem = gitlabProblems.error('GITLAB_TAG_MISSING', {
    message: `GitLab does not have the tag ${tag} yet, which the release is to be of.`,
    fix: 'Run `release` again in a minute, and check that the git remote is this project.',
    where: { url: `${place.web}/-/tags` },
  });
  return new ReleaseError([problem], 'failed', undefined, true);
}

function previewOf({ update, links }: ReleaseChanges): readonly string[] {
  const members = Object.keys(update);
  return [
    ...(members.length === 0 ? [] : [`update ${members.join(', ')} of the release`]),
    ...links.map(({ action, link }) => `${action} the link ${link.name}`),
  ];
}

const outputOf = ({ tag, place }: ReleaseInput, found: FoundRelease | undefined): ReleaseOutput => ({
  tag,
  url: found?.url ?? `${place.web}/-/releases/${encodeURIComponent(tag)}`,
});
