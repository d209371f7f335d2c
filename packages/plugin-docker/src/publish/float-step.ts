import {
  defined,
  type Effects,
  isReleaseError,
  known,
  type Probe,
  type Reads,
  ReleaseError,
  type StepKind,
} from '@launchway/core';
import type { WritableRepository } from '@launchway/oci';
import { dockerProblems } from '../problems.ts';
import { decideTags } from '../tags/floating.ts';
import { bring, type Sourced } from './copy-step.ts';
import type { TagInput } from './naming.ts';
import { give, type PushOutput } from './push-step.ts';
import { manifestOf, pushProblems, readable, writable } from './registries.ts';
import { isSettled, type Line, mendable, names, repairsOf, survey, type Survey } from './survey.ts';
import { tagTable } from './table.ts';
import { nameOf, type Target } from './targets.ts';

export type FloatStep = Sourced & {
  readonly target: Target;
  readonly version: string;
  readonly tags: readonly TagInput[];
  /** The release's exact tags. */
  readonly exact: readonly string[];
  readonly majorZero: boolean;
};

/** `tags` and `held` are joined by spaces. */
export type FloatOutput = PushOutput & { readonly held: string };

/** How often the tags are looked at again after they were moved. */
const mostRounds = 20;
/** Milliseconds by which each round waits longer than the one before: a registry may show late what it has taken. */
const pause = 100;
/** How many versions are asked for their digest, so that it can be told which one held a tag. */
const tellable = 3;

/** Gives floating tags to an image where its version is the highest of their line. */
export const floatTags: StepKind<FloatStep, FloatOutput> = {
  kind: 'docker:float',
  phase: 'publish',
  ready: ({ target }, reads) => pushProblems(reads, target),
  probe,
  run,
  // It lists the tags again itself until there is nothing to repair.
  confirm: false,
};

async function probe(input: FloatStep, reads: Reads): Promise<Probe<FloatOutput>> {
  try {
    const seen = await survey(readable(reads, input.target), lineOf(input), tellable);
    const preview = tagTable(seen.decisions);
    const digest = known(input.digest);
    if (digest === undefined || !isSettled(seen, lineOf(input))) return { state: 'todo', preview };
    return { state: 'done', output: outputOf(input, digest, seen), preview };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    const { version, tags, majorZero } = input;
    const blind = decideTags({ version, requested: tags, existing: undefined, majorZero });
    return { state: 'todo', preview: [...tagTable(blind), error.message] };
  }
}

async function run(input: FloatStep, effects: Effects): Promise<FloatOutput> {
  const repository = writable(effects, input.target);
  const manifest = await bring(input, input.target, effects);
  const line = { ...lineOf(input), digest: manifest.digest };
  const seen = await completeSurvey(repository, line).catch((error: unknown) => {
    throw heldBack(input, error);
  });
  for (const { tag, action } of seen.decisions) {
    if (action === 'create' || action === 'move') await give(repository, manifest, tag);
  }
  return outputOf(
    input,
    manifest.digest,
    await converge(repository, { ...line, tags: mendable(seen, line) }, effects),
  );
}

/** A list without the exact tag that was written before is not to be believed: registries may be late, or wrong. */
async function completeSurvey(repository: WritableRepository, line: Line): Promise<Survey> {
  const seen = await survey(repository, line);
  if (seen.complete) return seen;
  const problem = dockerProblems.error('DOCKER_TAGS_INCOMPLETE', {
    message: `The list of tags of ${repository.registry}/${repository.name} lacks ${line.exact.join(', ')}, which ${line.exact.length === 1 ? 'is' : 'are'} there.`,
    fix: 'Run again in a minute, when the registry has brought its list up to date.',
  });
  throw new ReleaseError([problem], 'failed', undefined, true);
}

/** Lists the tags and repairs them until nothing is wrong, so that releases at once end with the right holders. */
async function converge(repository: WritableRepository, line: Line, effects: Effects): Promise<Survey> {
  for (let round = 0; round < mostRounds; round++) {
    if (round > 0) await effects.sleep(round * pause);
    const seen = await completeSurvey(repository, line);
    const wrong = repairsOf(line, seen);
    if (wrong.length === 0) return seen;
    for (const { tag, digest } of wrong) {
      const winner = await manifestOf(effects, repository, digest);
      if (winner !== undefined) await give(repository, winner, tag);
    }
  }
  const problem = dockerProblems.error('DOCKER_TAGS_UNSETTLED', {
    message: `The tags ${line.tags.map(({ name }) => name).join(', ')} of ${repository.registry}/${repository.name} were set ${mostRounds} times, and the registry does not show all of them as they were set. Either somebody else sets them too, or it shows them late.`,
    fix: 'Run again in a minute, and let releases of one image wait for each other.',
  });
  throw new ReleaseError([problem], 'failed');
}

const lineOf = ({ version, tags, exact, digest, majorZero }: FloatStep): Line => {
  const ours = known(digest);
  return { version, tags, exact, majorZero, ...defined({ digest: ours }) };
};

function outputOf({ target, tags }: FloatStep, digest: string, seen: Survey): FloatOutput {
  const [given, held] = [true, false].map((ours) =>
    tags.filter(({ name }) => names(seen, name, digest) === ours),
  );
  const joined = (some: readonly TagInput[] = []): string => some.map(({ name }) => name).join(' ');
  return { image: nameOf(target), digest, tags: joined(given), held: joined(held) };
}

/** A warning that ends the step: the exact tag is there, and the release is not complete. */
function heldBack({ target, tags }: FloatStep, error: unknown): unknown {
  if (!isReleaseError(error)) return error;
  const problem = dockerProblems.warning('DOCKER_TAGS_HELD_BACK', {
    message: `${tags.map(({ name }) => name).join(', ')} of ${nameOf(target)} ${tags.length === 1 ? 'was' : 'were'} held back, since its tags cannot be read. ${error.message}`,
    fix: 'Let the account list tags, or wait until the registry is well; then run again.',
  });
  return new ReleaseError([problem], 'failed', error, error.transient);
}
