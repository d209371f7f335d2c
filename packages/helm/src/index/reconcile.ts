import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { isReleaseError, type Problem, type Tree } from '@launchway/core';
import { readArchive } from '../chart/archive.ts';
import { ArchiveError } from '../chart/archive-error.ts';
import { loadChart } from '../chart/load.ts';
import { helmProblems } from '../problems.ts';
import { buildIndex, buildJsonIndex } from './build.ts';
import { type IndexEntry, indexTime } from './entry.ts';
import { outlineIndex } from './outline.ts';

/** How an index is written anew. */
export interface ReconcileOptions {
  /** Address before the path of every package; relative addresses unless told. */
  readonly url?: string;
  /** Time of the run, in seconds since 1970: of `generated`, and of what no older index dates. */
  readonly now: number;
  /** The index as it is; versions whose digest is in it keep their date, and JSON stays JSON. */
  readonly previous?: Uint8Array;
}

/** An index that was written anew. */
export interface Reconciled {
  readonly text: string;
  readonly entries: readonly IndexEntry[];
  /** Files that are no chart helm can load; they are not listed. */
  readonly problems: readonly Problem[];
}

/**
 * Writes an index anew from the packages of a folder, at any depth, as `helm repo index` does. It refuses nothing: see
 * {@link Reconciled.problems}.
 */
export async function reconcileIndex(tree: Tree, options: ReconcileOptions): Promise<Reconciled> {
  const dates = datesOf(options.previous);
  const entries: IndexEntry[] = [];
  const found: Problem[] = [];
  const packages = (await tree.list()).filter(({ path, kind }) => path.endsWith('.tgz') && kind !== 'link');
  for (const { path } of packages) {
    const bytes = (await tree.bytes(path)) ?? new Uint8Array();
    const digest = createHash('sha256').update(bytes).digest('hex');
    const metadata = await metadataOf(bytes, path);
    if ('problem' in metadata) found.push(metadata.problem);
    else {
      const urls = [
        options.url === undefined ? path : `${options.url.replace(/\/$/, '')}/${escapePath(path)}`,
      ];
      entries.push({
        metadata: metadata.metadata,
        digest,
        urls,
        created: dates.get(digest) ?? indexTime(options.now),
      });
    }
  }
  const build = isJson(options.previous) ? buildJsonIndex : buildIndex;
  return { text: build(entries, indexTime(options.now)), entries, problems: found };
}

const isJson = (index: Uint8Array | undefined): boolean =>
  /^\ufeff?\s*\{/.test(Buffer.from(index?.subarray(0, 1000) ?? []).toString('utf8'));

async function metadataOf(
  bytes: Uint8Array,
  path: string,
): Promise<{ readonly metadata: IndexEntry['metadata'] } | { readonly problem: Problem }> {
  try {
    return { metadata: (await loadChart(await readArchive(bytes), path)).metadata };
  } catch (error) {
    if (!(error instanceof ArchiveError) && !isReleaseError(error)) throw error;
    const why = isReleaseError(error) ? (error.problems[0]?.message ?? '') : `${path} ${error.message}.`;
    return {
      problem: helmProblems.warning('INDEX_PACKAGE_UNREADABLE', {
        message: `${path} is left out of the index: ${why}`,
        fix: 'Remove the file, or put a package there that helm can load.',
        where: { file: path },
      }),
    };
  }
}

/** The date of every digest of an index, as far as it can be read. */
function datesOf(index: Uint8Array | undefined): ReadonlyMap<string, string> {
  const dates = new Map<string, string>();
  if (index === undefined) return dates;
  try {
    for (const { versions } of outlineIndex(index, () => true).charts) {
      for (const { digest, created } of versions) {
        if (digest !== undefined && created !== undefined) dates.set(digest.replace(/^sha256:/, ''), created);
      }
    }
  } catch {
    // An index that cannot be read is the very reason to write it anew.
  }
  return dates;
}

const escapePath = (path: string): string =>
  posix.normalize(path).split('/').map(encodeURIComponent).join('/').replaceAll('%2B', '+');
