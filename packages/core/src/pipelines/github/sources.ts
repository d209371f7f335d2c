import { type PipelineFlow, sourcesOf } from '../project.ts';
import { downloadStep, filesJob } from './files-job.ts';
import { imageJob } from './image-job.ts';
import type { WorkflowJob, WorkflowStep } from './workflow.ts';

/** The jobs whose results a release takes. */
export function sourceJobs(
  flow: PipelineFlow,
  of: 'commit' | 'tag',
  condition: string,
): Readonly<Record<string, WorkflowJob>> {
  return Object.fromEntries(
    sourcesOf(flow, of).map((job) => [
      job.name,
      job.kind === 'image' ? imageJob(job, flow, condition) : { if: condition, ...filesJob(job, flow) },
    ]),
  );
}

/** Waits for those jobs. */
export function waiting(flow: PipelineFlow, of: 'commit' | 'tag'): { readonly needs?: readonly string[] } {
  const needs = sourcesOf(flow, of).map(({ name }) => name);
  return needs.length === 0 ? {} : { needs };
}

/** Takes the files that jobs have built for a tag. */
export const takenFiles = (flow: PipelineFlow): readonly WorkflowStep[] =>
  sourcesOf(flow, 'tag').flatMap((job) => (job.kind === 'files' ? [downloadStep(job)] : []));
