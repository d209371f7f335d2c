import { checkOptions, type Plugin } from '@launchway/core';
import { jsrNeeds } from './ci.ts';
import { contradictions, jsrRule } from './option-rules.ts';
import type { JsrOptions } from './options.ts';
import { packagesOf } from './packages.ts';
import { publishSteps } from './plan.ts';
import { checkStep } from './publish/check-step.ts';
import { publishStep } from './publish/publish-step.ts';
import { versionSync } from './sync.ts';
import { tracksOf } from './tracks.ts';
import { verifyPackages } from './verify.ts';

/** Publishes packages to JSR: their version tracks, the checks before anything is visible, and the publication. */
export function jsr(options: JsrOptions): Plugin {
  const misused = checkOptions('jsr', options, jsrRule, contradictions);
  if (misused !== undefined) return misused;
  const packages = packagesOf(options);
  const tracks = tracksOf(options, packages);
  return {
    name: 'jsr',
    id: options.id,
    tracks,
    ci: jsrNeeds(options, packages),
    checks: [versionSync(tracks)],
    steps: [checkStep, publishStep],
    verify: (context) => verifyPackages(packages, tracks, context),
    publish: (context) => publishSteps(options, packages, context),
  };
}

export type {
  JsrOptions,
  ManyPackages,
  OnePackage,
  PackageOptions,
  PublishOptions,
  TrackOptions,
} from './options.ts';
export { jsrProblems } from './problems.ts';
