import { join } from 'node:path';
import { textFlag } from '../arguments/given.ts';
import { planOptions } from '../arguments/overrides.ts';
import type { Plan } from '../model/plan.ts';
import { isError, type Problem, ReleaseError } from '../model/problem.ts';
import type {
  ExpectedImage,
  ProcessGuard,
  RehearsalKit,
  RehearsedWorld,
  StandIns,
} from '../model/rehearsal.ts';
import type { Report } from '../model/report.ts';
import { planView } from '../output/plan.ts';
import { rehearsalView } from '../output/rehearsal.ts';
import { reportView } from '../output/report.ts';
import { expectedImages } from '../running/expected-images.ts';
import { readFailure, sabotage } from '../running/sabotage.ts';
import { createEngine } from '../session/create-engine.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandProblems } from './problems.ts';
import type { Prepared } from './rehearse.ts';
import { exitCodeOf } from './shared/exit-code.ts';

interface Means {
  readonly prepared: Prepared;
  readonly kit: RehearsalKit;
  readonly guard: ProcessGuard;
}

/** Makes the release in the copy, against stand-ins, and shows what has come of it. */
export async function rehearse(
  invocation: Invocation,
  session: Session,
  { prepared, kit, guard }: Means,
): Promise<number> {
  const { terminal, console, signal } = invocation;
  const { folder, copy } = prepared;
  const services = session.flow.plugins.flatMap((plugin) => plugin.rehearse ?? []);
  const options = { folder, env: terminal.env, remotes: copy.remotes, services, guard };
  const standIns = await kit.openStandIns(options);
  const { openWorkspace } = await import('../workspace/open.ts');
  const workspace = await openWorkspace({
    cwd: copy.folder,
    env: terminal.env,
    signal,
    say: (line) => console.say([line]),
    routes: standIns.routes,
  });
  try {
    const stage = { invocation, session, workspace, standIns };
    const runs = await perform(stage);
    return await tell(stage, runs, prepared);
  } finally {
    await workspace.close();
    await standIns.close();
  }
}

interface Stage {
  readonly invocation: Invocation;
  readonly session: Session;
  readonly workspace: Workspace;
  readonly standIns: StandIns;
}

/** Makes the release; where a failure was asked for, once with it and once more without. */
async function perform(stage: Stage): Promise<readonly Report[]> {
  const { invocation, session, workspace } = stage;
  const { console, json, flags } = invocation;
  const plan = await planned(stage, 'first');
  if (!json) console.say([...planView({ ...plan, steps: [] }, console.canvas), '']);
  for (const image of await expectedImages(plan, session.flow.kinds, workspace.reads))
    await provide(stage, image);
  const fail = textFlag(flags, 'fail');
  if (fail === undefined || plan.outcome === 'nothing') return [await carryOut(stage, plan, session.flow)];
  const { kinds, steps, ...failing } = sabotage(plan, session.flow.kinds, readFailure(fail));
  const first = await carryOut(stage, failing.plan, { ...session.flow, kinds });
  if (!json)
    console.say(['', ...notFailed(first, steps), console.canvas.style.strong('`release` is run again'), '']);
  return [first, await carryOut(stage, await planned(stage, 'next'), session.flow)];
}

/** Puts an image where a step will look for it, and its name into the file that a job would have left. */
async function provide({ standIns, workspace }: Stage, image: ExpectedImage): Promise<void> {
  standIns.provide(image);
  if (image.file === undefined) return;
  const { top } = workspace.repository;
  workspace.tools.files.open(top);
  await workspace.effects.write(join(top, image.file), `${image.image}\n`);
}

/** What is done already is not run, and so cannot fail. */
function notFailed({ steps }: Report, meant: readonly string[]): readonly string[] {
  const failed = steps.some(({ id, state }) => meant.includes(id) && state === 'failed');
  return failed ? [] : [`Nothing failed: ${meant.join(', ')} had nothing to do.`, ''];
}

/**
 * The plan of a run. Where no commit asks for a release at first there is none: what of the last one is published already
 * cannot be known here.
 */
async function planned({ invocation, session, workspace }: Stage, run: 'first' | 'next'): Promise<Plan> {
  const options = planOptions(invocation.flags);
  const engine = createEngine(workspace, session.flow, invocation.signal);
  const { plan: offline } = run === 'first' ? await engine.plan(options) : { plan: undefined };
  if (offline?.outcome === 'nothing') return offline;
  const { plan } = await engine.planForRun(options);
  const errors = plan.problems.filter(isError);
  if (errors.length > 0) throw new ReleaseError(errors);
  return plan;
}

/** Carries a plan out and says how it ended, as `release` does. */
async function carryOut(
  { invocation, workspace }: Stage,
  plan: Plan,
  flow: Session['flow'],
): Promise<Report> {
  const { console, json, signal } = invocation;
  const engine = createEngine(workspace, flow, signal);
  const report = await engine.apply(plan, {
    watch: (step, state) => {
      if (state === 'running') console.progress(`${step.title} ...`);
    },
  });
  console.problems(report.problems);
  if (!json) console.say(reportView(report, console.canvas));
  return report;
}

/** Shows what would now be where, and keeps it where that was asked for. Gives the exit code. */
async function tell(
  { invocation, session, standIns }: Stage,
  runs: readonly Report[],
  { copy }: Prepared,
): Promise<number> {
  const { console, flags, json, terminal } = invocation;
  const { repository } = await invocation.workspace();
  const world: RehearsedWorld = await standIns.world();
  const problems = copy.invented ? [noRemote()] : [];
  const left = await repository.dirty(['.']);
  const keep = textFlag(flags, 'keep');
  const rehearsal = {
    schema: 1,
    flow: session.flow.name,
    head: repository.head ?? null,
    uncommitted: left,
    outcome: runs.at(-1)?.outcome ?? 'nothing',
    runs,
    world,
    problems,
  };
  if (keep !== undefined) {
    const { resolve } = await import('node:path');
    await standIns.keep(resolve(terminal.cwd, keep));
    await terminal.write(`${keep}/rehearsal.json`, `${JSON.stringify(rehearsal, null, 2)}\n`);
  }
  console.problems(problems);
  if (json) console.json(rehearsal);
  else console.answer(rehearsalView(rehearsal, console.canvas));
  if (keep !== undefined) console.say([`Kept in ${keep}.`]);
  return exitCodeOf(rehearsal.outcome);
}

const noRemote = (): Problem =>
  commandProblems.warning('REHEARSAL_NO_REMOTE', {
    message: 'This repository has no remote; the rehearsal has made one up.',
    fix: 'Add it before you release: `git remote add origin ADDRESS`.',
  });
