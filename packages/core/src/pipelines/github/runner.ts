import type { CiBuild } from '../../model/ci.ts';
import type { PipelineFlow } from '../project.ts';
import type { WorkflowJob } from './workflow.ts';

/** The label, or labels, of the runner that a flow's jobs run on. */
export const runnerOf = ({ ci }: PipelineFlow): string | readonly string[] => ci?.runner ?? 'ubuntu-latest';

/** Where a job runs, and for how many minutes at most. */
export const runner = (flow: PipelineFlow): Pick<WorkflowJob, 'runs-on' | 'timeout-minutes'> => ({
  'runs-on': runnerOf(flow),
  'timeout-minutes': 60,
});

/** GitHub's own runner of each system. */
export const runnerOfSystem: Readonly<Record<CiBuild['system'], string>> = {
  linux: 'ubuntu-latest',
  windows: 'windows-latest',
  macos: 'macos-latest',
};
