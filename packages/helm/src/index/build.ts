import { emitYaml } from '../yaml/emit.ts';
import { entryValue, type IndexEntry } from './entry.ts';
import { compareNewestFirst } from './order.ts';

/**
 * Writes a whole index, byte for byte as `helm repo index` does: charts by name, versions newest first.
 * @param generated when it was made, RFC 3339
 */
export function buildIndex(entries: readonly IndexEntry[], generated: string): string {
  const charts = new Map<string, IndexEntry[]>();
  for (const entry of entries) {
    const versions = charts.get(entry.metadata.name) ?? [];
    versions.push(entry);
    charts.set(entry.metadata.name, versions);
  }
  const lists = [...charts].map(
    ([name, versions]) => [name, versions.sort(newestFirst).map(entryValue)] as const,
  );
  return emitYaml({ apiVersion: 'v1', entries: Object.fromEntries(lists), generated });
}

const newestFirst = (left: IndexEntry, right: IndexEntry): number =>
  compareNewestFirst(left.metadata.version, right.metadata.version);
