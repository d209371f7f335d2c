import { stamped } from '../hooks/lifecycle.ts';
import type { JsonObject } from '../model/json.ts';
import type { Probe, StepKind } from '../model/plugin.ts';
import type { Reads } from '../model/ports.ts';
import { isError, type Problem, withoutRepeats } from '../model/problem.ts';
import type { PlannedStep } from '../model/step.ts';
import { resolveInput } from './inputs.ts';
import { withNeeds } from './needs.ts';

/** What a probe gave, or the problem that kept it from looking. */
export type Seen = Probe | { readonly state: 'unknown'; readonly problem: Problem };

/** Asks every step whether it may run. All problems of all steps, those of one plugin only once. */
export async function readiness(
  steps: readonly PlannedStep[],
  kinds: ReadonlyMap<string, StepKind>,
  reads: Reads,
  outputs: ReadonlyMap<string, JsonObject>,
): Promise<readonly Problem[]> {
  const asked = await Promise.all(
    steps.map(async (step): Promise<readonly Problem[]> => {
      try {
        const found = await kinds.get(step.kind)?.ready?.(resolveInput(step.input, outputs), reads);
        return (found ?? []).map((problem) => ({ plugin: step.plugin, ...problem }));
      } catch (error) {
        return stamped(error, { name: step.plugin }, `the readiness of ${step.id}`);
      }
    }),
  );
  return withoutRepeats(asked.flat());
}

/**
 * Looks at every target, in the plan's order, so that the outputs of what is already done are known to those that need
 * them. Steps that do not wait for each other are asked at once.
 */
export async function probeAll(
  steps: readonly PlannedStep[],
  kinds: ReadonlyMap<string, StepKind>,
  reads: Reads,
  outputs: Map<string, JsonObject>,
): Promise<ReadonlyMap<string, Seen>> {
  const asked = new Map<string, Promise<Seen>>();
  for (const step of steps) {
    const look = async (): Promise<Seen> => {
      await Promise.all(step.needs.flatMap((need) => asked.get(need) ?? []));
      const seen = await probeStep(step, kinds, reads, outputs);
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
  kinds: ReadonlyMap<string, StepKind>,
  reads: Reads,
  outputs: ReadonlyMap<string, JsonObject>,
): Promise<Seen> {
  const kind = kinds.get(step.kind);
  if (kind === undefined) return { state: 'todo' };
  try {
    const seen = await kind.probe(resolveInput(step.input, outputs), reads);
    return seen.state === 'conflict' ? { ...seen, problem: { plugin: step.plugin, ...seen.problem } } : seen;
  } catch (error) {
    const problem = stamped(error, { name: step.plugin }, `looking at ${step.id}`).find(isError);
    return problem === undefined ? { state: 'todo' } : { state: 'unknown', problem };
  }
}

/** Whether the commit point has been passed by an earlier run. */
export function isPushed(steps: readonly PlannedStep[], seen: ReadonlyMap<string, Seen>): boolean {
  const pushes = steps.filter((step) => step.phase === 'push');
  return pushes.length > 0 && pushes.every((step) => seen.get(step.id)?.state === 'done');
}

/**
 * The steps that must run: what is still to do, and in a release that is being completed of the earlier phases only
 * what something missing waits for.
 */
export function wantedSteps(
  steps: readonly PlannedStep[],
  seen: ReadonlyMap<string, Seen>,
  pushed: boolean,
): readonly PlannedStep[] {
  const open = steps.filter((step) => seen.get(step.id)?.state !== 'done');
  if (!pushed) return open;
  const wanted = withNeeds(open, ({ phase }) => phase === 'publish');
  return open.filter((step) => wanted.has(step.id));
}
