import { inside } from '@launchway/core';
import type { ChartFile } from '@launchway/helm';
import { catalogProblems } from '../problems.ts';
import type { Placement } from './place.ts';
import { below, type CatalogTree } from './tree.ts';

/**
 * Says what puts a version into its folder; nothing when it is there.
 * @throws CATALOG_VERSION_TAKEN when the folder holds something else
 */
export function unpackedChanges(
  tree: CatalogTree,
  folder: string,
  files: readonly ChartFile[],
  { name, version }: Placement,
): readonly (readonly [string, Uint8Array])[] {
  const there = below(tree, folder);
  if (there.size === 0) return files.map(({ path, bytes }) => [inside(folder, path), bytes]);
  const wanted = new Map(files.map(({ path, bytes }) => [path, tree.oidOf(bytes)]));
  const differing = [...new Set([...there.keys(), ...wanted.keys()])]
    .filter((path) => there.get(path)?.oid !== wanted.get(path))
    .sort();
  if (differing.length === 0) return [];
  const shown = differing.slice(0, 8).map((path) => describe(path, there.has(path), wanted.has(path)));
  const more = differing.length > shown.length ? ` and ${differing.length - shown.length} more` : '';
  throw catalogProblems.refusal('CATALOG_VERSION_TAKEN', {
    message: `The catalogue already has ${name} ${version} in ${folder}, with other content: ${shown.join(', ')}${more}.`,
    fix: 'Release a new version; a published one never changes.',
    where: { file: folder },
  });
}

function describe(path: string, isThere: boolean, isWanted: boolean): string {
  if (isThere && isWanted) return path;
  return `${path} (${isThere ? 'only there' : 'only in this release'})`;
}

/**
 * Gives the files of a chart that lies in the folder of its versions itself, as older catalogues have it. Rancher takes
 * such a folder for one chart, and sees no version below it.
 */
export function flatFiles(tree: CatalogTree, chart: string): readonly string[] {
  const there = below(tree, chart);
  if (!there.has('Chart.yaml')) return [];
  const versions = new Set(
    [...there.keys()]
      .flatMap((path) => /^([^/]+)\/Chart\.yaml$/.exec(path)?.[1] ?? [])
      .filter((name) => /^v?\d/.test(name)),
  );
  return [...there.keys()]
    .filter((path) => !versions.has(path.split('/')[0] ?? ''))
    .map((path) => inside(chart, path));
}
