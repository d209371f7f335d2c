import { ArchiveError, collectFiles, findVersion, hexDigest, loadChart, readArchive } from '@launchway/helm';
import { isReleaseError, type Problem, ReleaseError } from '@launchway/core';
import { treeOf } from '../package/files.ts';
import { catalogProblems } from '../problems.ts';
import type { Placement } from './place.ts';
import { below, type CatalogTree, type Changes } from './tree.ts';

/**
 * Loads what a release touches as helm and Rancher will load it, before it is pushed. One chart that does not load takes
 * the whole catalogue away from everyone who reads it with Rancher.
 * @throws CATALOG_BROKEN with everything that would not load
 */
export async function proveLoads(tree: CatalogTree, changes: Changes, place: Placement): Promise<void> {
  const problems = [
    ...links(tree),
    ...shadows(tree, changes, place),
    ...(place.folder === undefined ? [] : await unpackedFaults(changes, place.folder, place)),
    ...(place.asset === undefined ? [] : await packedFaults(changes, place.asset, place)),
  ];
  if (problems.length > 0) throw new ReleaseError(problems);
}

/** Rancher refuses a repository with a symbolic link anywhere in it. */
function links(tree: CatalogTree): readonly Problem[] {
  const found = [...tree.entries].filter(([, { mode }]) => mode === '120000').map(([path]) => path);
  const [first] = found;
  if (first === undefined) return [];
  return [
    broken(
      first,
      `is a symbolic link${found.length > 1 ? ` (and ${found.length - 1} more)` : ''}, for which Rancher refuses the whole catalogue`,
      'Put the file itself in its place.',
    ),
  ];
}

/** Charts above the version's folder, and an index beside unpacked charts, hide what is below from Rancher. */
function shadows(tree: CatalogTree, changes: Changes, place: Placement): readonly Problem[] {
  if (place.folder === undefined) return [];
  const parts = place.folder.split('/');
  const has = (path: string): boolean =>
    changes.has(path) ? changes.get(path) !== null : tree.entries.has(path);
  const charts = parts
    .map((_, depth) => [...parts.slice(0, depth), 'Chart.yaml'].join('/'))
    .filter(has)
    .map((path) =>
      broken(
        path,
        'makes Rancher take its folder for one chart, and see no version below it',
        path === `${place.chart}/Chart.yaml`
          ? "Let the release take the older layout away, `flat: 'remove'`, or move the chart into a folder of its version."
          : 'Move that chart into a folder of its own.',
      ),
    );
  const unlisted = place.asset === undefined && tree.entries.has('index.yaml');
  if (!unlisted) return charts;
  const hidden = broken(
    'index.yaml',
    'lists the charts of this catalogue, and Rancher looks at no unpacked chart where there is an index',
    "Publish packages too, `layout: 'both'`, or remove the index.",
  );
  return [...charts, hidden];
}

async function unpackedFaults(
  changes: Changes,
  folder: string,
  place: Placement,
): Promise<readonly Problem[]> {
  const files = new Map(
    [...changes].flatMap(([path, bytes]) =>
      bytes !== null && path.startsWith(`${folder}/`)
        ? [[path.slice(folder.length + 1), bytes] as const]
        : [],
    ),
  );
  if (files.size === 0) return [];
  return faultsOf(folder, place, async () => {
    const collected = await collectFiles(treeOf(files), '');
    if (collected.problems.length > 0) throw new ReleaseError(collected.problems);
    return loadChart(collected.files, folder);
  });
}

async function packedFaults(changes: Changes, asset: string, place: Placement): Promise<readonly Problem[]> {
  const [bytes, index] = [changes.get(asset), changes.get(place.index)];
  const unloadable =
    bytes === undefined || bytes === null
      ? []
      : await faultsOf(asset, place, async () => loadChart(await readArchive(bytes), asset));
  if (index === undefined || index === null) return unloadable;
  const listed = await findVersion(index, place.name, place.version);
  const matches =
    bytes === undefined || bytes === null || listed.some(({ digest }) => digest === hexDigest(bytes));
  if (listed.length === 1 && matches) return unloadable;
  const fault =
    listed.length === 1
      ? 'lists the version with another digest'
      : `lists the version ${listed.length} times`;
  return [
    ...unloadable,
    broken(place.index, fault, 'Run `release catalog reconcile` in the catalogue once.'),
  ];
}

type Loaded = Awaited<ReturnType<typeof loadChart>>;

async function faultsOf(
  file: string,
  place: Placement,
  load: () => Promise<Loaded>,
): Promise<readonly Problem[]> {
  try {
    const { name, version } = (await load()).metadata;
    if (name === place.name && version === place.version) return [];
    return [
      broken(
        file,
        `holds ${name} ${version}`,
        'Name the chart and its version in Chart.yaml as they are released.',
      ),
    ];
  } catch (error) {
    if (!(error instanceof ArchiveError) && !isReleaseError(error)) throw error;
    const why =
      error instanceof ArchiveError ? error.message : error.problems.map(({ message }) => message).join(' ');
    return [broken(file, `would not load: ${why}`, 'Mend the chart; nothing was pushed.')];
  }
}

function broken(file: string, what: string, fix: string): Problem {
  return catalogProblems.error('CATALOG_BROKEN', {
    message: `${file} in the catalogue ${what}.`,
    fix,
    where: { file },
  });
}

/** Whether a catalogue has anything under a version, for those who cannot compare. */
export function isPresent(tree: CatalogTree, { folder, asset }: Placement): boolean {
  return [folder, asset].some(
    (path) => path !== undefined && (tree.entries.has(path) || below(tree, path).size > 0),
  );
}
