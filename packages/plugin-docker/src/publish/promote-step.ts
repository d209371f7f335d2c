import { basename, dirname } from 'node:path';
import { type Deferred, known, type Probe, type Reads, type StepKind } from '@launchway/core';
import { isDigest, isTag, type Manifest, parseImage } from '@launchway/oci';
import { dockerProblems } from '../problems.ts';
import { fillPlaceholders } from '../tags/placeholders.ts';
import type { ImageOutput } from './build-step.ts';
import { referenceIn } from './build-result.ts';
import { type Naming, ownTags } from './naming.ts';
import { judge, revisionLabel, revisionsOf } from './origin.ts';
import { findReleased, referenceOf } from './released.ts';
import { keepManifest, readable } from './registries.ts';
import { nameOf, type Target } from './targets.ts';

export type PromoteStep = {
  /** A tag with placeholders or a digest, where it is not in a file. */
  readonly reference: string | null;
  readonly file: string | null;
  /** Where the reference is looked up. */
  readonly source: Target;
  readonly targets: readonly Target[];
  readonly naming: Naming;
  readonly commit: Deferred<string>;
  /** The commit that the release commit was made on. */
  readonly head: string;
};

export type PromoteOutput = ImageOutput & {
  /** Whether the image says which commit it was made of. */
  readonly proven: boolean;
};

/** Finds the image that another job has built, and proves of which commit it was made. It changes nothing. */
export const promoteImage: StepKind<PromoteStep, PromoteOutput> = {
  kind: 'docker:promote',
  phase: 'stage',
  ready: async (input, reads) =>
    (await find(input, reads)) === undefined
      ? [dockerProblems.error('DOCKER_FROM_MISSING', missing(input))]
      : [],
  probe: async (input, reads): Promise<Probe<PromoteOutput>> => {
    const found = await find(input, reads);
    return found === undefined
      ? { state: 'todo', preview: [missing(input).message] }
      : { state: 'done', ...told(found) };
  },
  expects: async (input, reads) => {
    const [source] = await candidates(input, reads, [input.head]);
    const labels = { [revisionLabel]: input.head };
    const { file } = input;
    if (source === undefined && file !== null)
      return [{ image: `${nameOf(input.source)}:rehearsed`, labels, file }];
    // What has a given digest cannot be made up.
    if (source === undefined || isDigest(source.reference)) return [];
    return [{ image: `${nameOf(source.target)}:${source.reference}`, labels }];
  },
  run: async (input, effects) => {
    const found = await find(input, effects);
    if (found === undefined) throw dockerProblems.refusal('DOCKER_FROM_MISSING', missing(input));
    return told(found).output;
  },
};

interface Found {
  readonly target: Target;
  readonly reference: string;
  readonly manifest: Manifest;
  readonly proven: boolean;
}

function told({ target, reference, manifest, proven }: Found): {
  output: PromoteOutput;
  preview: readonly string[];
} {
  const { digest } = manifest;
  return {
    output: { image: nameOf(target), digest, proven },
    preview: [
      `${reference} is ${digest}, ${proven ? 'made of this commit' : 'and does not say of which commit it was made'}`,
    ],
  };
}

/** What an earlier run has published wins: the source may be gone, or have been built once more. */
async function find(input: PromoteStep, reads: Reads): Promise<Found | undefined> {
  const { targets, naming, head } = input;
  const commit = known(input.commit);
  const commits = [...(commit === undefined ? [] : [commit]), head];
  const held = commit && (await findReleased(reads, targets, ownTags(naming, commit), commits));
  if (held && held.origin === 'proven') return { ...held, reference: referenceOf(held), proven: true };
  const source = await resolve(input, reads, commits);
  if (source === undefined) return undefined;
  const revisions = await revisionsOf(readable(reads, source.target), source.manifest);
  const origin = judge(revisions, commits);
  if (origin !== 'other') return { ...source, proven: origin === 'proven' };
  throw dockerProblems.refusal('DOCKER_FROM_OTHER', {
    message: `${source.reference} was made of ${revisions.join(' and ')}, not of ${commits.join(' or ')}.`,
    fix: 'Build the image of this commit, and check what `from` names.',
  });
}

/** Looks the image up under the names it may have: by the release commit, and by the one before. */
async function resolve(
  input: PromoteStep,
  reads: Reads,
  commits: readonly string[],
): Promise<Omit<Found, 'proven'> | undefined> {
  for (const { target, reference } of await candidates(input, reads, commits)) {
    const repository = readable(reads, target);
    const manifest = await repository.getManifest(reference);
    if (manifest === undefined) continue;
    keepManifest(reads, repository, manifest);
    return { target, reference: `${nameOf(target)}${isDigest(reference) ? '@' : ':'}${reference}`, manifest };
  }
  return undefined;
}

interface Candidate {
  readonly target: Target;
  readonly reference: string;
}

async function candidates(
  { reference, file, source, naming }: PromoteStep,
  reads: Reads,
  commits: readonly string[],
): Promise<readonly Candidate[]> {
  if (reference === null) return inFile(file ?? '', source, reads);
  return filled(reference, naming, commits).map((name) => ({ target: source, reference: name }));
}

/** The tags that a template means, or the digest that it is. */
function filled(reference: string, naming: Naming, commits: readonly string[]): readonly string[] {
  if (isDigest(reference)) return [reference];
  const names = commits.map((sha) =>
    fillPlaceholders(reference, naming.version ?? undefined, { ...naming.event, sha }),
  );
  return [...new Set(names)].flatMap((name) => (name !== undefined && isTag(name) ? [name] : []));
}

async function inFile(file: string, source: Target, reads: Reads): Promise<readonly Candidate[]> {
  const text = await reads.folder(dirname(file)).text(basename(file));
  const reference = referenceIn(text ?? '');
  if (reference === undefined) return [];
  if (isDigest(reference) || isTag(reference)) return [{ target: source, reference }];
  const { registry, repository, tag, digest } = parseImage(reference);
  const same = registry === source.registry;
  const target = { ...source, registry, repository, ...(same ? {} : { credential: null, insecure: false }) };
  return [{ target, reference: digest ?? tag ?? 'latest' }];
}

function missing({ reference, file, source, naming, head, commit }: PromoteStep): {
  message: string;
  fix: string;
} {
  const commits = [...new Set([known(commit) ?? head, head])];
  if (reference === null) {
    return {
      message: `The file ${file ?? ''} names no image of ${nameOf(source)} that exists.`,
      fix: 'Let the job that builds write the digest there, or the file of `docker buildx build --metadata-file`, and hand it on as an artifact.',
    };
  }
  return {
    message: `There is no ${nameOf(source)}${isDigest(reference) ? '@' : ':'}${filled(reference, naming, commits).join(' or ')} for the commit ${commits.map((sha) => sha.slice(0, 12)).join(' or ')}.`,
    fix: 'Let the job that builds the image run first, and compare the name it pushes with `from`.',
  };
}
