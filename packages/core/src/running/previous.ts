import type { Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { PlannedStep } from '../model/step.ts';
import type { BuiltPlan, PlanSource } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import type { ReadingMachinery } from './machinery.ts';
import { probeAll } from './probe.ts';
import { runningProblems } from './problems.ts';
import { nameOfRelease } from './release-name.ts';
import { planOfPrevious } from './which-plan.ts';

/**
 * Looks whether the release before a new one has reached all its targets. It reads, and never fails: what cannot be
 * looked at is not told.
 * @param planned the plan of the new release
 */
export async function previousRelease(
  flow: CompiledFlow,
  source: PlanSource,
  planned: BuiltPlan,
  machinery: ReadingMachinery,
): Promise<readonly Problem[]> {
  try {
    const plan = await planOfPrevious(flow, source, planned);
    if (plan === undefined) return [];
    const seen = await probeAll(plan.steps, machinery, new Map());
    const missing = plan.steps.filter(
      ({ id, phase, optional }) => phase === 'publish' && optional !== true && seen.get(id)?.state === 'todo',
    );
    return missing.length === 0 ? [] : [incomplete(plan, missing, await nameOfRelease(plan, source.git))];
  } catch {
    return [];
  }
}

function incomplete({ flow, tracks }: Plan, missing: readonly PlannedStep[], name: string): Problem {
  const versions = Object.entries(tracks).flatMap(([track, { next }]) =>
    next === null ? [] : [`${track} ${next}`],
  );
  return runningProblems.warning('PREVIOUS_INCOMPLETE', {
    message: `The release before this one (${versions.join(', ')}) is not complete. Missing: ${missing.map(({ title }) => title).join('; ')}.`,
    fix: `Run \`npx --no-install release publish ${name} --flow ${flow}\` to complete it.`,
  });
}
