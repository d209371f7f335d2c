import { stamped } from '../hooks/lifecycle.ts';
import { hookProblems } from '../hooks/problems.ts';
import type { JsonObject } from '../model/json.ts';
import type { Probe } from '../model/plugin.ts';
import { isError, type Problem } from '../model/problem.ts';
import type { PlannedStep } from '../model/step.ts';
import { resolveInput } from './inputs.ts';
import type { ReadingMachinery } from './machinery.ts';

/** What a probe gave, or the problem that kept it from looking. */
export type Seen = Probe | { readonly state: 'unknown'; readonly problem: Problem };

/**
 * Looks at every target, in the plan's order, so that the outputs of what is already done are known to those that need
 * them. Steps that do not wait for each other are asked at once.
 */
export async function probeAll(
  steps: readonly PlannedStep[],
  machinery: ReadingMachinery,
  outputs: Map<string, JsonObject>,
): Promise<ReadonlyMap<string, Seen>> {
  const asked = new Map<string, Promise<Seen>>();
  for (const step of steps) {
    const look = async (): Promise<Seen> => {
      await Promise.all(step.needs.flatMap((need) => asked.get(need) ?? []));
      const seen = await probeStep(step, machinery, outputs);
      if (seen.state === 'done') outputs.set(step.id, seen.output);
      return seen;
    };
    asked.set(step.id, look());
  }
  return new Map(await Promise.all([...asked].map(async ([id, seen]) => [id, await seen] as const)));
}

/** Looks at one step's target; an error is an answer too. */
export async function probeStep(
  step: PlannedStep,
  { kinds, reads }: ReadingMachinery,
  outputs: ReadonlyMap<string, JsonObject>,
): Promise<Seen> {
  const kind = kinds.get(step.kind);
  if (kind === undefined) return { state: 'todo' };
  try {
    const seen = answerOf(step, await kind.probe(resolveInput(step.input, outputs), reads));
    return seen.state === 'conflict' ? { ...seen, problem: { plugin: step.plugin, ...seen.problem } } : seen;
  } catch (error) {
    const problem = stamped(error, { name: step.plugin }, `looking at ${step.id}`).find(isError);
    return problem === undefined ? { state: 'todo' } : { state: 'unknown', problem };
  }
}

function answerOf({ id, kind }: PlannedStep, answer: Probe): Probe {
  const { state }: { readonly state?: unknown } = Object(answer);
  if (state === 'todo' || state === 'done' || state === 'conflict') return answer;
  throw hookProblems.refusal('PLUGIN_OUTPUT_INVALID', {
    message: `The probe of ${id} must tell the state todo, done or conflict, and tells ${JSON.stringify(state) ?? 'none'}.`,
    fix: `Correct the kind of steps "${kind}".`,
  });
}
