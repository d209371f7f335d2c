import { checkOptions, type Plugin } from '@launchway/core';
import { githubNeeds } from './ci.ts';
import { commentStep } from './comment-step.ts';
import { dispatchStep } from './dispatch-step.ts';
import { forecastStep } from './forecast-step.ts';
import { contradictions, githubRule } from './option-rules.ts';
import type { GithubOptions } from './options.ts';
import { releaseSteps } from './plan.ts';
import { releaseStep } from './release/step.ts';
import { verify } from './verify.ts';

/** Publishes releases on GitHub or an Enterprise Server: with notes and files, and the workflows a tag is to start. */
export function github(options: GithubOptions = {}): Plugin {
  const misused = checkOptions('github', options, githubRule, contradictions);
  if (misused !== undefined) return misused;
  return {
    name: 'github',
    id: options.id,
    steps: [forecastStep, releaseStep, dispatchStep, commentStep],
    ci: githubNeeds(options),
    verify: (context) => verify(options, context),
    publish: (context) => releaseSteps(options, context),
  };
}

export { type GithubImage, githubImage, type GithubImageOptions } from './image.ts';
export type { CommentOptions } from '@launchway/forge';
export type { DispatchOptions, GithubOptions, ReleaseOptions } from './options.ts';
export { githubProblems } from './problems.ts';
