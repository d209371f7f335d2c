import type { PlannedStep } from '../model/step.ts';

/** Gives the ids of the steps that are asked for, and of all that they need in turn. */
export function withNeeds(
  steps: readonly PlannedStep[],
  isAsked: (step: PlannedStep) => boolean,
): ReadonlySet<string> {
  const ids = new Set<string>();
  // Steps come after what they need, so that one pass from the end finds all.
  for (const step of steps.toReversed()) {
    if (!isAsked(step) && !ids.has(step.id)) continue;
    ids.add(step.id);
    for (const need of step.needs) ids.add(need);
  }
  return ids;
}
