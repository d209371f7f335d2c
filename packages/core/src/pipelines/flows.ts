import type { ReadyFlow } from '../config/load.ts';
import { instanceName } from '../hooks/order.ts';
import type { CiJob } from '../model/ci.ts';
import type { Plugin } from '../model/plugin.ts';
import { compileFlow } from '../planning/flow.ts';
import { installLines } from './install.ts';
import { pipelineProblems } from './problems.ts';
import type { Forge, PipelineFlow, PipelineProject, PluginNeeds } from './project.ts';

/**
 * Settles which flows have pipelines, and on which forge: `when.ci`, else what the plugins are for, else the project's.
 * @throws CI_FORGE_UNKNOWN, CI_FORGES_DIFFER, CI_NO_FLOW, CI_NAME_TWICE, CI_PACKAGE_MISSING, and what is wrong with the flow itself
 */
export function pipelineFlows(
  flows: readonly ReadyFlow[],
  project: PipelineProject,
): readonly PipelineFlow[] {
  const meant = flows.filter(({ when }) => when?.ci !== 'none' && when?.ci !== 'other');
  if (meant.length === 0) {
    throw pipelineProblems.refusal('CI_NO_FLOW', {
      message: 'Every flow is meant for another CI than GitHub and GitLab, or for none.',
      fix: "Add a flow for one of them, such as `when: { ci: 'gitlab' }`.",
    });
  }
  const placed = meant.map((flow) => ({ flow, forge: forgeOf(flow, project) }));
  return placed.map(({ flow, forge }) => {
    const { tracks, plugins } = compileFlow(flow);
    const alone = placed.filter((other) => other.forge === forge).length === 1;
    const needs = plugins.map(needsOf);
    const jobs = needs.flatMap(({ jobs = [] }) => jobs);
    refuseTwins(flow.name, jobs);
    const suffix = alone ? '' : `-${labelOf(flow.name)}`;
    const { env } = project;
    return {
      ...flow,
      forge,
      tracks,
      plugins,
      needs,
      jobs,
      mode: modeOf(flow),
      suffix,
      env,
      install: installLines(flow.ci, project),
    };
  });
}

function needsOf(plugin: Plugin): PluginNeeds {
  const name = instanceName(plugin);
  return { ...plugin.ci, plugin: name, label: labelOf(name) };
}

const labelOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9]+/g, '-');

function modeOf({ when, ci }: ReadyFlow): PipelineFlow['mode'] {
  if (when?.tag !== undefined && when.branch === undefined) return 'tag';
  return ci?.release ?? 'push';
}

/** Names of jobs that a release has itself. */
const ownJobs = ['plan', 'prepare', 'push', 'release', 'publish'];

function refuseTwins(flow: string, jobs: readonly CiJob[]): void {
  const names = [...ownJobs, ...jobs.map(({ name }) => name)];
  const twin = names.find((name, at) => names.indexOf(name) !== at);
  if (twin === undefined) return;
  throw pipelineProblems.refusal('CI_NAME_TWICE', {
    message: `Two jobs of the flow ${flow} would be called "${twin}".`,
    fix: "Give one of them another name in the options of its plugin, such as `job: { name: 'api' }`.",
    where: { pointer: `flows.${flow}.plugins` },
  });
}

function forgeOf({ name, when, plugins }: ReadyFlow, { forge }: PipelineProject): Forge {
  if (when?.ci === 'github' || when?.ci === 'gitlab') return when.ci;
  const [own, other] = new Set(plugins.flatMap(({ ci }) => ci?.forge ?? []));
  if (other !== undefined) {
    throw pipelineProblems.refusal('CI_FORGES_DIFFER', {
      message: `The flow ${name} has plugins for ${own} and for ${other}.`,
      fix: 'Make two flows of it, or say in `when.ci` where it runs.',
      where: { pointer: `flows.${name}.plugins` },
    });
  }
  const found = own ?? forge;
  if (found !== undefined) return found;
  throw pipelineProblems.refusal('CI_FORGE_UNKNOWN', {
    message: `It is not known whether the flow ${name} runs on GitHub or on GitLab: neither it nor its plugins say so, and the remote origin does not tell.`,
    fix: "Say it in the flow, `when: { ci: 'github' }`, or run `release ci --github` or `--gitlab`.",
    where: { pointer: `flows.${name}.when` },
  });
}
