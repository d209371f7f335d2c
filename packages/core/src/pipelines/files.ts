import type { ReadyFlow } from '../config/load.ts';
import { pipelineFlows } from './flows.ts';
import { spelled } from './github/workflow.ts';
import { githubWorkflows } from './github/workflows.ts';
import { includedFile, mainFile, mainText } from './gitlab/include.ts';
import { gitlabPipeline } from './gitlab/pipeline.ts';
import { pipelineProblems } from './problems.ts';
import type { PipelineFile, PipelineFlow, PipelineProject } from './project.ts';
import { pipelineText } from './yaml.ts';

/**
 * Writes the pipelines of the flows of a configuration, as `release ci` would: a workflow a trigger on GitHub, one file
 * to include on GitLab. It changes nothing.
 * @param configFile the configuration's path, for the first line of each file
 * @throws CI_FORGE_UNKNOWN, CI_FORGES_DIFFER, CI_NO_FLOW, CI_NAME_TWICE, CI_GLOB, CI_RETENTION, CI_PACKAGE_MISSING, CI_REGISTRY_UNNAMED
 */
export function pipelineFiles(
  flows: readonly ReadyFlow[],
  configFile: string,
  project: PipelineProject,
): readonly PipelineFile[] {
  const placed = pipelineFlows(flows, project);
  const onGitlab = placed.filter(({ forge }) => forge === 'gitlab');
  return distinct([
    ...placed.filter(({ forge }) => forge === 'github').flatMap((flow) => githubFiles(flow, configFile)),
    ...(onGitlab.length === 0 ? [] : gitlabFiles(onGitlab, configFile)),
  ]);
}

function distinct(files: readonly PipelineFile[]): readonly PipelineFile[] {
  const twin = files.find(({ path }, at) => files.findIndex((other) => other.path === path) !== at);
  if (twin === undefined) return files;
  throw pipelineProblems.refusal('CI_NAME_TWICE', {
    message: `Two pipelines would be written to ${twin.path}.`,
    fix: 'Give one of the plugins it is named after another `id`, or the job another name.',
  });
}

function githubFiles(flow: PipelineFlow, configFile: string): readonly PipelineFile[] {
  return githubWorkflows(flow).map((workflow) => ({
    path: `.github/workflows/${workflow.name}.yml`,
    content: pipelineText(configFile, spelled(workflow)),
    flows: [flow.name],
  }));
}

function gitlabFiles(flows: readonly PipelineFlow[], configFile: string): readonly PipelineFile[] {
  const names = flows.map(({ name }) => name);
  const content = pipelineText(configFile, gitlabPipeline(flows));
  return [
    { path: includedFile, content, flows: names },
    { path: mainFile, content: mainText, flows: names, once: true },
  ];
}
