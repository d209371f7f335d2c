import type { CiBuild } from '../../model/ci.ts';
import type { PipelineFlow } from '../project.ts';

/** The label, or labels, of the runner that a flow's jobs run on. */
export const runnerOf = ({ ci }: PipelineFlow): string | readonly string[] => ci?.runner ?? 'ubuntu-latest';

/** GitHub's own runner of each system. */
export const runnerOfSystem: Readonly<Record<CiBuild['system'], string>> = {
  linux: 'ubuntu-latest',
  windows: 'windows-latest',
  macos: 'macos-latest',
};
