import { gitlabChanges, gitlabNames, gitlabTags, tagTemplates } from '../globs.ts';
import type { PipelineFlow } from '../project.ts';
import type { Rule } from './job.ts';

const never = (condition: string): Rule => ({ if: condition, when: 'never' });

/** Pipelines of merge requests: they plan, and release nothing. */
export const requests = '$CI_PIPELINE_SOURCE == "merge_request_event"';

/** Expressions that hold on the flow's branches; they ask for nothing that is known in jobs alone. */
export function branchExpressions({ when }: PipelineFlow): readonly string[] {
  if (when?.branch === undefined) return ['$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'];
  return gitlabNames('CI_COMMIT_BRANCH', [when.branch].flat());
}

/** Expressions that hold for the tags of the flow. */
function tagExpressions({ when, tracks }: PipelineFlow): readonly string[] {
  return when?.tag === undefined
    ? gitlabTags(tagTemplates(tracks))
    : gitlabNames('CI_COMMIT_TAG', [when.tag].flat());
}

/** On the flow's branches, and not in the pipeline of the tag that a release on them makes. */
export function onBranches(flow: PipelineFlow, more: Omit<Rule, 'if'> = {}): readonly Rule[] {
  return [
    never('$CI_COMMIT_TAG'),
    never(requests),
    ...branchExpressions(flow).map((condition) => ({ if: condition, ...more })),
  ];
}

/** For tags, and for branches and requests that touch these paths. Without a tag `changes` would always hold. */
export function onTagsAndChanges(
  flow: PipelineFlow,
  globs: readonly string[],
  more: Omit<Rule, 'if'> = {},
): readonly Rule[] {
  const changes = gitlabChanges(globs);
  return [
    ...onTags(flow),
    never('$CI_COMMIT_TAG'),
    { if: requests, changes, ...more },
    ...branchExpressions(flow).map((condition) => ({ if: condition, changes, ...more })),
  ];
}

export const onTags = (flow: PipelineFlow): readonly Rule[] =>
  tagExpressions(flow).map((condition) => ({ if: condition }));

/** Where a push to the flow's branches touches these paths. */
export const onChanges = (flow: PipelineFlow, globs: readonly string[]): readonly Rule[] =>
  onBranches(flow, { changes: gitlabChanges(globs) });
