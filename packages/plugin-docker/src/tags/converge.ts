import { isFloating, type ListedTag, type RequestedTag, rivals } from './rivals.ts';

/** A floating tag that names the wrong version, and what it must name. */
export interface Repair {
  readonly tag: string;
  /** The version that is to hold it. */
  readonly version: string;
  readonly digest: string;
}

/**
 * Tells which floating tags must be given to another version, once they were moved and the tags listed again.
 *
 * Registries know no compare-and-swap, so of two releases at once either may write last. Each of them therefore writes
 * its exact tag first, then its floating tags, then lists, repairs, and lists again, until there is nothing to repair: who
 * writes a floating tag last has seen every exact tag that was there before, and who adds an exact tag later looks later.
 * @param moved the floating tags this release was to have
 * @param listed the repository's tags with their digests, read after the last write
 */
export function repairs(
  version: string,
  moved: readonly RequestedTag[],
  listed: readonly ListedTag[],
): Repair[] {
  const digests = new Map(listed.map(({ tag, digest }) => [tag, digest]));
  return moved.filter(isFloating).flatMap((tag) => {
    const [winner] = rivals(tag, version, listed);
    if (winner?.digest === undefined || digests.get(tag.name) === winner.digest) return [];
    return [{ tag: tag.name, version: winner.version, digest: winner.digest }];
  });
}
