import { stamped } from '../hooks/lifecycle.ts';
import type { JsonObject } from '../model/json.ts';
import { type Problem, withoutRepeats } from '../model/problem.ts';
import type { PlannedStep } from '../model/step.ts';
import { resolveInput } from './inputs.ts';
import type { ReadingMachinery } from './machinery.ts';
import { withNeeds } from './needs.ts';
import { probeAll, type Seen } from './probe.ts';
import { stepsToLookAt } from './select.ts';

/** What is known of the selected steps of a plan before any of them is run. */
export interface Prepared {
  readonly steps: readonly PlannedStep[];
  readonly seen: ReadonlyMap<string, Seen>;
  /** Whether the commit point has been passed by an earlier run. */
  readonly pushed: boolean;
  /** The steps that must run. */
  readonly wanted: readonly PlannedStep[];
  /** Why they may not. */
  readonly notReady: readonly Problem[];
  /** Outputs of what an earlier run has done. */
  readonly outputs: Map<string, JsonObject>;
}

/** Looks at the targets that the selected steps are about, and asks each step that must run whether it may; with reads alone. */
export async function prepare(
  all: readonly PlannedStep[],
  selected: ReadonlySet<string>,
  machinery: ReadingMachinery,
): Promise<Prepared> {
  const outputs = new Map(machinery.outputs);
  const steps = all.filter(({ id }) => selected.has(id));
  const seen = await probeAll(stepsToLookAt(all, selected), machinery, outputs);
  const pushed = isPushed(all, seen);
  const wanted = wantedSteps(steps, seen, pushed);
  const notReady = await readiness(wanted, machinery, outputs);
  return { steps, seen, pushed, wanted, notReady, outputs };
}

/** Asks every step whether it may run. All problems of all steps, those of one plugin only once. */
export async function readiness(
  steps: readonly PlannedStep[],
  { kinds, reads }: ReadingMachinery,
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

/** Whether the commit point has been passed by an earlier run. */
function isPushed(steps: readonly PlannedStep[], seen: ReadonlyMap<string, Seen>): boolean {
  const pushes = steps.filter((step) => step.phase === 'push');
  return pushes.length > 0 && pushes.every((step) => seen.get(step.id)?.state === 'done');
}

/**
 * The steps that must run: what is still to do, and in a release that is being completed of the earlier phases only
 * what something missing waits for.
 */
function wantedSteps(
  steps: readonly PlannedStep[],
  seen: ReadonlyMap<string, Seen>,
  pushed: boolean,
): readonly PlannedStep[] {
  const open = steps.filter((step) => seen.get(step.id)?.state !== 'done');
  if (!pushed) return open;
  const wanted = withNeeds(open, ({ phase }) => phase === 'publish');
  return open.filter((step) => wanted.has(step.id));
}
