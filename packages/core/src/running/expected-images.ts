import type { Plan } from '../model/plan.ts';
import type { StepKind } from '../model/plugin.ts';
import type { Reads } from '../model/ports.ts';
import type { ExpectedImage } from '../model/rehearsal.ts';

/** Gives the images that the steps of a plan would find because somebody else has made them. */
export async function expectedImages(
  { steps }: Plan,
  kinds: ReadonlyMap<string, StepKind>,
  reads: Reads,
): Promise<readonly ExpectedImage[]> {
  const found: ExpectedImage[] = [];
  for (const { kind, input } of steps)
    found.push(...((await kinds.get(kind)?.expects?.(input, reads)) ?? []));
  return found;
}
