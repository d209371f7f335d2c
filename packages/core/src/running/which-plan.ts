import type { Facts } from '../model/facts.ts';
import type { JsonObject } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { GitReads } from '../model/ports.ts';
import { isError, isReleaseError, ReleaseError } from '../model/problem.ts';
import { releaseMessage } from '../planning/assemble.ts';
import { type BuiltPlan, buildPlan, type PlanOptions, type PlanSource } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import { releaseAt, tagBesides } from '../planning/release.ts';
import { runningProblems } from './problems.ts';
import { type RemoteBranch, remoteState } from './resume.ts';

/** Opens a branch of the remote that a push step's input names, for looking, with the credential it will push with. */
export type OpenRemote = (push: JsonObject, branch: string) => RemoteBranch;

/**
 * Makes the plan that a run carries out, knowing what the remote knows: a release of this commit that an earlier run has
 * pushed is completed, a branch that has moved on is left alone, and where nothing is new the last release is looked
 * at once more.
 * @throws BRANCH_MOVED (kind `lost`) when the remote's branch has moved on without releasing this commit,
 * and as {@link buildPlan} does
 */
export async function planForRun(
  flow: CompiledFlow,
  source: PlanSource,
  open: OpenRemote,
  options: PlanOptions = {},
): Promise<BuiltPlan> {
  const built = await buildPlan(flow, source, options);
  const isRefused = options.overrides !== undefined && built.plan.problems.some(isError);
  if (built.plan.outcome === 'nothing') return isRefused ? built : lastRelease(flow, source, built);
  const push = built.plan.steps.find((step) => step.phase === 'push');
  const { remote, branch } = push?.input ?? {};
  if (push === undefined || typeof remote !== 'string' || typeof branch !== 'string') return built;
  if (built.plan.outcome !== 'release') return built;

  const state = await remoteState(source.git, open(push.input, branch), built.plan.head, flow.tracks);
  if (state.state === 'released') return buildPlan(flow, source, { release: state.commit });
  if (state.state === 'moved') throw branchMoved(remote, branch, built.plan.head, state.tip);
  return built;
}

/** Makes the plan that a run would carry out, as far as can be told; what would keep it from running is left to its steps to say. */
export async function planForLook(
  flow: CompiledFlow,
  source: PlanSource,
  open: OpenRemote,
  options: PlanOptions = {},
): Promise<BuiltPlan> {
  try {
    return await planForRun(flow, source, open, options);
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return buildPlan(flow, source, options);
  }
}

/**
 * Where no commit asks for a release, the last one may still miss a target: it is planned again, so that probes can
 * tell. Only a commit whose message is the one this flow writes is taken for a release that can be completed.
 */
async function lastRelease(flow: CompiledFlow, source: PlanSource, built: BuiltPlan): Promise<BuiltPlan> {
  return (await completionOfLast(flow, source, built.facts)) ?? built;
}

/** The plan that completes the newest release of this history; nothing where it is none of this flow's. */
async function completionOfLast(
  flow: CompiledFlow,
  source: PlanSource,
  facts: Facts,
): Promise<BuiltPlan | undefined> {
  const commit = await lastReleaseCommit(flow, facts, source.git);
  if (commit === undefined) return undefined;
  const again = await buildPlan(flow, source, { release: commit });
  const ours = (await source.git.message(commit)).trim() === (await releaseMessage(flow, again.context));
  return ours ? again : undefined;
}

/** The newest commit at which a track's unreleased commits begin, where it is a release by the files that hold versions now. */
async function lastReleaseCommit(
  { tracks }: CompiledFlow,
  facts: Facts,
  git: GitReads,
): Promise<string | undefined> {
  let newest: string | undefined;
  for (const track of Object.values(facts.tracks)) {
    const { baseline } = track;
    if (baseline.commit === undefined || baseline.commit === newest) continue;
    if (tagBesides(baseline.commit, track) !== undefined) continue;
    if (newest === undefined || (await git.isAncestor(newest, baseline.commit))) newest = baseline.commit;
  }
  if (newest === undefined) return undefined;
  return (await releaseAt(tracks, git, newest)) === undefined ? undefined : newest;
}

function branchMoved(remote: string, branch: string, head: string, tip: string): ReleaseError {
  const problem = runningProblems.error('BRANCH_MOVED', {
    message: `The branch ${branch} on ${remote} has moved on: it is at ${tip.slice(0, 12)}, this checkout at ${head.slice(0, 12)}. Nothing was changed.`,
    fix: 'The run for the newer commit releases this one too; or pull and run again.',
  });
  return new ReleaseError([problem], 'lost');
}

/**
 * Plans the newest release of this history again, so that its targets can be looked at, whoever made it: HEAD's where it is one or an
 * earlier run has released it, else the one before; else what is planned next.
 */
export async function planOfLastRelease(
  flow: CompiledFlow,
  source: PlanSource,
  open: OpenRemote,
): Promise<BuiltPlan> {
  const built = await planForLook(flow, source, open);
  if (built.plan.release !== null) return built;
  const commit = await lastReleaseCommit(flow, built.facts, source.git);
  if (commit === undefined || (await isBeginning(commit, built.facts, source.git))) return built;
  return buildPlan(flow, source, { release: commit });
}

/** Whether a commit is the first one, whose versions nobody has released as far as tags tell. */
async function isBeginning(commit: string, { tracks }: Facts, git: GitReads): Promise<boolean> {
  const isTagged = Object.values(tracks).some(
    ({ baseline: { how, commit: at } }) => how === 'tag' && at === commit,
  );
  return !isTagged && (await git.commit(`${commit}^1`)) === undefined;
}

/** The plan that completes the release before a new one; nothing where there was none of this flow's. */
export async function planOfPrevious(
  flow: CompiledFlow,
  source: PlanSource,
  { facts }: BuiltPlan,
): Promise<Plan | undefined> {
  return (await completionOfLast(flow, source, facts))?.plan;
}
