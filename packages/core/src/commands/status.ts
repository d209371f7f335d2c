import type { Plan } from '../model/plan.ts';
import type { ReleaseError } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { statusView, targetState } from '../output/status.ts';
import { nameOfRelease } from '../running/release-name.ts';
import type { Invocation } from '../session/invocation.ts';
import { commandProblems } from './problems.ts';
import { commitOf } from './shared/revision.ts';

/** `release status [REF]`: reads only. Exit code 1 when something is missing. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, console, json } = invocation;
  const session = await invocation.session();
  const [ref] = args;
  const { engine } = session;
  const { plan } =
    ref === undefined
      ? await engine.lastRelease()
      : await engine.plan({ release: await commitOf(ref, engine) });
  if (plan.release === null) throw noRelease();
  console.progress('Asking the targets ...');
  const report = targetsOf(await engine.dryRun(plan), plan);
  const isComplete = report.steps.every(({ state }) => targetState(state) === 'published');
  const again = ['publish', ref ?? (await nameOfRelease(plan, engine)), '--flow', plan.flow];
  if (json) console.json(statusOf(report, isComplete ? null : ['release', ...again]));
  else console.answer(statusView(report, console.canvas, again));
  return isComplete ? 0 : 1;
}

/** The status for machines, with the command that completes the release. */
function statusOf({ flow, commit, versions, steps }: Report, command: readonly string[] | null) {
  const targets = steps.map(({ id, title, state, output, problem }) => ({
    id,
    title,
    state: targetState(state),
    output,
    problem,
  }));
  return { schema: 1, flow, commit, versions, targets, command };
}

/** What is made before the push is nothing that anybody could miss. */
function targetsOf(report: Report, { steps }: Plan): Report {
  const targets = new Set(
    steps.filter(({ phase }) => phase === 'push' || phase === 'publish').map(({ id }) => id),
  );
  return { ...report, steps: report.steps.filter(({ id }) => targets.has(id)) };
}

function noRelease(): ReleaseError {
  return commandProblems.refusal('RELEASE_NOT_FOUND', {
    message: 'No release of this flow was found in this history.',
    fix: 'Name one by its tag or commit: `release status v1.2.3`. `release plan` shows what would be released.',
  });
}
