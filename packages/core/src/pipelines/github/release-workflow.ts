import { releaseCommand } from '../command.ts';
import { type PipelineFlow, toolsOf } from '../project.ts';
import { isSplit } from '../split.ts';
import { branchFilters } from './filters.ts';
import { runner } from './runner.ts';
import { sourceJobs, waiting } from './sources.ts';
import { splitJobs } from './split.ts';
import { environment, permissionsOf, preparation } from './steps.ts';
import type { Workflow, WorkflowJob } from './workflow.ts';

const onPush = "github.event_name == 'push'";

/** Each push to the flow's branches releases what is due; a pull request shows the plan. */
export function releaseWorkflow(flow: PipelineFlow): Workflow {
  const name = `release${flow.suffix}`;
  const branches = branchFilters(flow);
  const isDefault = 'github.ref_name == github.event.repository.default_branch';
  const condition = branches === undefined ? `${onPush} && ${isDefault}` : onPush;
  return {
    name,
    on: {
      push: { branches: branches ?? ['**'] },
      pull_request: branches === undefined ? {} : { branches },
    },
    group: `${name}-\${{ github.ref }}`,
    jobs: {
      plan: planJob(flow),
      ...sourceJobs(flow, 'commit', condition),
      ...(isSplit(flow) ? splitJobs(flow, condition) : { release: releaseJob(flow, condition) }),
    },
  };
}

function releaseJob(flow: PipelineFlow, condition: string): WorkflowJob {
  return {
    if: condition,
    ...waiting(flow, 'commit'),
    ...runner(flow),
    permissions: permissionsOf(flow.needs, { contents: 'write' }),
    steps: [
      ...preparation(flow, toolsOf(flow.needs)),
      { name: 'Release', run: releaseCommand(flow), env: environment(flow, flow.needs) },
    ],
  };
}

/** Shows on a pull request what would be released: no rights, no secrets. */
function planJob(flow: PipelineFlow): WorkflowJob {
  return {
    if: "github.event_name == 'pull_request'",
    ...runner(flow),
    permissions: { contents: 'read' },
    steps: [
      ...preparation(flow, new Set()),
      { name: 'Plan', run: releaseCommand(flow, 'plan', '--explain') },
    ],
  };
}
