import type { MadePackage } from '../package/make.ts';
import type { GitInput } from '../targets/input.ts';
import { proveLoads } from './loads.ts';
import { packedChanges } from './packed.ts';
import { placementOf } from './place.ts';
import type { CatalogTree, Changes } from './tree.ts';
import { flatFiles, unpackedChanges } from './unpacked.ts';

export interface Publication {
  readonly input: GitInput;
  readonly made: MadePackage;
  readonly provenance: string | undefined;
  readonly now: number;
}

/**
 * Says what a catalogue lacks of a version; nothing when it has it. It is asked again for every attempt, because the
 * catalogue may be another one by then.
 * @throws CATALOG_VERSION_TAKEN, CATALOG_BROKEN, INDEX_CONFLICT, INDEX_NOT_SPLICEABLE
 */
export async function missingIn(tree: CatalogTree, publication: Publication): Promise<Changes> {
  const { input, made } = publication;
  const placement = placementOf(input, made.packed.chart.metadata);
  const { folder, asset } = placement;
  const added = [
    ...(folder === undefined ? [] : unpackedChanges(tree, folder, made.files, placement)),
    ...(asset === undefined ? [] : await packedChanges(tree, { ...publication, asset, placement })),
  ];
  const isFlat = folder !== undefined && input.flat === 'remove';
  const removed = isFlat ? flatFiles(tree, placement.chart).map((path) => [path, null] as const) : [];
  const changes: Changes = new Map<string, Uint8Array | null>([...removed, ...added]);
  if (changes.size > 0) await proveLoads(tree, changes, placement);
  return changes;
}
