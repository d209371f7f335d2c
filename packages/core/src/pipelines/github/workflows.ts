import { bumpedPaths } from '../bumped.ts';
import { handInputs, publishBumped, publishByHand, publishTag } from '../command.ts';
import { githubPaths } from '../globs.ts';
import { type PipelineFlow, type PluginNeeds, toolsOf } from '../project.ts';
import { filesJob } from './files-job.ts';
import { branchFilters, tagFilters } from './filters.ts';
import { releaseWorkflow } from './release-workflow.ts';
import { runner } from './runner.ts';
import { sourceJobs, takenFiles, waiting } from './sources.ts';
import { environment, permissionsOf, preparation } from './steps.ts';
import type { Workflow, WorkflowJob } from './workflow.ts';

/** The workflows of a flow on GitHub. */
export function githubWorkflows(flow: PipelineFlow): readonly Workflow[] {
  return [
    ...(flow.mode === 'push' ? [releaseWorkflow(flow)] : []),
    ...publishWorkflow(flow),
    ...(flow.mode === 'hand' ? flow.needs.flatMap((needs) => bumpedWorkflow(needs, flow)) : []),
    ...flow.needs.flatMap((needs) => handWorkflow(needs, flow)),
    ...filesWorkflows(flow),
  ];
}

/** A tag that a person, or another token than the job's own, has pushed: what it calls for is published. */
function publishWorkflow(flow: PipelineFlow): readonly Workflow[] {
  const tags = tagFilters(flow);
  if (tags.length === 0) return [];
  const name = `publish${flow.suffix}`;
  const condition = "github.ref_type == 'tag'";
  return [
    {
      name,
      // By hand for a tag that started nothing, because the job's own token pushed it.
      on: { push: { tags }, workflow_dispatch: {} },
      group: `${name}-\${{ github.ref }}`,
      jobs: {
        ...sourceJobs(flow, 'tag', condition),
        publish: {
          if: condition,
          ...waiting(flow, 'tag'),
          ...runner(flow),
          permissions: permissionsOf(flow.needs),
          steps: [
            ...preparation(flow, toolsOf(flow.needs)),
            ...takenFiles(flow),
            {
              name: 'Publish',
              run: publishTag(flow, 'GITHUB_REF_NAME'),
              env: environment(flow, flow.needs),
            },
          ],
        },
      },
    },
  ];
}

/** Versions that people bumped: a push that touches a plugin's files publishes what they say. */
function bumpedWorkflow(needs: PluginNeeds, flow: PipelineFlow): readonly Workflow[] {
  const paths = bumpedPaths(needs, flow);
  if (paths === undefined) return [];
  const branches = branchFilters(flow) ?? ['main'];
  const name = `${needs.label}${flow.suffix}`;
  return [
    {
      name,
      on: { push: { branches, paths: githubPaths(paths) } },
      group: `${name}-\${{ github.ref }}`,
      jobs: { publish: publishJob(needs, flow, publishBumped(flow, needs.plugin)) },
    },
  ];
}

/** A person publishes a plugin's part, at the version the files say or at one that is named. */
function handWorkflow(needs: PluginNeeds, flow: PipelineFlow): readonly Workflow[] {
  const tracks = needs.starts?.hand;
  if (tracks === undefined) return [];
  const inputs = handInputs(tracks);
  const given = Object.fromEntries(
    inputs.map(({ input, variable }) => [variable, `\${{ inputs.${input} }}`]),
  );
  const name = `${needs.label}${flow.suffix}`;
  return [
    {
      name,
      on: {
        workflow_dispatch: {
          inputs: Object.fromEntries(
            inputs.map(({ input, track }) => [
              input,
              {
                description: `Version of ${track}; what its files say, unless given`,
                type: 'string',
                required: false,
              },
            ]),
          ),
        },
      },
      group: name,
      jobs: { publish: publishJob(needs, flow, publishByHand(flow, needs.plugin, tracks), given) },
    },
  ];
}

/** Builds of files that are kept for a while: for tags, and for pushes and requests that touch what they are made of. */
function filesWorkflows(flow: PipelineFlow): readonly Workflow[] {
  return flow.jobs.flatMap((job) => {
    if (job.kind !== 'files') return [];
    const paths = githubPaths(job.paths);
    const branches = branchFilters(flow) ?? ['**'];
    const tags = tagFilters(flow);
    return [
      {
        name: `${job.name}${flow.suffix}`,
        // Paths do not count for tags.
        on: {
          push: { branches, ...(tags.length === 0 ? {} : { tags }), paths },
          pull_request: { paths },
        },
        jobs: { build: filesJob(job, flow) },
      },
    ];
  });
}

/** The job that publishes what one plugin publishes. */
function publishJob(
  needs: PluginNeeds,
  flow: PipelineFlow,
  run: string,
  env: Readonly<Record<string, string>> = {},
): WorkflowJob {
  return {
    ...runner(flow),
    permissions: permissionsOf([needs]),
    steps: [
      ...preparation(flow, toolsOf([needs])),
      { name: 'Publish', run, env: { ...environment(flow, [needs]), ...env } },
    ],
  };
}
