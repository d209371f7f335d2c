import { type PipelineFlow, type PluginNeeds, sourcesOf, toolsOf } from '../project.ts';
import { dockerImage, dockerService } from './image-job.ts';
import type { GitlabJob } from './job.ts';

type Own = Pick<GitlabJob, 'needs' | 'rules' | 'script' | 'environment' | 'artifacts'>;

/** A job that changes something: one at a time, with a report for the jobs after it. */
export function releaseJob(flow: PipelineFlow, plugins: readonly PluginNeeds[], own: Own): GitlabJob {
  return {
    extends: `.launchway${flow.suffix}`,
    stage: 'release',
    ...provision(flow, plugins),
    resource_group: `launchway-${flow.name}`,
    ...own,
    artifacts: { when: 'always', ...own.artifacts, reports: { dotenv: 'launchway.env' } },
  };
}

/** After the jobs whose results the release takes; a pipeline may leave them out. */
export function afterSources(flow: PipelineFlow): Pick<GitlabJob, 'needs'> {
  const names = sourcesOf(flow).flatMap((job) =>
    job.kind === 'image'
      ? [`${job.name}:build`]
      : job.builds.map((build) => `${job.name}:build:${build.name}`),
  );
  return { needs: names.map((name) => ({ job: `${name}${flow.suffix}`, optional: true as const })) };
}

/** Programs that plugins run. An image with Docker has no Node, and one with Node no Docker. */
function provision(
  { install }: PipelineFlow,
  plugins: readonly PluginNeeds[],
): Pick<GitlabJob, 'image' | 'services' | 'variables' | 'before_script'> {
  const tools = toolsOf(plugins);
  const deno = tools.has('deno') ? ['npm install --global deno'] : [];
  if (tools.has('buildx')) {
    const emulation = tools.has('qemu')
      ? ['docker run --privileged --rm tonistiigi/binfmt --install all']
      : [];
    return {
      image: dockerImage,
      services: [dockerService(undefined)],
      variables: { DOCKER_TLS_CERTDIR: '/certs' },
      before_script: ['apk add --no-cache git nodejs npm', ...deno, ...emulation, ...install],
    };
  }
  return deno.length === 0 ? {} : { before_script: [...deno, ...install] };
}
