import { type PipelineFlow, type PluginNeeds, sourcesOf, toolsOf } from '../project.ts';
import type { GitlabJob } from './job.ts';
import { provision } from './provision.ts';

type Own = Pick<GitlabJob, 'needs' | 'rules' | 'script' | 'environment' | 'artifacts'>;

/** A job that changes something: one at a time, with a report for the jobs after it. */
export function releaseJob(flow: PipelineFlow, plugins: readonly PluginNeeds[], own: Own): GitlabJob {
  return {
    extends: `.launchway${flow.suffix}`,
    stage: 'release',
    ...provision(
      flow,
      toolsOf(plugins),
      plugins.flatMap(({ insecure = [] }) => insecure),
    ),
    resource_group: `launchway-${flow.name}`,
    ...own,
    artifacts: { when: 'always', ...own.artifacts, reports: { dotenv: 'launchway.env' } },
  };
}

/** After the jobs whose results the release takes; a pipeline may leave them out. */
export function afterSources(flow: PipelineFlow, of: 'commit' | 'tag'): Pick<GitlabJob, 'needs'> {
  const names = sourcesOf(flow, of).flatMap((job) =>
    job.kind === 'image'
      ? [`${job.name}:build`]
      : job.builds.map((build) => `${job.name}:build:${build.name}`),
  );
  return { needs: names.map((name) => ({ job: `${name}${flow.suffix}`, optional: true as const })) };
}
