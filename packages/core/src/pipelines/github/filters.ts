import { githubFilters, githubTags, tagTemplates } from '../globs.ts';
import type { PipelineFlow } from '../project.ts';

/** Filters for the branches of a flow; nothing where it does not name any. */
export const branchFilters = ({ when }: PipelineFlow): readonly string[] | undefined =>
  when?.branch === undefined ? undefined : githubFilters([when.branch].flat());

/** Filters for the tags of a flow. */
export const tagFilters = ({ when, tracks }: PipelineFlow): readonly string[] =>
  when?.tag === undefined ? githubTags(tagTemplates(tracks)) : githubFilters([when.tag].flat());
