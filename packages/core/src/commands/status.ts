import { statusView, targetState } from '../output/status.ts';
import type { ReleaseError } from '../model/problem.ts';
import { commandProblems } from './problems.ts';
import { commitOf } from './publish.ts';
import type { Invocation } from './session.ts';

/** `release status [REF]`: reads only. Exit code 1 when something is missing. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, console, json } = invocation;
  const session = await invocation.session();
  const [ref] = args;
  const { engine } = session;
  const { plan } =
    ref === undefined
      ? await engine.lastRelease()
      : await engine.plan({ release: await commitOf(ref, session) });
  if (plan.release === null) throw noRelease();
  console.progress('Asking the targets ...');
  const report = await engine.dryRun(plan);
  const targets = report.steps.map(({ id, title, state, output, problem }) => ({
    id,
    title,
    state: targetState(state),
    output,
    problem,
  }));
  if (json)
    console.json({ schema: 1, flow: plan.flow, commit: plan.release, versions: report.versions, targets });
  else console.answer(statusView(report, console.canvas));
  return targets.every((target) => target.state === 'published') ? 0 : 1;
}

function noRelease(): ReleaseError {
  return commandProblems.refusal('RELEASE_NOT_FOUND', {
    message: 'No release of this flow was found in this history.',
    fix: 'Name one by its tag or commit: `release status v1.2.3`. `release plan` shows what would be released.',
  });
}
