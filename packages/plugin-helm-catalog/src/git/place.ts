import { inside } from '@launchway/core';
import type { GitInput } from '../targets/input.ts';

/** Where a chart's version is in a catalogue. */
export interface Placement {
  readonly name: string;
  readonly version: string;
  /** Folder of all versions, unpacked. */
  readonly chart: string;
  /** Folder of this version, unpacked; nothing where the catalogue keeps packages alone. */
  readonly folder?: string;
  /** Path of the package; nothing where the catalogue keeps unpacked charts alone. */
  readonly asset?: string;
  readonly index: string;
}

export function placementOf(
  input: GitInput,
  chart: { readonly name: string; readonly version: string },
): Placement {
  const { name, version } = chart;
  const folder = inside(input.path, name);
  const assets = input.assets.replaceAll('{name}', name);
  return {
    name,
    version,
    chart: folder,
    index: input.index,
    ...(input.layout === 'packed' ? {} : { folder: inside(folder, version) }),
    ...(input.layout === 'unpacked' ? {} : { asset: inside(assets, `${name}-${version}.tgz`) }),
  };
}
