import { checkOptions, type Plugin } from '@launchway/core';
import { catalogNeeds } from './ci.ts';
import { catalogCommand } from './commands/catalog.ts';
import { packageCommand } from './commands/package.ts';
import { catalogRule } from './option-rules.ts';
import type { HelmCatalogOptions } from './options.ts';
import { catalogSteps } from './steps.ts';

/** Packages a chart and publishes it to catalogues: git repositories, OCI registries, GitLab and ChartMuseum. */
export function helmCatalog(options: HelmCatalogOptions): Plugin {
  const misused = checkOptions('helm-catalog', options, catalogRule);
  if (misused !== undefined) return misused;
  return {
    name: 'helm-catalog',
    id: options.id,
    steps: catalogSteps,
    commands,
    generate: async (context) => (await plan()).generations(options, context),
    ci: catalogNeeds(options),
    // In pipelines, a plugin with this hook shares the job of the one that takes what is offered.
    ...(options.asset === true
      ? { assets: async (context) => (await plan()).planAssets(options, context) }
      : {}),
    publish: async (context) => (await plan()).planSteps(options, context),
  };
}

/** Loaded when a hook is called: a command that calls none does without it. */
const plan = () => import('./plan.ts');

/** Commands that work without a configuration. */
export const commands = [packageCommand, catalogCommand];

export type * from './options.ts';
