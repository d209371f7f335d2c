import type { CiTool } from '../../model/ci.ts';
import type { PipelineFlow } from '../project.ts';
import { dockerImage, dockerService, dockerVariables } from './docker.ts';
import type { GitlabJob } from './job.ts';

/**
 * What a job needs where plugins run programs. An image with Docker has no Node and one with Node no Docker, so programs
 * are added to Alpine's, whose packages are new enough; deno alone comes by npm.
 */
export function provision(
  { ci, install }: PipelineFlow,
  tools: ReadonlySet<CiTool>,
  insecure: readonly string[] = [],
): Pick<GitlabJob, 'image' | 'services' | 'variables' | 'before_script'> {
  const [docker, go, deno] = [tools.has('buildx'), tools.has('go'), tools.has('deno')];
  if (!docker && !go) return deno ? { before_script: ['npm install --global deno', ...install] } : {};
  const programs = [
    'git',
    ...(docker ? ['nodejs', 'npm'] : []),
    ...(go ? ['go'] : []),
    ...(deno ? ['deno'] : []),
  ];
  const emulation = tools.has('qemu') ? ['docker run --privileged --rm tonistiigi/binfmt --install all'] : [];
  return {
    image: docker ? dockerImage : `node:${ci?.node ?? '22'}-alpine`,
    ...(docker ? { services: [dockerService(insecure)], variables: dockerVariables } : {}),
    before_script: [`apk add --no-cache ${programs.join(' ')}`, ...emulation, ...install],
  };
}
