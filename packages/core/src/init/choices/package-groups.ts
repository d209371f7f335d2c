import { defined } from '../../model/defined.ts';
import type { Value } from '../outline.ts';
import { folderOf, lastPart } from '../paths.ts';
import type { Part } from '../predecessors/predecessor.ts';
import { memberOf, readData } from '../survey/data.ts';
import { isReleasable, type Manifest } from '../survey/manifests.ts';
import type { Survey } from '../survey/survey.ts';
import { namedStyle, plainTagsAre } from '../survey/tags.ts';
import { type Chosen, trackName } from './chosen.ts';

/** A package, or several with one version, that will be a track of their own. */
export interface Package {
  readonly folder: string;
  readonly manifests: readonly Manifest[];
  readonly part?: Part;
  /** What it is called, where its manifest does not tell. */
  readonly name?: string;
  /** Further places that hold its version. */
  readonly pins?: readonly Value[];
}

/** Manifests of packages that are released, and those that would be but for their version. */
export interface Wanted {
  readonly ready: readonly Manifest[];
  readonly notReady: readonly Manifest[];
}

/** Chooses the packages that are released: those that are not private, and those with an image or tags of their own. */
export function wantedPackages(free: readonly Manifest[], survey: Survey, before: Chosen): Wanted {
  const wanted = free.filter((manifest) => isWanted(manifest, survey, before));
  const isReady = (manifest: Manifest): boolean =>
    isReleasable(manifest) || (manifest.folder === '' && manifest.version === undefined);
  return { ready: wanted.filter(isReady), notReady: wanted.filter((manifest) => !isReady(manifest)) };
}

function isWanted(manifest: Manifest, survey: Survey, before: Chosen): boolean {
  const { images, styles, predecessors, manifests } = survey;
  const { folder, isPrivate, isRoot, name = '' } = manifest;
  if (predecessors.some(({ ignored = [] }) => ignored.includes(name))) return false;
  if (predecessors.some(({ parts = [] }) => parts.some((part) => part.folder === folder))) return true;
  const hasTags = namedStyle(styles, [name, lastPart(name), lastPart(folder)]) !== undefined;
  if (folder !== '')
    return !isPrivate || hasTags || images.some(({ dockerfile }) => folderOf(dockerfile) === folder);
  if (isRoot || before.tracks.length > 0)
    return !isPrivate || (!isRoot && (hasTags || hasPlainTags(manifest, survey)));
  return (
    !isPrivate || manifests.every((other) => other.folder === '' || other.isPrivate || !isReleasable(other))
  );
}

/** Whether tags without a name are of the package at the top, and of no chart. */
const hasPlainTags = ({ version = '' }: Manifest, survey: Survey): boolean =>
  survey.charts.length > 0 && survey.charts.every((chart) => plainTagsAre(survey, version, chart.version));

/** Joins packages that have one version together, and adds parts that have no manifest. */
export async function packagesOf(
  ready: readonly Manifest[],
  survey: Survey,
  before: Chosen,
): Promise<readonly Package[]> {
  const fixed = await fixedPackages(ready, survey);
  const left = ready.filter((manifest) => fixed?.manifests.includes(manifest) !== true);
  const parts = survey.predecessors.flatMap((one) => one.parts ?? []);
  const joined = joinedPackages(left, survey);
  const taken = new Set(joined.flatMap(({ manifests }) => manifests));
  const single = left
    .filter((manifest) => !taken.has(manifest) && !(fixed !== undefined && manifest.isRoot))
    .map((manifest): Package => {
      const part = parts.find(({ folder }) => folder === manifest.folder);
      return { folder: manifest.folder, manifests: [manifest], ...defined({ part }) };
    });
  const bare = parts
    .filter(({ pin, folder }) => pin !== undefined && !before.tracks.some((track) => track.folder === folder))
    .map((part): Package => ({ folder: part.folder, manifests: [], part }));
  return [...(fixed === undefined ? [] : [fixed]), ...joined, ...single, ...bare];
}

/** The packages to which lerna gives one version, and the files that hold it. */
async function fixedPackages(
  ready: readonly Manifest[],
  { sight, manifests }: Survey,
): Promise<Package | undefined> {
  const version = memberOf(await readData(sight, 'lerna.json'), 'version');
  const own = ready.filter((manifest) => manifest.version === version && manifest.folder !== '');
  if (own.length === 0) return undefined;
  const root = manifests.find((manifest) => manifest.file === 'package.json' && manifest.version === version);
  return {
    folder: own[0]?.folder ?? '',
    manifests: own,
    name: root?.name ?? sight.name,
    pins: ['lerna.json', ...(root === undefined ? [] : [root.file])],
  };
}

/** The groups that a tool before was told. */
function joinedPackages(ready: readonly Manifest[], { predecessors }: Survey): readonly Package[] {
  const taken = new Set<Manifest>();
  return predecessors
    .flatMap(({ together = [] }) => together)
    .flatMap((names): readonly Package[] => {
      const own = ready.filter((manifest) => names.includes(manifest.name ?? '') && !taken.has(manifest));
      const isOne = own.length > 1 && new Set(own.map(({ version }) => version)).size === 1;
      if (!isOne) return [];
      for (const manifest of own) taken.add(manifest);
      return [{ folder: own[0]?.folder ?? '', manifests: own }];
    });
}

/** Names that tell the tracks apart: the packages' own, or their folders' where that is taken. */
export function packageNames(
  packages: readonly Package[],
  { sight }: Survey,
  before: Chosen,
): readonly string[] {
  const names = packages.map(({ manifests: [first], part, folder, name }) =>
    trackName(name ?? part?.name ?? first?.name ?? (lastPart(folder) || sight.name)),
  );
  const others = before.tracks.map(({ name }) => name);
  return names.map((name, index) => {
    const folder = packages[index]?.folder ?? '';
    const isFree = !others.includes(name) && names.filter((other) => other === name).length === 1;
    if (isFree) return name;
    const longer = trackName(folder.replaceAll('/', '-') || `${sight.name}-package`);
    return others.includes(longer) ? `${longer}-package` : longer;
  });
}
