import type { Lifecycle } from '../hooks/lifecycle.ts';
import type { PlannedEdit, PlanOutcome, PlanWithFacts } from '../model/plan.ts';
import type { DueTag, Plugin, Release, ReleaseContext } from '../model/plugin.ts';
import type { Tree } from '../model/ports.ts';
import { outputOf, type PlannedStep } from '../model/step.ts';
import type { Analysed, PlanSource } from './analysis.ts';
import { unclaimedAssets, withAssets } from './assets.ts';
import type { CompiledFlow } from './flow.ts';
import { foldNotes, notesProblems } from './notes.ts';
import { type Found, sealPlan } from './seal.ts';
import { orderSteps } from './steps.ts';

/** A plan with what the hooks were told, for the commands of plugins. */
export interface BuiltPlan extends PlanWithFacts {
  readonly context: ReleaseContext;
}

/** No version moves: nothing is to be done, save what continuous plugins publish of every commit. */
export async function nothing(
  flow: CompiledFlow,
  source: PlanSource,
  analysed: Analysed,
): Promise<BuiltPlan> {
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

/** What a plan is put together from. */
export interface Assembly {
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

/** Puts a plan together: asks for notes, files and steps, and seals it. */
export async function assemble(flow: CompiledFlow, parts: Assembly): Promise<BuiltPlan> {
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
  const unclaimed = unclaimedAssets(context.release.assets, steps);
  const problems = [...analysed.problems, ...unclear, ...unclaimed];
  const plan = sealPlan(found({ ...analysed, problems }), {
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

/** What the plan tells of an analysis. */
function found({ context, changes, tracks, problems }: Analysed): Found {
  return { facts: context.facts, changes, tracks, problems };
}
