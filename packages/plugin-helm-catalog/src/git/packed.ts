import { buildIndex, hexDigest, type IndexEntry, indexTime, samePackage, spliceEntry } from '@launchway/helm';
import type { MadePackage } from '../package/make.ts';
import { catalogProblems } from '../problems.ts';
import type { GitInput } from '../targets/input.ts';
import type { Placement } from './place.ts';
import type { CatalogTree } from './tree.ts';

type Change = readonly [path: string, bytes: Uint8Array];

export interface Packing {
  readonly asset: string;
  readonly placement: Placement;
  readonly made: MadePackage;
  readonly provenance: string | undefined;
  readonly input: GitInput;
  /** Time of the run, in milliseconds, for `generated`. */
  readonly now: number;
}

/**
 * Says what puts the package beside the others and lists it: its file, its signature, and one entry of the index. What is
 * there already stays as it is, also when another compressor made it; a package the index forgot is listed.
 * @throws CATALOG_VERSION_TAKEN, INDEX_CONFLICT, INDEX_NOT_SPLICEABLE
 */
export async function packedChanges(tree: CatalogTree, packing: Packing): Promise<readonly Change[]> {
  const { asset, made, placement, provenance } = packing;
  const there = await tree.read(asset);
  if (there !== undefined && !samePackage(there, made.packed.bytes)) throw taken(packing, hexDigest(there));
  const package_ = there ?? made.packed.bytes;
  const signature = `${asset}.prov`;
  const signed = provenance !== undefined && there === undefined && !tree.entries.has(signature);
  const index = await indexed(tree, packing, package_);
  return [
    ...(there === undefined ? [[asset, made.packed.bytes] as const] : []),
    ...(signed ? [[signature, Buffer.from(provenance)] as const] : []),
    ...(index === undefined ? [] : [[placement.index, index] as const]),
  ];
}

/** The index with the entry in it; nothing where it has it. */
async function indexed(
  tree: CatalogTree,
  { asset, placement, made, input, now }: Packing,
  bytes: Uint8Array,
): Promise<Uint8Array | undefined> {
  const entry: IndexEntry = {
    metadata: made.packed.chart.metadata,
    digest: hexDigest(bytes),
    urls: [urlOf(asset, placement.index, input.address)],
    created: indexTime(made.time),
  };
  const generated = indexTime(Math.floor(now / 1000));
  const old = await tree.read(placement.index);
  if (old === undefined) return Buffer.from(buildIndex([entry], generated));
  const spliced = spliceEntry(old, entry, { generated, file: placement.index });
  return spliced.state === 'unchanged' ? undefined : spliced.bytes;
}

/** The address of a package in an index: relative to the index, or below an address. */
function urlOf(asset: string, index: string, address: string | null): string {
  const depth = index.split('/').slice(0, -1);
  const parts = asset.split('/');
  let shared = 0;
  while (shared < depth.length && depth[shared] === parts[shared]) shared += 1;
  const relative = [...depth.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
  return address === null ? relative : `${address.replace(/\/$/, '')}/${relative}`;
}

function taken({ asset, made, placement }: Packing, digest: string): Error {
  return catalogProblems.refusal('CATALOG_VERSION_TAKEN', {
    message: `The catalogue already has ${placement.name} ${placement.version} in ${asset}, with other content: its digest is ${digest} instead of ${made.packed.digest}.`,
    fix: 'Release a new version; a published one never changes.',
    where: { file: asset },
  });
}
