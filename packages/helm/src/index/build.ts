import { goJson } from '../chart/gojson.ts';
import { emitYaml, type GoMapping } from '../yaml/emit.ts';
import { entryValue, type IndexEntry } from './entry.ts';
import { compareNewestFirst } from './order.ts';

/**
 * Writes a whole index, byte for byte as `helm repo index` does: charts by name, versions newest first.
 * @param generated when it was made, RFC 3339
 */
export function buildIndex(entries: readonly IndexEntry[], generated: string): string {
  return emitYaml({ apiVersion: 'v1', entries: chartsOf(entries), generated });
}

/** The same as `helm repo index --json` writes it. */
export function buildJsonIndex(entries: readonly IndexEntry[], generated: string): string {
  return goJson({ apiVersion: 'v1', generated, entries: chartsOf(entries) }, { gap: ' ', unit: '  ' });
}

function chartsOf(entries: readonly IndexEntry[]): GoMapping {
  const charts = new Map<string, IndexEntry[]>();
  for (const entry of entries) {
    const versions = charts.get(entry.metadata.name) ?? [];
    versions.push(entry);
    charts.set(entry.metadata.name, versions);
  }
  const byName = [...charts].sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  return Object.fromEntries(
    byName.map(([name, versions]) => [name, versions.sort(newestFirst).map(entryValue)]),
  );
}

const newestFirst = (left: IndexEntry, right: IndexEntry): number =>
  compareNewestFirst(left.metadata.version, right.metadata.version);
