import { type CiImageJob, isOfForge } from '../../model/ci.ts';
import { defined } from '../../model/defined.ts';
import { imageTag, registryOf, revisionLabel, variableIn } from '../image.ts';
import type { PipelineFlow } from '../project.ts';
import { shellWord } from '../shell.ts';
import { actions } from './actions.ts';
import { runnerOf } from './runner.ts';
import { toolSteps } from './steps.ts';
import type { WorkflowJob, WorkflowStep } from './workflow.ts';

/** Minutes; emulated platforms are slow. */
const longestBuild = 120;

/** The job that builds and pushes the image of a commit, with a cache, for every platform. */
export function imageJob(job: CiImageJob, flow: PipelineFlow, condition?: string): WorkflowJob {
  const platforms = job.platforms ?? [];
  const name = variableIn(job.image) === undefined ? job.image : '${{ steps.image.outputs.name }}';
  const own = registryOf(job.image) === 'ghcr.io' && job.login === undefined;
  return {
    ...defined({ if: condition }),
    'runs-on': runnerOf(flow),
    'timeout-minutes': longestBuild,
    permissions: { contents: 'read', ...(own ? { packages: 'write' } : {}) },
    steps: [
      { uses: actions.checkout, with: { 'persist-credentials': false } },
      ...toolSteps(new Set(platforms.length > 0 ? ['qemu', 'buildx'] : ['buildx'])),
      nameStep(job),
      loginStep(job),
      {
        uses: actions.buildImage,
        with: {
          context: job.context ?? '.',
          ...defined({ file: job.dockerfile, target: job.target }),
          ...(platforms.length === 0 ? {} : { platforms: platforms.join(',') }),
          tags: `${name}:${imageTag(job, '${{ steps.image.outputs.commit }}')}`,
          labels: `${revisionLabel}=\${{ github.sha }}`,
          push: true,
          'cache-from': 'type=gha',
          'cache-to': 'type=gha,mode=max',
        },
      },
    ],
  };
}

/** Names come by the environment, and those of images are in lower case. */
function nameStep({ image }: CiImageJob): WorkflowStep {
  const variable = variableIn(image);
  const commit = 'echo "commit=${GITHUB_SHA::7}" >> "$GITHUB_OUTPUT"';
  if (variable === undefined) return { id: 'image', run: commit };
  const lines = [
    `IMAGE=${shellWord(image)}`,
    'IMAGE="${IMAGE,,}"',
    'echo "name=$IMAGE" >> "$GITHUB_OUTPUT"',
    'echo "registry=${IMAGE%%/*}" >> "$GITHUB_OUTPUT"',
    commit,
  ];
  const given = isOfForge(variable) ? {} : { env: { [variable]: `\${{ vars.${variable} }}` } };
  return { id: 'image', run: lines.join('\n'), ...given };
}

function loginStep({ image, login }: CiImageJob): WorkflowStep {
  const username = login?.username ?? '${{ github.actor }}';
  return {
    uses: actions.login,
    with: {
      registry: registryOf(image) ?? '${{ steps.image.outputs.registry }}',
      username: typeof username === 'string' ? username : `\${{ vars.${username.variable} }}`,
      password: login === undefined ? '${{ github.token }}' : `\${{ secrets.${login.secret} }}`,
    },
  };
}
