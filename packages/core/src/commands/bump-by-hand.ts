import { join } from 'node:path';
import type { Plan } from '../model/plan.ts';
import { isError, ReleaseError } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { BuiltPlan } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import type { Workspace } from '../workspace.ts';
import type { BumpRequest, BumpResult, Engine } from './session.ts';

interface Means {
  readonly flow: CompiledFlow;
  readonly workspace: Workspace;
  readonly plan: Engine['plan'];
  readonly apply: Engine['apply'];
}

type Done = Pick<BumpResult, 'commit' | 'tags' | 'pushed'>;

/**
 * Bumps versions by hand: writes the files, commits them, tags, pushes, as far as was asked. A push is made only with a
 * tag, and atomically.
 * @throws what the plan forbids, BUMP_NOTHING, BUMP_INCOMPLETE
 */
export async function bumpByHand(means: Means, request: BumpRequest): Promise<BumpResult> {
  const { tracks, tag } = request;
  const built = await means.plan({ manual: { tracks, tag } });
  const { plan } = built;
  const errors = plan.problems.filter(isError);
  if (errors.length > 0) throw new ReleaseError(errors);
  const done = await carryOut(means, built, request);
  const moved = Object.entries(plan.tracks).flatMap(([name, { current, next }]) =>
    next === null ? [] : [[name, { current, next }] as const],
  );
  return {
    tracks: Object.fromEntries(moved),
    files: plan.edits.map((edit) => edit.path),
    message: done.commit === null ? null : (plan.commit?.message ?? null),
    problems: plan.problems,
    ...done,
  };
}

async function carryOut(means: Means, built: BuiltPlan, { tag, commit, push }: BumpRequest): Promise<Done> {
  if (!commit) return writeFiles(means.workspace, built.plan);
  return tag && push ? pushRelease(means, built.plan) : commitHere(means.workspace, built);
}

async function writeFiles(workspace: Workspace, plan: Plan): Promise<Done> {
  const { files } = workspace.tools;
  files.open(workspace.repository.top);
  for (const edit of plan.edits) await files.write(join(workspace.repository.top, edit.path), edit.content);
  return { commit: null, tags: [], pushed: false };
}

/** Commit and tags in this repository alone. */
async function commitHere({ repository, effects }: Workspace, { plan, context }: BuiltPlan): Promise<Done> {
  const message = plan.commit?.message ?? '';
  const files = plan.edits.map(({ path, content }) => ({ path, content }));
  const commit = await effects.repository.commit({ parent: plan.head, files, message });
  const tags = [];
  for (const due of context.release.tags) {
    tags.push({
      name: due.name,
      target: await effects.repository.tag({ name: due.name, target: commit, message: due.message }),
    });
  }
  const problems = await effects.repository.follow({
    ...(repository.branch === undefined ? {} : { branch: repository.branch }),
    from: plan.head,
    to: commit,
    tags,
  });
  if (problems.some(isError)) throw new ReleaseError(problems);
  return { commit, tags: tags.map(({ name }) => name), pushed: false };
}

/** Commit and tags by the plan's own steps up to the push; publishing is left to what the tag starts. */
async function pushRelease({ apply }: Means, plan: Plan): Promise<Done> {
  const only = plan.steps
    .filter((step) => step.phase === 'commit' || step.phase === 'push')
    .map((step) => step.id);
  const report = await apply(plan, { only });
  const failed = report.problems.filter(isError);
  if (failed.length > 0) throw new ReleaseError(failed, failureOf(report));
  return { commit: report.commit, tags: plan.tags, pushed: true };
}

const failureOf = ({ outcome }: Report) =>
  outcome === 'lost' ? 'lost' : outcome === 'incomplete' ? 'failed' : 'refused';
