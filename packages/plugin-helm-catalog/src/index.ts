import { checkOptions, type Plugin } from '@launchway/core';
import { catalogCommand } from './commands/catalog.ts';
import { packageCommand } from './commands/package.ts';
import { catalogRule } from './option-rules.ts';
import type { HelmCatalogOptions } from './options.ts';
import { signStep } from './package/sign.ts';
import { packageStep } from './package/step.ts';
import { catalogSteps } from './plan.ts';
import { httpStep } from './targets/chartmuseum.ts';
import { gitStep } from './targets/git.ts';
import { gitlabStep } from './targets/gitlab.ts';
import { ociStep } from './targets/oci.ts';

/** Packages a chart and publishes it to catalogues: git repositories, OCI registries, GitLab and ChartMuseum. */
export function helmCatalog(options: HelmCatalogOptions): Plugin {
  const misused = checkOptions('helm-catalog', options, catalogRule);
  if (misused !== undefined) return misused;
  return {
    name: 'helm-catalog',
    ...(options.id === undefined ? {} : { id: options.id }),
    steps: [packageStep, signStep, gitStep, ociStep, gitlabStep, httpStep],
    commands,
    publish: (context) => catalogSteps(options, context),
  };
}

/** Commands that work without a configuration. */
export const commands = [packageCommand, catalogCommand];

export type * from './options.ts';
