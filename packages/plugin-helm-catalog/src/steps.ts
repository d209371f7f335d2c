import type { JsonObject, StepKind } from '@launchway/core';

/** What a step does, without its name: the code that is loaded when a step of its kind is first looked at. */
export type StepCode<I extends JsonObject, O extends JsonObject> = Pick<
  StepKind<I, O>,
  'ready' | 'probe' | 'run'
>;

/** The steps of this plugin. Their code is loaded when it is used: a plan that publishes no chart does without it. */
export const catalogSteps: readonly StepKind[] = [
  // What stays on this machine proves its own success.
  {
    ...onDemand(async () => (await import('./package/step.ts')).packageStep),
    kind: 'helm:package',
    phase: 'stage',
    confirm: false,
  },
  {
    ...onDemand(async () => (await import('./package/sign.ts')).signStep),
    kind: 'helm:sign',
    phase: 'stage',
    confirm: false,
  },
  {
    ...onDemand(async () => (await import('./package/asset.ts')).assetStep),
    kind: 'helm:asset',
    phase: 'stage',
    confirm: false,
  },
  { ...onDemand(async () => (await import('./targets/git.ts')).gitStep), kind: 'helm:git', phase: 'publish' },
  { ...onDemand(async () => (await import('./targets/oci.ts')).ociStep), kind: 'helm:oci', phase: 'publish' },
  {
    ...onDemand(async () => (await import('./targets/gitlab.ts')).gitlabStep),
    kind: 'helm:gitlab',
    phase: 'publish',
  },
  {
    ...onDemand(async () => (await import('./targets/chartmuseum.ts')).httpStep),
    kind: 'helm:http',
    phase: 'publish',
  },
];

function onDemand<I extends JsonObject, O extends JsonObject>(
  load: () => Promise<StepCode<I, O>>,
): StepCode<I, O> {
  return {
    ready: async (input, reads) => (await (await load()).ready?.(input, reads)) ?? [],
    probe: async (input, reads) => (await load()).probe(input, reads),
    run: async (input, effects) => (await load()).run(input, effects),
  };
}
