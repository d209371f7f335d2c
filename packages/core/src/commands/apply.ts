import { selectionArguments, selectionOf } from '../arguments/selection.ts';
import { runningProblems } from '../running/problems.ts';
import { readSavedPlan } from '../running/saved.ts';
import type { Invocation } from '../session/invocation.ts';
import { carryOut } from './shared/carry-out.ts';
import { refuseReleaseInRequest } from './shared/request.ts';

/** `release apply PLAN`: refuses another schema, another HEAD or an altered file. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, terminal, flags } = invocation;
  const file = args[0] ?? '';
  const text = await terminal.read(file);
  if (text === undefined) {
    throw runningProblems.refusal('PLAN_UNREADABLE', {
      message: `There is no file ${file}.`,
      fix: 'Make a plan with `release plan --out FILE` and pass that file.',
      where: { file },
    });
  }
  const session = await invocation.session(planFlow(text));
  const plan = readSavedPlan(text, file, (await session.engine.commit('HEAD')) ?? '');
  if (plan.commit !== null) refuseReleaseInRequest(invocation);
  const again = ['apply', file, ...selectionArguments(flags)];
  return carryOut(plan, session, invocation, { ...selectionOf(flags), again });
}

/** The flow a plan was made for, before it is known to be one. */
function planFlow(text: string): string | undefined {
  return /"flow"\s*:\s*"([^"\\]+)"/.exec(text)?.[1];
}
