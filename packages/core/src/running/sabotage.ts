import { didYouMean } from '../model/nearest.ts';
import type { Plan } from '../model/plan.ts';
import type { StepKind } from '../model/plugin.ts';
import { ReleaseError } from '../model/problem.ts';
import { runningProblems } from './problems.ts';

type Kinds = ReadonlyMap<string, StepKind>;

/** A failure that is asked for: of a step, a kind of steps or a plugin, before its work is done or after it. */
export interface WantedFailure {
  readonly name: string;
  readonly when: 'before' | 'after';
}

/** Reads `docker:push`, `git:push:after`. */
export function readFailure(text: string): WantedFailure {
  const [, name = '', when] = /^(.*?)(?::(before|after))?$/s.exec(text) ?? [];
  return { name, when: when === 'after' ? 'after' : 'before' };
}

/** A plan of which some steps fail, with the kinds that let them fail. */
export interface Sabotage {
  readonly plan: Plan;
  readonly kinds: Kinds;
  /** Ids of the steps that fail. */
  readonly steps: readonly string[];
}

/**
 * Gives the plan with steps that fail once they are run, as if their server had failed them.
 * @throws REHEARSAL_FAIL_UNKNOWN when no step of the plan is meant
 */
export function sabotage(plan: Plan, kinds: Kinds, wanted: WantedFailure): Sabotage {
  const { name } = wanted;
  const meant = plan.steps.filter(
    ({ id, kind, plugin }) => [id, kind, plugin].includes(name) || id.startsWith(`${name}:`),
  );
  if (meant.length === 0) throw unknown(name, plan);
  const failing = new Map(kinds);
  const steps = plan.steps.map((step) => {
    const kind = meant.includes(step) ? kinds.get(step.kind) : undefined;
    if (kind === undefined) return step;
    const renamed = `${step.kind} of ${step.id}, failing`;
    failing.set(renamed, { ...kind, kind: renamed, run: failingRun(kind, step.id, wanted) });
    return { ...step, kind: renamed };
  });
  return { plan: { ...plan, steps }, kinds: failing, steps: meant.map(({ id }) => id) };
}

function failingRun(kind: StepKind, id: string, { when }: WantedFailure): StepKind['run'] {
  return async (input, effects) => {
    if (when === 'after') await kind.run(input, effects);
    throw new ReleaseError(
      [
        runningProblems.error('REHEARSED_FAILURE', {
          message: `${id} failed ${when === 'after' ? 'after its work was done' : 'before it did anything'}, because --fail asked for it.`,
          fix: 'Nothing to do: the rehearsal runs `release` again.',
        }),
      ],
      'failed',
    );
  };
}

function unknown(name: string, { steps }: Plan): ReleaseError {
  const names = [...new Set(steps.flatMap(({ plugin, kind, id }) => [plugin, kind, id]))];
  return runningProblems.refusal('REHEARSAL_FAIL_UNKNOWN', {
    message: `--fail names "${name}", which is neither a plugin nor a step of this plan.${didYouMean(name, names)}`,
    fix: `Use one of: ${names.join(', ')}; with \`:after\` behind it the step does its work first.`,
  });
}
