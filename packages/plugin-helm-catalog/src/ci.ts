import { type CiNeeds, credentialNeeds } from '@launchway/core';
import type { HelmCatalogOptions } from './options.ts';
import { listOfTargets } from './targets/input.ts';

/** What pipelines must provide: credentials of the catalogues, and what makes a chart be published. */
export function catalogNeeds({ to, track = 'chart' }: HelmCatalogOptions): CiNeeds {
  const targets = listOfTargets(to);
  const onGhcr = targets.some((target) => 'oci' in target && target.oci.startsWith('oci://ghcr.io/'));
  return {
    ...(onGhcr ? { permissions: { packages: 'write' } } : {}),
    ...credentialNeeds(targets.map(({ credential }) => credential)),
    starts: { track },
  };
}
