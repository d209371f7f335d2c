import type { CiFilesJob } from '../../model/ci.ts';
import { buildFiles } from '../command.ts';
import { pipelineProblems } from '../problems.ts';
import type { PipelineFlow } from '../project.ts';
import { actions } from './actions.ts';
import { runnerOfSystem } from './runner.ts';
import { preparation } from './steps.ts';
import type { WorkflowJob } from './workflow.ts';

/**
 * The job that builds files on machines of several systems and keeps them.
 * @throws CI_RETENTION
 */
export function filesJob(job: CiFilesJob, flow: PipelineFlow): WorkflowJob {
  const { variable, days } = job.retention.github;
  if (!Number.isInteger(days) || days < 1 || days > 90) {
    throw pipelineProblems.refusal('CI_RETENTION', {
      message: `The files of the job ${job.name} are to be kept for ${days} days; GitHub keeps them for 1 to 90.`,
      fix: 'Give a whole number from 1 to 90.',
    });
  }
  return {
    name: `${job.name} (\${{ matrix.build }})`,
    'runs-on': '${{ matrix.runner }}',
    'timeout-minutes': 60,
    permissions: { contents: 'read' },
    strategy: {
      'fail-fast': false,
      matrix: {
        include: job.builds.map(({ name, system }) => ({ build: name, runner: runnerOfSystem[system] })),
      },
    },
    steps: [
      ...preparation(flow, new Set(job.tools)),
      ...job.builds.map(({ name, run }) => ({
        name: `Build for ${name}`,
        if: `matrix.build == '${name}'`,
        run: buildFiles(flow, run),
      })),
      {
        uses: actions.upload,
        with: {
          name: `${job.name}-\${{ matrix.build }}`,
          path: job.folder,
          'if-no-files-found': 'error',
          'retention-days': `\${{ vars.${variable} || ${days} }}`,
        },
      },
    ],
  };
}

/** Takes the files of earlier jobs to where those have built them. */
export const downloadStep = (job: CiFilesJob) => ({
  uses: actions.download,
  with: { pattern: `${job.name}-*`, path: job.folder, 'merge-multiple': true },
});
