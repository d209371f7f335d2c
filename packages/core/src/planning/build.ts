import type { Edit } from '../model/edit.ts';
import type { Facts } from '../model/facts.ts';
import { isError } from '../model/problem.ts';
import type { PlannedEdit, PlanOutcome, PlanWithFacts } from '../model/plan.ts';
import type { DueTag, Plugin, Release, ReleaseContext } from '../model/plugin.ts';
import type { GitReads, Tree } from '../model/ports.ts';
import { type PlannedStep, outputOf } from '../model/step.ts';
import type { VersionChange } from '../model/verdict.ts';
import { type Analysed, analyse, type PlanSource, versionsIn } from './analysis.ts';
import { foldVerdicts, type Overrides } from './analyze.ts';
import { composeEdits, pinEdits } from './bump.ts';
import type { Lifecycle } from '../hooks/lifecycle.ts';
import type { CompiledFlow } from './flow.ts';
import { checkManualBump, type ManualBump, overridesOf, tagged } from './manual.ts';
import { foldNotes, notesProblems } from './notes.ts';
import { withAssets } from './assets.ts';
import { overlay } from './overlay.ts';
import { releasedBy } from './release.ts';
import { type Found, sealPlan } from './seal.ts';
import { orderSteps } from './steps.ts';
import { dueTags } from './tags.ts';
import { notCommitted, pinProblems } from './verify.ts';

export type { PlanSource } from './analysis.ts';

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

/** A plan with what the hooks were told, for the commands of plugins. */
export interface BuiltPlan extends PlanWithFacts {
  readonly context: ReleaseContext;
}

/**
 * Makes the plan: of a new release where commits ask for one, of completing HEAD's where HEAD is a release commit, of
 * nothing otherwise. Reads this machine only, and changes nothing.
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
  const released = await changesOf(flow, source.git, facts.head);
  return released.length > 0 ? completion(flow, source, facts.head) : nothing(flow, source, analysed);
}

/** What the plan tells of an analysis. */
function found({ context, changes, tracks, problems }: Analysed): Found {
  return { facts: context.facts, changes, tracks, problems };
}

/** The tracks a commit released: those whose version differs from its first parent's. */
async function changesOf(
  flow: CompiledFlow,
  git: GitReads,
  commit: string,
): Promise<readonly VersionChange[]> {
  const parent = await git.commit(`${commit}^1`);
  return releasedBy(flow.tracks, git.tree(commit), parent === undefined ? undefined : git.tree(parent));
}

