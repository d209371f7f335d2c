import type { PipelineFlow } from '../project.ts';

/** What people set for all of their jobs, such as a `before_script`, is not for these. */
export const ownDefaults = { inherit: { default: false } } as const;

/** The tags of the runner that a flow's jobs run on. */
export const runnerTags = ({ ci }: PipelineFlow): { readonly tags?: readonly string[] } =>
  ci?.runner === undefined ? {} : { tags: [ci.runner].flat() };
