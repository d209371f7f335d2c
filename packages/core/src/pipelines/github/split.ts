import { defined } from '../../model/defined.ts';
import { type PipelineFlow, sourcesOf, toolsOf } from '../project.ts';
import { applyCommit, applyPart, approval, journalFile, partsOf, planFile, planSplit } from '../split.ts';
import { actions } from './actions.ts';
import { runner } from './runner.ts';
import { environment, permissionsOf, preparation } from './steps.ts';
import type { WorkflowJob, WorkflowStep } from './workflow.ts';

type Frame = Pick<WorkflowJob, 'if' | 'runs-on' | 'timeout-minutes'>;

const upload = (name: string, path: string): WorkflowStep => ({
  uses: actions.upload,
  with: { name, path, 'if-no-files-found': 'error', 'retention-days': 1 },
});

const download = (name: string): WorkflowStep => ({ uses: actions.download, with: { name } });

/** Says to the jobs that follow whether there is anything to release. */
const outcome = `echo "outcome=$(node -p 'require("./${planFile}").outcome')" >> "$GITHUB_OUTPUT"`;

/**
 * One job plans; where people have approved, one makes the commit and the tags; then each plugin publishes its part in a
 * job that has the rights and secrets of that plugin and no others.
 */
export function splitJobs(flow: PipelineFlow, condition: string): Readonly<Record<string, WorkflowJob>> {
  const due: Frame = {
    if: `${condition} && needs.prepare.outputs.outcome != 'nothing'`,
    ...runner(flow),
  };
  const parts = partsOf(flow).map((part): readonly [string, WorkflowJob] => [
    `publish-${part.name}`,
    {
      ...due,
      needs: ['prepare', 'push'],
      permissions: permissionsOf(part.plugins),
      steps: [
        ...preparation(flow, toolsOf(part.plugins)),
        download('plan'),
        download('journal'),
        {
          name: `Publish ${part.name}`,
          run: applyPart(flow, part),
          env: environment(flow, part.plugins),
        },
      ],
    },
  ]);
  return {
    prepare: {
      if: condition,
      ...runner(flow),
      permissions: { contents: 'read' },
      outputs: { outcome: '${{ steps.plan.outputs.outcome }}' },
      steps: [
        ...preparation(flow, new Set()),
        { id: 'plan', name: 'Plan', run: `${planSplit(flow)}\n${outcome}` },
        upload('plan', planFile),
      ],
    },
    push: pushJob(flow, due),
    ...Object.fromEntries(parts),
  };
}

function pushJob(flow: PipelineFlow, due: Frame): WorkflowJob {
  const place = approval(flow);
  return {
    ...due,
    needs: ['prepare', ...sourcesOf(flow, 'commit').map(({ name }) => name)],
    ...defined({ environment: place }),
    permissions: { contents: 'write' },
    steps: [
      ...preparation(flow, new Set()),
      download('plan'),
      { name: 'Commit and tag', run: applyCommit(flow), env: environment(flow, []) },
      upload('journal', journalFile),
    ],
  };
}
