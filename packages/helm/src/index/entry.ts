import type { ChartMetadata } from '../chart/metadata.ts';
import type { GoMapping } from '../yaml/emit.ts';

/** One version of one chart, as an index of a chart repository lists it. */
export interface IndexEntry {
  readonly metadata: ChartMetadata & { readonly name: string; readonly version: string };
  /** Lower-case hex SHA-256 of the package. */
  readonly digest: string;
  /** Addresses of the package, relative ones from the index. */
  readonly urls: readonly string[];
  /** When the version was made, RFC 3339. */
  readonly created: string;
}

/** The entry as a value, its members in the order of Go's structure; the YAML writer puts them in its own. */
export function entryValue({ metadata, digest, urls, created }: IndexEntry): GoMapping {
  return { ...(metadata as GoMapping), urls, created, digest };
}

/** Gives a time of an index, RFC 3339 in UTC, of whole seconds since 1970. */
export function indexTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, 'Z');
}
