import type { JsonObject, StepKind } from '@launchway/core';

/** What a step does, without its name: the code that is loaded when a step of its kind is first looked at. */
export type StepCode<I extends JsonObject, O extends JsonObject> = Pick<
  StepKind<I, O>,
  'ready' | 'probe' | 'run'
>;

/** What stays on this machine proves its own success. */
const stage = { phase: 'stage', confirm: false } as const;
const publish = { phase: 'publish' } as const;

/** The steps of this plugin. Their code is loaded when it is used: a plan that publishes no chart does without it. */
export const catalogSteps: readonly StepKind[] = [
  {
    kind: 'helm:package',
    ...stage,
    ...onDemand(async () => (await import('./package/step.ts')).packageStep),
  },
  { kind: 'helm:sign', ...stage, ...onDemand(async () => (await import('./package/sign.ts')).signStep) },
  { kind: 'helm:asset', ...stage, ...onDemand(async () => (await import('./package/asset.ts')).assetStep) },
  { kind: 'helm:git', ...publish, ...onDemand(async () => (await import('./targets/git.ts')).gitStep) },
  { kind: 'helm:oci', ...publish, ...onDemand(async () => (await import('./targets/oci.ts')).ociStep) },
  {
    kind: 'helm:gitlab',
    ...publish,
    ...onDemand(async () => (await import('./targets/gitlab.ts')).gitlabStep),
  },
  {
    kind: 'helm:http',
    ...publish,
    ...onDemand(async () => (await import('./targets/chartmuseum.ts')).httpStep),
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
