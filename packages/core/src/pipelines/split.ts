import { releaseCommand } from './command.ts';
import { committers, type PipelineFlow } from './project.ts';

/** The plan, and what has been done of it, as jobs hand them on. */
export const planFile = 'plan.json';
export const journalFile = 'journal.ndjson';

/** Whether jobs with fewer rights each apply a part of the plan. */
export const isSplit = ({ ci }: PipelineFlow): boolean => ci?.split !== undefined && ci.split !== false;

/** The environment whose approval the commit waits for. */
export const approval = ({ ci }: PipelineFlow): string | undefined =>
  typeof ci?.split === 'string' ? ci.split : undefined;

export const planSplit = (flow: PipelineFlow): string =>
  releaseCommand(flow, 'plan', '--explain', '--out', planFile);

/** Applies the part of the saved plan that these plugins have. */
export const applyPart = (flow: PipelineFlow, plugins: readonly string[]): string =>
  releaseCommand(flow, 'apply', planFile, '--only', plugins.join(','), '--events', journalFile);

/** Makes the release commit and its tags. */
export const applyCommit = (flow: PipelineFlow): string => applyPart(flow, committers(flow));
