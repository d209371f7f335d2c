import { instanceName } from '../hooks/order.ts';
import { releaseCommand } from './command.ts';
import { committers, type PipelineFlow, type PluginNeeds, publishers } from './project.ts';
import { shellWord } from './shell.ts';

/** The plan, and what has been done of it, as jobs hand them on. */
export const planFile = 'plan.json';
export const journalFile = 'journal.ndjson';

/** Whether jobs with fewer rights each apply a part of the plan. */
export const isSplit = ({ ci }: PipelineFlow): boolean => ci?.split !== undefined && ci.split !== false;

/** The environment whose approval the commit waits for. */
export const approval = ({ ci }: PipelineFlow): string | undefined =>
  typeof ci?.split === 'string' ? ci.split : undefined;

/** Makes the plan and saves it. */
export const planSplit = (flow: PipelineFlow): string =>
  releaseCommand(flow, 'plan', '--explain', '--out', planFile);

/** What one job publishes. */
export interface Part {
  readonly name: string;
  readonly plugins: readonly PluginNeeds[];
}

/** The parts of a release: a plugin each, and with one that uploads the files of others, those that make them. */
export function partsOf(flow: PipelineFlow): readonly Part[] {
  const all = publishers(flow);
  const makers = flow.plugins.filter(({ assets }) => assets !== undefined).map(instanceName);
  const isMaker = ({ plugin }: PluginNeeds): boolean => makers.includes(plugin);
  const isTaken = all.some(({ takesAssets }) => takesAssets === true);
  return all.flatMap((needs) => {
    if (needs.takesAssets === true) return [{ name: needs.label, plugins: [...all.filter(isMaker), needs] }];
    return isTaken && isMaker(needs) ? [] : [{ name: needs.label, plugins: [needs] }];
  });
}

/** Applies the part of a saved plan that some plugins have. */
const apply = (flow: PipelineFlow, plugins: readonly string[]): string =>
  releaseCommand(flow, 'apply', planFile, '--only', shellWord(plugins.join(',')), '--events', journalFile);

/** Makes the release commit and its tags. */
export const applyCommit = (flow: PipelineFlow): string => apply(flow, committers(flow));

/** Publishes what one job is to publish. */
export const applyPart = (flow: PipelineFlow, { plugins }: Part): string =>
  apply(
    flow,
    plugins.map(({ plugin }) => plugin),
  );
