import type { CiImageJob } from '../../model/ci.ts';
import { imageParts, imageTag, registryOf, revisionLabel } from '../image.ts';
import type { PipelineFlow } from '../project.ts';
import { actions } from './actions.ts';
import { runnerOf } from './runner.ts';
import { toolSteps } from './steps.ts';
import type { WorkflowJob, WorkflowStep } from './workflow.ts';

/** Minutes; emulated platforms are slow. */
const longestBuild = 120;

/** The job that builds and pushes the image of a commit, with a cache, for every platform. */
export function imageJob(job: CiImageJob, flow: PipelineFlow, condition?: string): WorkflowJob {
  const platforms = job.platforms ?? [];
  const name = imageName(job.image);
  const own = registryOf(job.image) === 'ghcr.io' && job.login === undefined;
  return {
    ...(condition === undefined ? {} : { if: condition }),
    'runs-on': runnerOf(flow),
    'timeout-minutes': longestBuild,
    permissions: { contents: 'read', ...(own ? { packages: 'write' } : {}) },
    steps: [
      { uses: actions.checkout, with: { 'persist-credentials': false } },
      ...toolSteps(new Set(platforms.length > 0 ? ['qemu', 'buildx'] : ['buildx'])),
      loginStep(job),
      { id: 'commit', run: 'echo "short=${GITHUB_SHA::7}" >> "$GITHUB_OUTPUT"' },
      {
        uses: actions.buildImage,
        with: {
          context: job.context ?? '.',
          ...(job.dockerfile === undefined ? {} : { file: job.dockerfile }),
          ...(job.target === undefined ? {} : { target: job.target }),
          ...(platforms.length === 0 ? {} : { platforms: platforms.join(',') }),
          tags: `${name}:${imageTag(job, '${{ steps.commit.outputs.short }}')}`,
          labels: `${revisionLabel}=\${{ github.sha }}`,
          push: true,
          'cache-from': 'type=gha',
          'cache-to': 'type=gha,mode=max',
        },
      },
    ],
  };
}

/** The image's name in a workflow; a variable at its beginning is one of the repository. */
function imageName(image: string): string {
  const { variable, rest } = imageParts(image);
  return variable === undefined ? image : `\${{ vars.${variable} }}${rest}`;
}

function loginStep({ image, login }: CiImageJob): WorkflowStep {
  const registry = registryOf(image) ?? imageName(image);
  const username = login?.username ?? '${{ github.actor }}';
  return {
    uses: actions.login,
    with: {
      registry,
      username: typeof username === 'string' ? username : `\${{ vars.${username.variable} }}`,
      password: login === undefined ? '${{ github.token }}' : `\${{ secrets.${login.secret} }}`,
    },
  };
}
