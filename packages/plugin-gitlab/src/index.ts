import { checkOptions, type Plugin } from '@launchway/core';
import { commentStep } from './comment-step.ts';
import { forecastStep } from './forecast-step.ts';
import { contradictions, gitlabRule } from './option-rules.ts';
import type { GitlabOptions } from './options.ts';
import { packageStep } from './packages/step.ts';
import { pipelineStep } from './pipeline-step.ts';
import { releaseSteps } from './plan.ts';
import { releaseStep } from './release/step.ts';
import { valuesCommand } from './values.ts';
import { verify } from './verify.ts';

/** Announces releases on GitLab, of any address: with notes, links and files, and the pipeline a tag is to start. */
export function gitlab(options: GitlabOptions = {}): Plugin {
  const misused = checkOptions('gitlab', options, gitlabRule, contradictions);
  if (misused !== undefined) return misused;
  return {
    name: 'gitlab',
    id: options.id,
    steps: [forecastStep, packageStep, pipelineStep, releaseStep, commentStep],
    commands: [valuesCommand()],
    ci: { forge: 'gitlab', takesAssets: true },
    verify: (context) => verify(options, context),
    publish: (context) => releaseSteps(options, context),
  };
}

/** Commands that work without a configuration. */
export const commands = [valuesCommand()];

export { type GitlabImage, gitlabImage, type GitlabImageOptions } from './image.ts';
export type { CommentOptions } from '@launchway/forge';
export type {
  AssetsOptions,
  GitlabOptions,
  LinkOptions,
  PackageOptions,
  PipelineOptions,
  ReleaseOptions,
} from './options.ts';
export { gitlabProblems } from './problems.ts';
