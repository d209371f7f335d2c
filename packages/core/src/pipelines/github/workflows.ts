import { handInputs, publishBumped, publishByHand, releaseCommand } from '../command.ts';
import { githubFilters, githubTags, tagTemplates } from '../globs.ts';
import { type PipelineFlow, type PluginNeeds, sourcesOf, toolsOf } from '../project.ts';
import { isSplit } from '../split.ts';
import { bumpedPaths } from '../bumped.ts';
import { downloadStep, filesJob } from './files-job.ts';
import { imageJob } from './image-job.ts';
import { runnerOf } from './runner.ts';
import { splitJobs } from './split.ts';
import { environment, permissionsOf, preparation } from './steps.ts';
import type { Workflow, WorkflowJob } from './workflow.ts';

/** The workflows of a flow on GitHub. */
export function githubWorkflows(flow: PipelineFlow): readonly Workflow[] {
  const byHand = flow.ci?.release === 'hand';
  return [
    ...(byHand ? [] : [releaseWorkflow(flow)]),
    ...publishWorkflow(flow),
    ...(byHand ? flow.needs.flatMap((needs) => bumpedWorkflow(needs, flow)) : []),
    ...flow.needs.flatMap((needs) => handWorkflow(needs, flow)),
    ...filesWorkflows(flow),
  ];
}

const onPush = "github.event_name == 'push'";

/** Each push to the flow's branches releases what is due; a pull request shows the plan. */
function releaseWorkflow(flow: PipelineFlow): Workflow {
  const name = `release${flow.suffix}`;
  const branches = flow.when?.branch === undefined ? undefined : filters(flow.when.branch);
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
      ...sources(flow, condition),
      ...(isSplit(flow)
        ? splitJobs(
            flow,
            { if: condition, ...runner(flow) },
            sourcesOf(flow).map(({ name }) => name),
          )
        : { release: releaseJob(flow, condition) }),
    },
  };
}

function releaseJob(flow: PipelineFlow, condition: string): WorkflowJob {
  return {
    if: condition,
    ...waiting(flow),
    ...runner(flow),
    permissions: { contents: 'write', ...permissionsOf(flow.needs) },
    steps: [
      ...preparation(flow, toolsOf(flow.needs)),
      ...downloads(flow),
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

/** A tag that a person, or another token than the job's own, has pushed: what it calls for is published. */
function publishWorkflow(flow: PipelineFlow): readonly Workflow[] {
  const tags = flow.when?.tag === undefined ? githubTags(tagTemplates(flow.tracks)) : filters(flow.when.tag);
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
        ...sources(flow, condition),
        publish: {
          if: condition,
          ...waiting(flow),
          ...runner(flow),
          permissions: { contents: 'read', ...permissionsOf(flow.needs) },
          steps: [
            ...preparation(flow, toolsOf(flow.needs)),
            ...downloads(flow),
            {
              name: 'Publish',
              run: releaseCommand(flow, 'publish', '"$GITHUB_REF_NAME"'),
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
  const branches = flow.when?.branch === undefined ? ['main'] : filters(flow.when.branch);
  const name = `${needs.plugin}${flow.suffix}`;
  return [
    {
      name,
      on: { push: { branches, paths: githubFilters(paths) } },
      group: `${name}-\${{ github.ref }}`,
      jobs: { publish: publishing(flow, [needs], publishBumped(flow, needs.plugin)) },
    },
  ];
}

/** A person publishes a plugin's part, at the version the files say or at one that is named. */
function handWorkflow(needs: PluginNeeds, flow: PipelineFlow): readonly Workflow[] {
  const tracks = needs.starts?.hand;
  if (tracks === undefined) return [];
  const inputs = handInputs(tracks);
  const job = publishing(flow, [needs], publishByHand(flow, needs.plugin, tracks));
  const [last] = job.steps.slice(-1);
  const env = {
    ...last?.env,
    ...Object.fromEntries(inputs.map(({ input, variable }) => [variable, `\${{ inputs.${input} }}`])),
  };
  return [
    {
      name: `${needs.plugin}${flow.suffix}`,
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
      group: `${needs.plugin}${flow.suffix}`,
      jobs: { publish: { ...job, steps: [...job.steps.slice(0, -1), { ...last, env }] } },
    },
  ];
}

/** Builds of files that are kept for a while: for tags, and for pushes and requests that touch what they are made of. */
function filesWorkflows(flow: PipelineFlow): readonly Workflow[] {
  return flow.jobs.flatMap((job) => {
    if (job.kind !== 'files') return [];
    const paths = githubFilters(job.paths);
    const branches = flow.when?.branch === undefined ? ['**'] : filters(flow.when.branch);
    const tags = githubTags(tagTemplates(flow.tracks));
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

function publishing(flow: PipelineFlow, needs: readonly PluginNeeds[], run: string): WorkflowJob {
  return {
    ...runner(flow),
    permissions: { contents: 'read', ...permissionsOf(needs) },
    steps: [...preparation(flow, toolsOf(needs)), { name: 'Publish', run, env: environment(flow, needs) }],
  };
}

const runner = (flow: PipelineFlow) => ({ 'runs-on': runnerOf(flow), 'timeout-minutes': 60 });

/** The jobs whose results a release takes. */
function sources(flow: PipelineFlow, condition: string): Readonly<Record<string, WorkflowJob>> {
  return Object.fromEntries(
    sourcesOf(flow).map((job) => [
      job.name,
      job.kind === 'image' ? imageJob(job, flow, condition) : { if: condition, ...filesJob(job, flow) },
    ]),
  );
}

function waiting(flow: PipelineFlow): { readonly needs?: readonly string[] } {
  const needs = sourcesOf(flow).map(({ name }) => name);
  return needs.length === 0 ? {} : { needs };
}

const downloads = (flow: PipelineFlow) =>
  sourcesOf(flow).flatMap((job) => (job.kind === 'files' ? [downloadStep(job)] : []));

const filters = (globs: string | readonly string[]): readonly string[] =>
  githubFilters(typeof globs === 'string' ? [globs] : globs);
