import { textFlag } from '../arguments/given.ts';
import { planOptions } from '../arguments/overrides.ts';
import type { Plan } from '../model/plan.ts';
import { isError } from '../model/problem.ts';
import { diffView } from '../output/diff.ts';
import { explainView } from '../output/explain.ts';
import { planView } from '../output/plan.ts';
import type { Invocation } from '../session/invocation.ts';
import { nothingToRelease } from './shared/exit-code.ts';

/** `release plan`: makes the plan and shows or saves it. */
export async function run(invocation: Invocation): Promise<number> {
  const { console, flags, terminal, json } = invocation;
  const { engine } = await invocation.session();
  const { plan } = await engine.plan(planOptions(flags));
  const out = textFlag(flags, 'out');
  if (out !== undefined) await terminal.write(out, `${JSON.stringify(plan, null, 2)}\n`);

  console.problems(plan.problems);
  if (json) console.json(plan);
  else show(plan, invocation, out);
  if (plan.problems.some(isError)) return 2;
  return plan.outcome === 'nothing' && flags['fail-if-nothing'] === true ? nothingToRelease : 0;
}

function show(plan: Plan, { console, flags }: Invocation, savedAs: string | undefined): void {
  const { canvas } = console;
  console.answer(planView(plan, canvas));
  if (flags['explain'] === true) console.answer(['', ...explainView(plan, Object.keys(plan.tracks), canvas)]);
  if (flags['diff'] === true && plan.edits.length > 0) console.answer(['', ...diffView(plan.edits, canvas)]);
  if (plan.outcome === 'resume')
    console.say(['', 'No target was asked what it has: `release status` tells what is missing.']);
  if (savedAs !== undefined)
    console.say(['', `Saved as ${savedAs}. Carry it out with \`release apply ${savedAs}\`.`]);
}
