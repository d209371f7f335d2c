import { bumpedPaths } from '../bumped.ts';
import { handInputs, publishBumped, publishByHand, publishTag, releaseCommand } from '../command.ts';
import type { PipelineFlow } from '../project.ts';
import { isSplit } from '../split.ts';
import { filesJobs } from './files-jobs.ts';
import { imageJob } from './image-job.ts';
import type { GitlabJob, GitlabJobs } from './job.ts';
import { afterSources, releaseJob } from './release-job.ts';
import { onBranches, onChanges, onTags, requests } from './rules.ts';
import { ownDefaults, runnerTags } from './runner.ts';
import { splitJobs } from './split.ts';

/** The pipeline of all flows on GitLab, as its file has it. */
export function gitlabPipeline(flows: readonly PipelineFlow[]): object {
  const jobs = Object.assign({}, ...flows.map((flow) => jobsOf(flow))) as GitlabJobs;
  return { stages: stagesOf(flows), ...jobs };
}

/** The stages of these flows, in their order. */
function stagesOf(flows: readonly PipelineFlow[]): readonly string[] {
  const jobs = flows.flatMap(({ jobs }) => jobs);
  const files = jobs.flatMap((job) => (job.kind === 'files' ? [job.name] : []));
  return [...new Set([...(jobs.some(({ kind }) => kind === 'image') ? ['image'] : []), ...files, 'release'])];
}

function jobsOf(flow: PipelineFlow): GitlabJobs {
  const { mode, suffix } = flow;
  return {
    [`.launchway${suffix}`]: base(flow),
    ...sourceJobs(flow),
    ...(mode === 'push' ? { [`release:plan${suffix}`]: planJob(flow), ...releasing(flow) } : {}),
    ...(mode === 'hand' ? bumpedJobs(flow) : {}),
    ...tagJob(flow),
    ...handJobs(flow),
  };
}

/** What every job has that runs the command: the whole history, Node, the packages. */
function base(flow: PipelineFlow): GitlabJob {
  return {
    ...ownDefaults,
    image: `node:${flow.ci?.node ?? '22'}`,
    ...runnerTags(flow),
    variables: { GIT_DEPTH: '0' },
    before_script: flow.install,
  };
}

function sourceJobs(flow: PipelineFlow): GitlabJobs {
  return Object.assign(
    {},
    ...flow.jobs.map((job) =>
      job.kind === 'image'
        ? { [`${job.name}:build${flow.suffix}`]: imageJob(job, flow) }
        : filesJobs(job, flow),
    ),
  ) as GitlabJobs;
}

/** A merge request shows the plan. */
function planJob(flow: PipelineFlow): GitlabJob {
  return {
    extends: `.launchway${flow.suffix}`,
    stage: 'release',
    needs: [],
    rules: [{ if: requests }],
    script: [releaseCommand(flow, 'plan', '--explain')],
  };
}

/** Each push to the flow's branches releases what is due. */
function releasing(flow: PipelineFlow): GitlabJobs {
  if (isSplit(flow)) return splitJobs(flow);
  return {
    [`release${flow.suffix}`]: releaseJob(flow, flow.needs, {
      ...afterSources(flow, 'commit'),
      rules: onBranches(flow),
      script: [releaseCommand(flow)],
    }),
  };
}

/** A tag: what it calls for is published. */
function tagJob(flow: PipelineFlow): GitlabJobs {
  const rules = onTags(flow);
  if (rules.length === 0) return {};
  const script = [publishTag(flow, 'CI_COMMIT_TAG')];
  return {
    [`release:publish${flow.suffix}`]: releaseJob(flow, flow.needs, {
      ...afterSources(flow, 'tag'),
      rules,
      script,
    }),
  };
}

/** Versions that people bumped: a push that touches a plugin's files publishes what they say. */
function bumpedJobs(flow: PipelineFlow): GitlabJobs {
  return Object.fromEntries(
    flow.needs.flatMap((needs) => {
      const paths = bumpedPaths(needs, flow);
      if (paths === undefined) return [];
      const script = [publishBumped(flow, needs.plugin)];
      const job = releaseJob(flow, [needs], { needs: [], rules: onChanges(flow, paths), script });
      return [[`${needs.label}:publish${flow.suffix}`, job]];
    }),
  );
}

/** A person starts it, and may give the version as a variable of the job. */
function handJobs(flow: PipelineFlow): GitlabJobs {
  return Object.fromEntries(
    flow.needs.flatMap((needs) => {
      const tracks = needs.starts?.hand;
      if (tracks === undefined) return [];
      const rules = onBranches(flow, { when: 'manual', allow_failure: true });
      const script = [publishByHand(flow, needs.plugin, tracks)];
      const variables = Object.fromEntries(handInputs(tracks).map(({ variable }) => [variable, '']));
      const job = releaseJob(flow, [needs], { needs: [], rules, script });
      return [
        [`${needs.label}:publish${flow.suffix}`, { ...job, variables: { ...variables, ...job.variables } }],
      ];
    }),
  );
}
