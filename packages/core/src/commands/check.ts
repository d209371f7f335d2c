import { isError } from '../model/problem.ts';
import type { Invocation } from './session.ts';

/** `release check [NAME..] [--staged]`. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, flags, console, json } = invocation;
  const { engine } = await invocation.session();
  const problems = await engine.check({ names: args, staged: flags['staged'] === true });
  console.problems(problems);
  if (json) console.json({ schema: 1, problems });
  else if (problems.length === 0) console.say(['All checks hold.']);
  return problems.some(isError) ? 2 : 0;
}
