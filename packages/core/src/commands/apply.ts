import { readSavedPlan } from '../running/saved.ts';
import { runningProblems } from '../running/problems.ts';
import type { ReleaseError } from '../model/problem.ts';
import { listFlag } from './args.ts';
import { carryOut } from './finish.ts';
import { commandProblems } from './problems.ts';
import type { Invocation } from './session.ts';

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
  const { engine, ...session } = await invocation.session(planFlow(text));
  const plan = readSavedPlan(text, file, (await engine.commit('HEAD')) ?? '');
  if (invocation.ci.request !== undefined && plan.commit !== null) throw inRequest(invocation.ci.request);
  const again = ['apply', file, ...selectionArguments(flags)];
  return carryOut(plan, { ...session, engine }, invocation, { ...selectionOf(flags), again });
}

function inRequest(request: string): ReleaseError {
  return commandProblems.refusal('APPLY_IN_REQUEST', {
    message: `This pipeline is for request ${request}, and the plan makes a new release. Releases are made from the branch.`,
    fix: 'Apply the plan in the pipeline of the branch.',
  });
}

/** The flow a plan was made for, before it is known to be one. */
function planFlow(text: string): string | undefined {
  return /"flow"\s*:\s*"([^"\\]+)"/.exec(text)?.[1];
}

/** What `--only` and `--skip` say. */
export function selectionOf(flags: Invocation['flags']): {
  only?: readonly string[];
  skip?: readonly string[];
} {
  const only = listFlag(flags, 'only');
  const skip = listFlag(flags, 'skip');
  return { ...(only === undefined ? {} : { only }), ...(skip === undefined ? {} : { skip }) };
}

/** The same as it is given on the command line. */
export function selectionArguments(flags: Invocation['flags']): readonly string[] {
  const { only = [], skip = [] } = selectionOf(flags);
  return [...only.flatMap((name) => ['--only', name]), ...skip.flatMap((name) => ['--skip', name])];
}
