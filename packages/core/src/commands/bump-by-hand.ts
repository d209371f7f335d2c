import { commitStep } from '../builtin/git/commit.ts';
import { type GenerateInput, generateStep } from '../builtin/git/generate.ts';
import { defined } from '../model/defined.ts';
import type { Plan } from '../model/plan.ts';
import type { Effects } from '../model/ports.ts';
import { type FailureKind, isError, type Problem, ReleaseError } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { BuiltPlan } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import type { Engine } from '../session/engine.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandProblems } from './problems.ts';

export interface BumpRequest {
  /** By track a kind of bump or a version. */
  readonly tracks: Readonly<Record<string, string>>;
  readonly tag: boolean;
  readonly commit: boolean;
  readonly push: boolean;
}

/** What a manual bump did. */
export interface BumpResult {
  readonly tracks: Readonly<Record<string, { readonly current: string; readonly next: string }>>;
  readonly files: readonly string[];
  readonly commit: string | null;
  readonly message: string | null;
  readonly tags: readonly string[];
  readonly pushed: boolean;
  readonly problems: readonly Problem[];
}

interface Means {
  readonly flow: CompiledFlow;
  readonly workspace: Workspace;
  readonly apply: Engine['apply'];
}

type Done = Pick<BumpResult, 'commit' | 'tags' | 'pushed'>;

/**
 * Bumps versions by hand: writes the files, commits them, tags, pushes, as far as was asked. A push is made only with a
 * tag, and atomically.
 * @throws what the plan forbids, BUMP_NOTHING, BUMP_INCOMPLETE
 */
export async function bumpByHand(means: Means, request: BumpRequest): Promise<BumpResult> {
  const built = await planned(means, request);
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

/** Without a commit the files are taken as they lie in the working tree, with what is not committed yet. */
async function planned({ flow, workspace }: Means, { tracks, tag, commit }: BumpRequest): Promise<BuiltPlan> {
  const { buildPlan } = await import('../planning/build.ts');
  const source = workspace.source(flow, commit ? 'commit' : 'worktree');
  return buildPlan(flow, source, { manual: { tracks, tag } });
}

async function carryOut(means: Means, built: BuiltPlan, { tag, commit, push }: BumpRequest): Promise<Done> {
  if (!commit) return writeFiles(means.workspace, built.plan);
  return tag && push ? pushRelease(means, built.plan) : commitHere(means.workspace, built);
}

/** What is generated is made where the files lie, by the same commands. */
async function writeFiles({ effects, repository }: Workspace, plan: Plan): Promise<Done> {
  await effects.repository.writeFiles(plan.edits);
  const input = plan.steps.find(({ kind }) => kind === generateStep.kind)?.input as GenerateInput | undefined;
  for (const { run, env = {} } of input?.generations ?? [])
    for (const argv of run) await effects.exec(argv, { cwd: repository.top, env });
  return { commit: null, tags: [], pushed: false };
}

/** Commit and tags in this repository alone, where none of the tags is there already. */
async function commitHere({ repository, effects }: Workspace, { plan, context }: BuiltPlan): Promise<Done> {
  const taken = await Promise.all(context.release.tags.map((due) => tagTaken(repository, due.name)));
  if (taken.flat().length > 0) throw new ReleaseError(taken.flat());
  const message = plan.commit?.message ?? '';
  const commit = await commitOf(plan, message, effects);
  const tags = [];
  for (const due of context.release.tags) {
    tags.push({
      name: due.name,
      target: await effects.repository.tag({ name: due.name, target: commit, message: due.message }),
    });
  }
  const problems = await effects.repository.follow({
    ...defined({ branch: repository.branch }),
    from: plan.head,
    to: commit,
    tags,
  });
  if (problems.some(isError)) throw new ReleaseError(problems);
  return { commit, tags: tags.map(({ name }) => name), pushed: false };
}

/** The commit with what is generated for it. */
async function commitOf(
  { steps, edits, head: parent }: Plan,
  message: string,
  effects: Effects,
): Promise<string> {
  const generating = steps.find(({ kind }) => kind === generateStep.kind);
  const made = generating && (await generateStep.run(generating.input as GenerateInput, effects));
  const files = edits.map(({ path, content }) => ({ path, content }));
  const { commit } = await commitStep.run({ parent, message, files, generated: made?.files ?? [] }, effects);
  return commit;
}

async function tagTaken(repository: Workspace['repository'], name: string): Promise<readonly Problem[]> {
  const commit = await repository.commit(`refs/tags/${name}`);
  if (commit === undefined) return [];
  return [
    commandProblems.error('BUMP_TAG_TAKEN', {
      message: `The tag ${name} is in this clone already, at ${commit.slice(0, 7)}.`,
      fix: `Bump to another version, or delete it with \`git tag --delete ${name}\` if it was a mistake.`,
    }),
  ];
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

function failureOf({ outcome }: Report): FailureKind {
  if (outcome === 'lost') return 'lost';
  return outcome === 'incomplete' ? 'failed' : 'refused';
}
