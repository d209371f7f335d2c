import { isError } from '../model/problem.ts';
import type { Invocation } from '../session/invocation.ts';

/** `release check [NAME..] [--staged]`. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, flags, console, json } = invocation;
  const [{ flow }, { repository }] = await Promise.all([invocation.session(), invocation.workspace()]);
  const { runChecks } = await import('./check-changes.ts');
  const problems = await runChecks(repository, flow, { names: args, staged: flags['staged'] === true });
  console.problems(problems);
  if (json) console.json({ schema: 1, problems });
  else if (problems.length === 0) console.say(['All checks hold.']);
  return problems.some(isError) ? 2 : 0;
}
