import {
  type Deferred,
  type Effects,
  known,
  type Probe,
  type Problem,
  type Reads,
  type StepKind,
} from '@launchway/core';
import type { Manifest, Repository, WritableRepository } from '@launchway/oci';
import { dockerProblems } from '../problems.ts';
import type { TagDecision } from '../tags/floating.ts';
import { bring, type Sourced } from './copy-step.ts';
import { type Naming, ownTags, type TagInput } from './naming.ts';
import { revisionsOf } from './origin.ts';
import { pushProblems, readable, writable } from './registries.ts';
import { tagTable } from './table.ts';
import { nameOf, type Target } from './targets.ts';

export type PushStep = Sourced & {
  readonly target: Target;
  readonly tags: readonly TagInput[];
  /** What further tags are computed from once the commit is known. */
  readonly late: Naming | null;
  readonly commit: Deferred<string>;
  readonly overwrite: boolean;
  /** Whether the image says that it was made of this commit. */
  readonly proven: Deferred<boolean>;
};

/** What one repository holds now; `tags` are joined by spaces. */
export type PushOutput = { readonly image: string; readonly digest: string; readonly tags: string };

/** Gives an image the tags that its version or its commit alone decides about. */
export const pushTags: StepKind<PushStep, PushOutput> = {
  kind: 'docker:push',
  phase: 'publish',
  ready: async (input, reads) => [...unproven(input), ...(await pushProblems(reads, input.target))],
  probe,
  run,
  // Every write is confirmed by the digest that the registry has taken.
  confirm: false,
};

function unproven({ proven, image, digest }: PushStep): readonly Problem[] {
  if (known(proven) !== false) return [];
  return [
    dockerProblems.warning('DOCKER_FROM_UNPROVEN', {
      message: `It cannot be proven of which commit ${known(image)}@${known(digest)} was made: it has no label org.opencontainers.image.revision.`,
      fix: 'Let the build set the label; `release tags` prints it with the others.',
    }),
  ];
}

interface Seen {
  readonly tag: TagInput;
  readonly decision: TagDecision;
  /** An exact tag that names another image. */
  readonly taken: boolean;
}

async function probe(input: PushStep, reads: Reads): Promise<Probe<PushOutput>> {
  const seen = await look(input, readable(reads, input.target), reads);
  const taken = seen.find((each) => each.taken);
  if (taken !== undefined)
    return { state: 'conflict', problem: dockerProblems.error('DOCKER_TAG_TAKEN', told(input, taken)) };
  const awaited = input.late !== null && known(input.commit) === undefined;
  const preview = [
    ...tagTable(seen.map(({ decision }) => decision)),
    ...(awaited ? ['and tags that hold the commit'] : []),
  ];
  const digest = known(input.digest);
  const settled = seen.every(({ decision: { action } }) => action === 'unchanged' || action === 'hold');
  if (digest === undefined || awaited || !settled) return { state: 'todo', preview };
  return { state: 'done', output: outputOf(input, digest, seen), preview };
}

async function run(input: PushStep, effects: Effects): Promise<PushOutput> {
  const repository = writable(effects, input.target);
  const manifest = await bring(input, input.target, effects);
  const seen = await look(input, repository, effects);
  const taken = seen.find((each) => each.taken);
  if (taken !== undefined) throw dockerProblems.refusal('DOCKER_TAG_TAKEN', told(input, taken));
  for (const { tag, decision } of seen) {
    if (decision.action === 'create' || decision.action === 'move')
      await give(repository, manifest, tag.name);
  }
  return outputOf(input, manifest.digest, seen);
}

export const give = (repository: WritableRepository, { bytes, mediaType }: Manifest, tag: string) =>
  repository.putManifest(bytes, mediaType, tag);

/** Looks at each tag by HEAD, which counts against no limit. */
async function look(input: PushStep, repository: Repository, reads: Reads): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const tag of tagsOf(input)) {
    const held = await repository.headManifest(tag.name);
    const isOther = held !== undefined && held.digest !== known(input.digest);
    const decision: TagDecision = isOther
      ? ((await heldByLater(tag, input, repository, reads)) ?? { tag: tag.name, action: 'move' })
      : { tag: tag.name, action: held === undefined ? 'create' : 'unchanged' };
    seen.push({ tag, decision, taken: isOther && tag.line === 'exact' && !input.overwrite });
  }
  return seen;
}

function tagsOf({ tags, late, commit }: PushStep): readonly TagInput[] {
  const sha = known(commit);
  return late === null || sha === undefined ? tags : ownTags(late, sha);
}

/** A branch's tag that names the image of a later commit is left there, so that an old job that is run again does no harm. */
async function heldByLater(
  { name, line }: TagInput,
  { commit }: PushStep,
  repository: Repository,
  { git }: Reads,
): Promise<TagDecision | undefined> {
  const ours = known(commit);
  if (line !== 'free' || ours === undefined) return undefined;
  const manifest = await repository.getManifest(name);
  if (manifest === undefined) return undefined;
  for (const revision of await revisionsOf(repository, manifest)) {
    const theirs = /^[0-9a-f]{40,64}$/.test(revision ?? '') ? await git.commit(revision ?? '') : undefined;
    if (theirs !== undefined && theirs !== ours && (await git.isAncestor(ours, theirs)))
      return { tag: name, action: 'hold', why: `it names the later commit ${theirs.slice(0, 12)}` };
  }
  return undefined;
}

function outputOf({ target }: PushStep, digest: string, seen: readonly Seen[]): PushOutput {
  const given = seen.filter(({ decision }) => decision.action !== 'hold').map(({ tag }) => tag.name);
  return { image: nameOf(target), digest, tags: given.join(' ') };
}

function told({ target, digest }: PushStep, { tag }: Seen): { message: string; fix: string } {
  const ours = known(digest);
  return {
    message: `${nameOf(target)}:${tag.name} exists already${ours === undefined ? ', before this release was made' : ` and is not ${ours}`}.`,
    fix: 'Release a new version, or say `overwrite: true` if the image there is a mistake.',
  };
}
