import type { Contribution } from '../hooks/lifecycle.ts';
import { hookProblems } from '../hooks/problems.ts';
import type { Json } from '../model/json.ts';
import { didYouMean } from '../model/nearest.ts';
import { isCycle, topologicalOrder } from '../model/order.ts';
import type { Plugin, StepKind } from '../model/plugin.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import { isOutputOf, type Phase, type PlannedStep, type Step } from '../model/step.ts';

const phases: readonly Phase[] = ['commit', 'stage', 'push', 'publish'];

/** Gives the step kinds that a flow's plugins define, by name. */
export function stepKinds(plugins: readonly Plugin[]): ReadonlyMap<string, StepKind> {
  return new Map(plugins.flatMap((plugin) => plugin.steps ?? []).map((kind) => [kind.kind, kind]));
}

/**
 * Orders the steps of a plan: by phase, and within it so that each comes after what it needs.
 * @throws STEP_DUPLICATE, STEP_KIND_UNKNOWN, STEP_KIND_INCOMPLETE, STEP_NEED_UNKNOWN, STEP_PLACE_SHARED, all that apply at once; STEP_CYCLE
 */
export function orderSteps(
  contributions: readonly Contribution<Step>[],
  kinds: ReadonlyMap<string, StepKind>,
): readonly PlannedStep[] {
  const steps = contributions.flatMap(({ plugin, values }) =>
    values.map((step) => planned(step, plugin, kinds)),
  );
  const problems = [...wrongSteps(steps, kinds), ...sharedPlaces(steps)];
  if (problems.length > 0) throw new ReleaseError(problems);

  const byPhase = [...steps].sort((left, right) => phases.indexOf(left.phase) - phases.indexOf(right.phase));
  const ordered = topologicalOrder(
    byPhase,
    (step) => step.id,
    (step) => step.needs,
  );
  if (isCycle(ordered)) throw circle(ordered.cycle);
  const backwards = ordered.find(
    (step, index) => phases.indexOf(ordered[index + 1]?.phase ?? step.phase) < phases.indexOf(step.phase),
  );
  if (backwards !== undefined) throw circle([backwards.id, 'an earlier phase']);
  return ordered;
}

function planned(step: Step, plugin: string, kinds: ReadonlyMap<string, StepKind>): PlannedStep {
  const needs = new Set([...(step.needs ?? []), ...outputsIn(step.input)]);
  return { ...step, plugin, phase: kinds.get(step.kind)?.phase ?? 'publish', needs: [...needs] };
}

/** The ids of the steps whose outputs an input waits for. */
function outputsIn(input: Json): readonly string[] {
  if (isOutputOf(input)) return [input.$output];
  if (Array.isArray(input)) return input.flatMap(outputsIn);
  if (typeof input === 'object' && input !== null) return Object.values(input).flatMap(outputsIn);
  return [];
}

/** Finds places where two steps would put different kinds of things, so that one takes the other's place. */
function* sharedPlaces(steps: readonly PlannedStep[]): Generator<Problem> {
  const holders = new Map<string, { readonly step: PlannedStep; readonly thing: string }>();
  for (const step of steps) {
    for (const [place, thing] of Object.entries(step.places ?? {})) {
      const holder = holders.get(place) ?? { step, thing };
      holders.set(place, holder);
      if (holder.thing === thing) continue;
      yield hookProblems.error('STEP_PLACE_SHARED', {
        message: `The ${holder.thing} of "${holder.step.id}" and the ${thing} of "${step.id}" would both be in ${place}.`,
        fix: 'Give one of them another place in the options of its plugin.',
      });
    }
  }
}

/** Finds what keeps steps from being carried out: two of one id, kinds nobody defines, needs that are not there. */
export function* wrongSteps(
  steps: readonly PlannedStep[],
  kinds: ReadonlyMap<string, StepKind>,
): Generator<Problem> {
  const owners = new Map<string, string>();
  for (const { id, plugin } of steps) {
    const owner = owners.get(id);
    owners.set(id, plugin);
    if (owner === undefined) continue;
    yield hookProblems.error('STEP_DUPLICATE', {
      message: `Two steps have the id "${id}"; the second comes from the plugin "${plugin}".`,
      fix:
        owner === plugin
          ? 'Look in its options for what stands there twice.'
          : "Give the plugins' instances different ids.",
    });
  }
  for (const step of steps) {
    yield* wrongKind(step, kinds);
    for (const need of step.needs.filter((id) => !owners.has(id))) {
      yield hookProblems.error('STEP_NEED_UNKNOWN', {
        message: `The step "${step.id}" needs "${need}", which is not in the plan.${didYouMean(need, [...owners.keys()])}`,
        fix: `Correct the id in the plugin "${step.plugin}".`,
      });
    }
  }
}

function* wrongKind(step: PlannedStep, kinds: ReadonlyMap<string, StepKind>): Generator<Problem> {
  const kind = kinds.get(step.kind);
  if (kind === undefined) {
    yield hookProblems.error('STEP_KIND_UNKNOWN', {
      message: `The step "${step.id}" is of the kind "${step.kind}", which no plugin of the flow defines.${didYouMean(step.kind, kinds.keys())}`,
      fix: `List the kind in the \`steps\` of the plugin "${step.plugin}".`,
    });
    return;
  }
  const missing = (['probe', 'run'] as const).filter((name) => typeof kind[name] !== 'function');
  if (missing.length === 0) return;
  yield hookProblems.error('STEP_KIND_INCOMPLETE', {
    message: `The step kind "${step.kind}" of the plugin "${step.plugin}" has no ${missing.join(' and no ')}.`,
    fix: 'Add it: `probe` looks whether the step is done already, `run` does it.',
  });
}

function circle(ids: readonly string[]): ReleaseError {
  return hookProblems.refusal('STEP_CYCLE', {
    message: `These steps wait for each other, or for a later phase: ${ids.join(' -> ')}.`,
    fix: 'Remove one of these needs in the plugin.',
  });
}