/** The versions a person asks for, and only the steps of git: what is published is the pipelines' business. */
async function manual(
  flow: CompiledFlow,
  source: PlanSource,
  facts: Facts,
  bump: ManualBump,
): Promise<BuiltPlan> {
  const warnings = checkManualBump(flow.tracks, bump);
  const overrides = overridesOf(bump);
  const asked = foldVerdicts(flow.tracks, versionsIn(facts), [], { zeroMajor: 'semver', overrides });
  const analysed = await analyse(flow, source, facts, { changes: asked.changes, byHand: true });
  const problems = [...analysed.problems, ...asked.problems, ...warnings];
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
  const edited = edits.map((edit) => edit.path);
  const due = bump === undefined ? flow.tracks : flow.tracks.map((track) => tagged(track, bump.tag));
  const tags = dueTags(due, changes, context.facts, edited);
  const problems = [...analysed.problems, ...(await pinProblems(version, edits, source.dirty))];
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
 * Plans again from the release commit's parent, with what it released as the answer: the same targets come out. What
 * verification finds is a warning now, for the release is out.
 */
async function completion(flow: CompiledFlow, source: PlanSource, commit: string): Promise<BuiltPlan> {
  const parent = await source.git.commit(`${commit}^1`);
  const facts = await source.collect(parent ?? commit);
  const changes = await changesOf(flow, source.git, commit);
  const analysed = await analyse(flow, source, facts, { changes });
  const problems = analysed.problems.map((problem) => ({ ...problem, severity: 'warning' as const }));
  const changed = parent === undefined ? [] : await source.git.changedPaths(parent, commit);
  const tags = dueTags(flow.tracks, changes, facts, changed);
  return assemble(flow, {
    analysed: { ...analysed, problems },
    outcome: 'resume',
    edits: [],
    tags,
    commit,
    publish: true,
    tree: source.git.tree(commit),
  });
}

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

/** No version moves: nothing is to be done, save what continuous plugins publish of every commit. */
async function nothing(flow: CompiledFlow, source: PlanSource, analysed: Analysed): Promise<BuiltPlan> {
  const head = analysed.context.facts.head;
  const release = releaseOf(analysed, [], {}, head, []);
  const reads = { ...analysed.context.reads, tree: source.git.tree(head) };
  const among = (plugin: Plugin): boolean => plugin.continuous === true;
  const context = await withAssets(flow.lifecycle, { ...analysed.context, reads, release }, among);
  const published = await flow.lifecycle.publish(context, among);
  const steps = orderSteps(published, flow.kinds);
  const plan = sealPlan(found(analysed), {
    flow: flow.name,
    outcome: steps.length > 0 ? 'release' : 'nothing',
    release: steps.length > 0 ? head : null,
    tags: [],
    edits: [],
    notes: {},
    commit: null,
    steps,
  });
  return { plan, facts: context.facts, context };
}

interface Assembly {
  readonly analysed: Analysed;
  readonly outcome: PlanOutcome;
  readonly edits: readonly PlannedEdit[];
  readonly tags: readonly DueTag[];
  /** Whether what is published is planned too. */
  readonly publish: boolean;
  /** The release commit, where it exists. */
  readonly commit: string | null;
  readonly tree: Tree;
}

async function assemble(flow: CompiledFlow, parts: Assembly): Promise<BuiltPlan> {
  const { analysed, edits, tags, commit } = parts;
  const sections = await flow.lifecycle.notes(analysed.version);
  const notes = foldNotes(sections);
  const unclear = parts.outcome === 'release' ? notesProblems(sections) : [];
  const release = releaseOf(analysed, tags, notes, commit, edits);
  const reads = { ...analysed.context.reads, tree: parts.tree };
  const told = await withGenerations(flow.lifecycle, { ...analysed.context, reads, release });
  const context = parts.publish ? await withAssets(flow.lifecycle, told) : told;
  const published = parts.publish ? await flow.lifecycle.publish(context) : [];
  const contributions = [...(await flow.lifecycle.tag(context)), ...published];
  const steps = orderSteps(contributions, flow.kinds);
  const message = commitMessage(steps);
  const outcome = parts.outcome === 'resume' && steps.length === 0 ? 'complete' : parts.outcome;
  const plan = sealPlan(found({ ...analysed, problems: [...analysed.problems, ...unclear] }), {
    flow: flow.name,
    outcome,
    release: commit,
    tags: tags.map((tag) => tag.name),
    edits,
    notes,
    commit: message === null ? null : { message },
    steps,
  });
  return { plan, facts: context.facts, context };
}

function releaseOf(
  analysed: Analysed,
  tags: readonly DueTag[],
  notes: Readonly<Record<string, string>>,
  commit: string | null,
  edits: readonly PlannedEdit[],
): Release {
  return {
    commit: commit ?? outputOf('git:commit', 'commit'),
    made: commit !== null,
    changes: analysed.changes,
    versions: analysed.version.versions,
    tags,
    notes,
    assets: [],
    generations: [],
    files: edits.map(({ path, content }) => ({ path, content })),
  };
}

/** Adds what the plugins generate for a commit that is still to be made. */
async function withGenerations(lifecycle: Lifecycle, context: ReleaseContext): Promise<ReleaseContext> {
  if (context.release.made) return context;
  const generations = (await lifecycle.generate(context)).flatMap(({ values }) => values);
  return { ...context, release: { ...context.release, generations } };
}

/** Gives the message that the flow writes for the commit of a release, whether or not that commit is made already. */
export async function releaseMessage(flow: CompiledFlow, context: ReleaseContext): Promise<string | null> {
  const release: Release = { ...context.release, commit: outputOf('git:commit', 'commit'), made: false };
  return commitMessage(orderSteps(await flow.lifecycle.tag({ ...context, release }), flow.kinds));
}

/** The message of the release commit, as the step that makes it says. */
function commitMessage(steps: readonly PlannedStep[]): string | null {
  const message = steps.find((step) => step.kind === 'git:commit')?.input['message'];
  return typeof message === 'string' ? message : null;
}
