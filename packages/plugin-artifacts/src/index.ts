import { checkOptions, type Plugin } from '@launchway/core';
import { artifactsNeeds } from './ci.ts';
import { artifactsCommand } from './command.ts';
import { verifyTrack } from './due.ts';
import { artifactsRule } from './option-rules.ts';
import type { ArtifactsOptions } from './options.ts';
import { assetsOf, stepsOf } from './plan.ts';
import { artifactSteps } from './steps.ts';

/** Builds or takes a tool for every platform, packs it, and offers the archives with their checksums in tagged releases. */
export function artifacts(options: ArtifactsOptions): Plugin {
  const misused = checkOptions('artifacts', options, artifactsRule);
  if (misused !== undefined) return misused;
  return {
    name: 'artifacts',
    id: options.id,
    steps: artifactSteps,
    commands: [artifactsCommand(options)],
    ci: artifactsNeeds(options),
    verify: (context) => verifyTrack(options, context),
    assets: (context) => assetsOf(options, context),
    publish: (context) => stepsOf(options, context),
  };
}

export type * from './options.ts';
export { artifactProblems } from './problems.ts';
