import type { PipelineFlow } from '../project.ts';
import { applyCommit, applyPart, approval, journalFile, partsOf, planFile, planSplit } from '../split.ts';
import type { GitlabJobs } from './job.ts';
import { afterSources, releaseJob } from './release-job.ts';
import { onBranches } from './rules.ts';

/**
 * One job plans; when a person has let it, one makes the commit and the tags; then each plugin publishes its part in a
 * job of its own, which may run where others may not.
 */
export function splitJobs(flow: PipelineFlow): GitlabJobs {
  const { suffix } = flow;
  const planning = `release:plan:branch${suffix}`;
  const pushing = `release:push${suffix}`;
  const place = approval(flow);
  const parts = partsOf(flow).map((part) => [
    `release:${part.name}${suffix}`,
    releaseJob(flow, part.plugins, {
      needs: [{ job: planning }, { job: pushing }],
      rules: onBranches(flow),
      script: [applyPart(flow, part)],
    }),
  ]);
  return {
    [planning]: {
      extends: `.launchway${suffix}`,
      stage: 'release',
      needs: [],
      rules: onBranches(flow),
      script: [planSplit(flow)],
      artifacts: { paths: [planFile] },
    },
    [pushing]: releaseJob(flow, [], {
      needs: [{ job: planning }, ...(afterSources(flow, 'commit').needs ?? [])],
      ...(place === undefined ? {} : { environment: { name: place } }),
      rules: onBranches(flow, { when: 'manual' }),
      script: [applyCommit(flow)],
      artifacts: { paths: [journalFile] },
    }),
    ...Object.fromEntries(parts),
  };
}
