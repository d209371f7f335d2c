import { cutOff } from '../facts/shallow.ts';
import type { Edit } from '../model/edit.ts';
import type { Facts } from '../model/facts.ts';
import type { Tree } from '../model/ports.ts';
import { isError, type Problem, ReleaseError } from '../model/problem.ts';
import type { VersionChange } from '../model/verdict.ts';
import { type Analysed, analyse, type PlanSource, versionsIn } from './analysis.ts';
import { assemble, type BuiltPlan, nothing } from './assemble.ts';
import { composeEdits, pinEdits, provePins } from './bump.ts';
import type { CompiledFlow } from './flow.ts';
import { foldVerdicts } from './fold.ts';
import { checkManualBump, type ManualBump, overridesOf, tagged } from './manual.ts';
import { overlay } from './overlay.ts';
import type { Overrides } from './overrides.ts';
import { isRelease, releaseAt } from './release.ts';
import { dueTags } from './tags.ts';
import { notCommitted, pinsLeft, releaseProblems } from './verify.ts';

export type { PlanSource } from './analysis.ts';
export type { BuiltPlan } from './assemble.ts';

/** What a plan is asked for besides what commits ask for. */
export interface PlanOptions {
  readonly overrides?: Overrides;
  /** A bump by hand: commits are not asked, only the tracks it names move, and tags are made where it says so. */
  readonly manual?: ManualBump;
  /**
   * A release commit to complete instead of planning a new one. With exact versions in the overrides, these are
   * published of the commit, whether or not it released them.
   */
  readonly release?: string;
}

/**
 * Makes the plan: of a new release where commits ask for one, of completing HEAD's where HEAD is a release commit, of
 * nothing otherwise. Reads this machine only, and changes nothing. What is wrong with versions, pins and the like is in the
 * plan's own problems.
 * @throws ReleaseError for what lets no plan be made: NO_COMMITS, SHALLOW_CLONE, PIN_* of a pin that cannot be read,
 * BUMP_NOTHING, BUMP_INCOMPLETE and VERSION_* of a bump by hand, TAG_*, ASSET_*, STEP_* and EDIT_FILE_MISSING of what plugins ask
 * for together, PLUGIN_FAILED, PLUGIN_OUTPUT_INVALID, and what hooks throw
 */
export async function buildPlan(
  flow: CompiledFlow,
  source: PlanSource,
  options: PlanOptions = {},
): Promise<BuiltPlan> {
  const { release, overrides } = options;
  if (release !== undefined)
    return isNamed(overrides)
      ? publication(flow, source, release, overrides)
      : completion(flow, source, release);
  const facts = await source.collect();
  if (options.manual !== undefined) return manual(flow, source, facts, options.manual);
  const analysed = await analyse(flow, source, facts, { overrides: options.overrides });
  if (analysed.changes.length > 0) return newRelease(flow, source, analysed);
  // Versions that were asked for in vain are told; the release that HEAD is would hide them.
  if (options.overrides !== undefined && analysed.problems.some(isError))
    return nothing(flow, source, analysed);
  return (await isRelease(flow.tracks, source.git, facts))
    ? completion(flow, source, facts.head)
    : nothing(flow, source, analysed);
}

/** The versions a person asks for, and only the steps of git: what is published is the pipelines' business. */
async function manual(
  flow: CompiledFlow,
  source: PlanSource,
  facts: Facts,
  bump: ManualBump,
): Promise<BuiltPlan> {
  const overrides = overridesOf(bump);
  const asked = foldVerdicts(flow.tracks, versionsIn(facts), [], { zeroMajor: 'semver', overrides });
  const found = [...asked.problems, ...checkManualBump(flow.tracks, bump)];
  const wrong = found.filter(isError);
  if (wrong.length > 0) throw new ReleaseError(wrong);
  const analysed = await analyse(flow, source, facts, { changes: asked.changes, byHand: true });
  const problems = [...analysed.problems, ...found];
  return newRelease(flow, source, { ...analysed, problems }, bump);
}

async function newRelease(
  flow: CompiledFlow,
  source: PlanSource,
  analysed: Analysed,
  bump?: ManualBump,
): Promise<BuiltPlan> {
  const { version, context, changes } = analysed;
  const tree = context.reads.tree;
  const hooked = (await flow.lifecycle.bump(version)).flatMap(({ values }) => values);
  const pins = await pinEdits(flow.tracks, changes, context.facts, tree);
  const edits = await composeEdits([...pins, ...hooked] satisfies readonly Edit[], tree);
  await provePins(flow.tracks, changes, hooked, edits);
  const edited = edits.map((edit) => edit.path);
  const due = bump === undefined ? flow.tracks : flow.tracks.map((track) => tagged(track, bump.tag));
  const tags = dueTags(due, changes, context.facts, edited);
  const problems = [...analysed.problems, ...(await releaseProblems(version, edits, source.dirty))];
  return assemble(flow, {
    analysed: { ...analysed, problems },
    outcome: 'release',
    edits,
    tags,
    commit: null,
    publish: bump === undefined,
    tree: overlay(tree, new Map(edits.map((edit) => [edit.path, edit.content]))),
  });
}

