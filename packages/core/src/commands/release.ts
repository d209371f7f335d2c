import { planOptions } from '../arguments/overrides.ts';
import { flowArguments, selectionArguments, selectionOf } from '../arguments/selection.ts';
import { here } from '../config/flow.ts';
import { configProblems } from '../config/problems.ts';
import { isError, type Problem, ReleaseError } from '../model/problem.ts';
import { diffView } from '../output/diff.ts';
import { planView } from '../output/plan.ts';
import type { BuiltPlan } from '../planning/build.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';
import { commandProblems } from './problems.ts';
import { carryOut } from './shared/carry-out.ts';
import { tellDryRun } from './shared/ending.ts';

/** `release`: plan, verify, apply; asks first on a terminal. */
export async function run(invocation: Invocation): Promise<number> {
  const { console, flags, ci, json } = invocation;
  const session = await invocation.session();
  const options = planOptions(flags);
  if (flags['dry-run'] === true)
    return dryRun(await session.engine.planForLook(options), session, invocation);

  if (session.misfits.length > 0) throw elsewhere(session);
  const built = await session.engine.planForRun(options);
  if (!json) console.say([...planView(built.plan, console.canvas), '']);
  if (ci.request !== undefined && built.plan.outcome !== 'nothing') {
    console.say([`This pipeline is for request ${ci.request}: it is planned, and released from the branch.`]);
    if (json) console.json(built.plan);
    return 0;
  }
  if (await declined(built, invocation)) return 0;
  return carryOut(built.plan, session, invocation, {
    ...selectionOf(flags),
    again: [...selectionArguments(flags), ...flowArguments(flags)],
    aside: beforeIt(built, session),
  });
}

/** What is to be told of the release before a new one. It is looked at while the new one is made, and costs no time. */
const beforeIt = async (built: BuiltPlan, { engine }: Session): Promise<readonly Problem[]> =>
  built.plan.outcome === 'release' ? engine.previous(built) : [];

/** The dry run: what each step would do, and what the files would be. */
async function dryRun(built: BuiltPlan, session: Session, invocation: Invocation): Promise<number> {
  const { console, json } = invocation;
  const { plan } = built;
  if (!json) console.answer([...planView({ ...plan, steps: [] }, console.canvas), '']);
  if (!json && plan.edits.length > 0)
    console.fold('Changes of files', [...diffView(plan.edits, console.canvas), '']);
  console.progress('Looking at the targets ...');
  const [report, aside] = await Promise.all([
    session.engine.dryRun(plan, selectionOf(invocation.flags)),
    beforeIt(built, session),
  ]);
  return tellDryRun(report, invocation, aside);
}

/** Asks on a terminal; elsewhere, outside CI, `--yes` must have been said. */
async function declined({ plan }: BuiltPlan, { flags, ci, terminal, console }: Invocation): Promise<boolean> {
  if (
    flags['yes'] === true ||
    ci.provider !== 'none' ||
    plan.outcome === 'nothing' ||
    plan.problems.some(isError)
  )
    return false;
  if (!terminal.interactive) {
    throw commandProblems.refusal('USAGE_CONFIRM', {
      message: 'This is no CI and no terminal, so nobody can be asked whether to release.',
      fix: 'Say `release --yes`, or look first with `release --dry-run`.',
    });
  }
  if (await terminal.confirm('Release this?')) return false;
  console.say(['Nothing was changed.']);
  return true;
}

function elsewhere({ flow, misfits, situation }: Session): ReleaseError {
  return configProblems.refusal('FLOW_ELSEWHERE', {
    message: `The flow ${flow.name} is not meant for ${here(situation)}: ${misfits.join('; ')}.`,
    fix: `Release from where it is meant for, or say \`--flow ${flow.name}\`. \`release plan\` and \`release --dry-run\` work anywhere.`,
  });
}