/**
 * Plans again from the commit before the release, with what it released as the answer: the same targets come out. What
 * verification finds is a warning now, for the release is out. Nothing is planned of a commit that is no release.
 */
async function completion(flow: CompiledFlow, source: PlanSource, commit: string): Promise<BuiltPlan> {
  const { git } = source;
  const tree = git.tree(commit);
  const release = await releaseAt(flow.tracks, git, commit);
  if (release === undefined) {
    const analysed = await analyse(flow, source, await source.collect(commit), { changes: [] });
    return nothing(flow, source, withoutErrors(analysed));
  }
  const { parent, changes, tagged: held } = release;
  if (parent === undefined && (await source.isCut()))
    throw cutOff(`before ${changes.map(({ track, next }) => `${track} ${next}`).join(', ')}`);
  const facts = await (parent === undefined
    ? source.collect(commit, 'first')
    : source.collect(parent, 'parent'));
  const changed = parent === undefined ? [] : await git.changedPaths(parent, commit);
  const due = flow.tracks.map((track) => (held.includes(track) ? tagged(track, true) : track));
  const analysed = withoutErrors(await analyse(flow, source, facts, { changes }));
  return assemble(flow, {
    analysed: {
      ...analysed,
      problems: [
        ...(await withoutBrought(analysed.problems, git.tree(facts.head), tree)),
        ...(await pinsLeft(flow.tracks, changes, tree)),
      ],
    },
    outcome: 'resume',
    edits: [],
    tags: dueTags(due, changes, facts, changed),
    commit,
    publish: true,
    tree,
  });
}

/** Leaves out what is told of files that the commit before a release lacks, where the release has brought them. */
async function withoutBrought(
  problems: readonly Problem[],
  before: Tree,
  after: Tree,
): Promise<readonly Problem[]> {
  const isIn = async (tree: Tree, file: string): Promise<boolean> => (await tree.bytes(file)) !== undefined;
  const told = problems.map(async (problem) => {
    const file = problem.where?.file;
    const isBrought = file !== undefined && !(await isIn(before, file)) && (await isIn(after, file));
    return isBrought ? [] : [problem];
  });
  return (await Promise.all(told)).flat();
}

const withoutErrors = (analysed: Analysed): Analysed => ({
  ...analysed,
  problems: analysed.problems.map((problem) => ({ ...problem, severity: 'warning' as const })),
});

/** Whether a person names exact versions. */
const isNamed = (overrides: Overrides | undefined): overrides is Overrides =>
  Object.keys(overrides?.as ?? {}).length > 0;

/**
 * Publishes versions that a person names. Where the commit's files say others, the named ones are written into a commit
 * that no branch will hold: published by hand, as the person says, with a warning.
 */
async function publication(
  flow: CompiledFlow,
  source: PlanSource,
  commit: string,
  { as = {} }: Overrides,
): Promise<BuiltPlan> {
  const facts = await source.collect(commit);
  const held = versionsIn(facts);
  const other = Object.fromEntries(Object.entries(as).filter(([track, version]) => held[track] !== version));
  const fold = foldVerdicts(flow.tracks, held, [], { zeroMajor: 'semver', overrides: { as: other } });
  const moved = fold.changes.filter(({ track }) => track in other);
  const here = Object.entries(as).flatMap(([track, next]): readonly VersionChange[] =>
    held[track] === next ? [{ track, current: next, next, bump: null }] : [],
  );
  const analysed = await analyse(flow, source, facts, { changes: [...here, ...moved], byHand: true });
  const tree = source.git.tree(commit);
  const edits = await composeEdits(await pinEdits(flow.tracks, moved, facts, tree), tree);
  const problems = [
    ...analysed.problems,
    ...fold.problems,
    ...moved.map((change) => notCommitted(change, commit)),
  ];
  return assemble(flow, {
    analysed: { ...analysed, problems },
    outcome: moved.length === 0 ? 'resume' : 'release',
    edits,
    tags: [],
    commit: moved.length === 0 ? commit : null,
    publish: true,
    tree: overlay(tree, new Map(edits.map((edit) => [edit.path, edit.content]))),
  });
}
