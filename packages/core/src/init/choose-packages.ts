import { behind, fileOf } from './choose-chart.ts';
import { type Chosen, type ChosenTrack, chooseTag, nothingChosen, together } from './chosen.ts';
import { isPlaceholder, isReleasable, type Manifest } from './manifests.ts';
import { core, type Fields, type Value } from './outline.ts';
import type { Part } from './predecessors/predecessor.ts';
import { folderOf, inside, isBelow, lastPart, memberOf, readData, trackName } from './sight.ts';
import type { Survey } from './survey.ts';

/** A package that will be a track of its own. */
interface Package {
  readonly folder: string;
  readonly manifests: readonly Manifest[];
  readonly part?: Part;
}

/**
 * Chooses a track for each package that nothing else releases: the one at the top where it stands alone, those of a workspace
 * that are not private, and those with an image or a tag of their own.
 */
export async function choosePackages(survey: Survey, before: Chosen): Promise<Chosen> {
  const claimed = new Set(before.tracks.flatMap(({ files }) => files));
  const free = survey.manifests.filter(({ kind, file }) => kind === 'npm' && !claimed.has(file));
  const wanted = free.filter((manifest) => isWanted(manifest, survey, before));
  const ready = wanted.filter(
    (manifest) => isReleasable(manifest) || (manifest.folder === '' && manifest.version === undefined),
  );
  const packages = [
    ...groupsOf(ready, survey, await fixedVersion(survey)),
    ...partsWithoutManifest(survey, before),
  ];
  const names = trackNames(packages, survey);
  const chosen = packages.map((each, index) =>
    choosePackage({
      survey,
      each,
      name: names[index] ?? 'main',
      isAlone: packages.length === 1 && before.tracks.length === 0,
      packages,
      names,
      others: before.tracks,
    }),
  );
  return together(...chosen, {
    ...nothingChosen,
    left: [...notReady(wanted, ready), ...privateOnes(free, wanted)],
  });
}

function isWanted(
  manifest: Manifest,
  { images, styles, predecessors, manifests }: Survey,
  before: Chosen,
): boolean {
  const { folder, isPrivate, isRoot, name = '' } = manifest;
  if (predecessors.some(({ ignored = [] }) => ignored.includes(name))) return false;
  if (predecessors.some(({ parts = [] }) => parts.some((part) => part.folder === folder))) return true;
  const hasImage = images.some(({ dockerfile }) => folder !== '' && folderOf(dockerfile) === folder);
  const hasTags = chooseTagOf(name, folder, styles);
  if (folder === '')
    return isRoot || before.tracks.length > 0
      ? !isPrivate || (!isRoot && hasTags)
      : !isPrivate ||
          manifests.every((other) => other.folder === '' || other.isPrivate || !isReleasable(other));
  return !isPrivate || hasImage || hasTags;
}

const chooseTagOf = (name: string, folder: string, styles: Survey['styles']): boolean =>
  styles.some(({ template }) =>
    [name, lastPart(name), lastPart(folder)].some(
      (each) => each !== '' && new RegExp(`^${escaped(each)}[-@/_]v?\\{version\\}$`).test(template),
    ),
  );

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The version that lerna gives to all packages. */
async function fixedVersion({ sight }: Survey): Promise<string | undefined> {
  const version = memberOf(await readData(sight, 'lerna.json'), 'version');
  return typeof version === 'string' && version !== 'independent' ? version : undefined;
}

/** Packages with one version together, those of a group first. */
function groupsOf(ready: readonly Manifest[], survey: Survey, fixed: string | undefined): readonly Package[] {
  const groups = [
    ...survey.predecessors.flatMap(({ together: named = [] }) => named),
    ...(fixed === undefined
      ? []
      : [ready.filter(({ version }) => version === fixed).map(({ name }) => name ?? '')]),
  ];
  const partOf = (folder: string): { readonly part?: Part } => {
    const part = survey.predecessors.flatMap(({ parts = [] }) => parts).find((one) => one.folder === folder);
    return part === undefined ? {} : { part };
  };
  const taken = new Set<Manifest>();
  const joined = groups.flatMap((names): readonly Package[] => {
    const own = ready.filter((manifest) => names.includes(manifest.name ?? '') && !taken.has(manifest));
    const isOne = own.length > 1 && new Set(own.map(({ version }) => version)).size === 1;
    if (!isOne) return [];
    for (const manifest of own) taken.add(manifest);
    return [{ folder: own[0]?.folder ?? '', manifests: own }];
  });
  const single = ready
    .filter((manifest) => !taken.has(manifest))
    .map(
      (manifest): Package => ({ folder: manifest.folder, manifests: [manifest], ...partOf(manifest.folder) }),
    );
  return [...joined, ...single];
}

/** Parts whose version another tool keeps in a file of its own, because they have no manifest that could. */
function partsWithoutManifest({ predecessors }: Survey, before: Chosen): readonly Package[] {
  return predecessors
    .flatMap(({ parts = [] }) => parts)
    .filter(({ pin, folder }) => pin !== undefined && !before.tracks.some((track) => track.folder === folder))
    .map((part) => ({ folder: part.folder, manifests: [], part }));
}

function trackNames(packages: readonly Package[], { sight }: Survey): readonly string[] {
  const names = packages.map(({ manifests: [first], part, folder }) =>
    trackName(part?.name ?? first?.name ?? (lastPart(folder) || sight.name)),
  );
  return names.map((name, index) => {
    const folder = packages[index]?.folder ?? '';
    return names.filter((other) => other === name).length === 1
      ? name
      : trackName(folder.replaceAll('/', '-') || sight.name);
  });
}

interface Choosing {
  readonly survey: Survey;
  readonly each: Package;
  readonly name: string;
  readonly isAlone: boolean;
  readonly packages: readonly Package[];
  readonly names: readonly string[];
  readonly others: readonly ChosenTrack[];
}

function choosePackage(choosing: Choosing): Chosen {
  const { survey, each, name, isAlone } = choosing;
  const { manifests, part, folder } = each;
  const [first] = manifests;
  const version = first?.version ?? part?.version;
  const isNew = version === undefined || isPlaceholder(version);
  const { tag, newest } = chooseTag(survey, {
    names: [...new Set([part?.name ?? first?.name ?? name, name, lastPart(folder)])].filter(
      (one) => one !== '',
    ),
    ...(version === undefined ? {} : { version }),
    usual: isAlone || folder === '' ? 'plain' : 'named',
  });
  const pins = withoutDoubles([
    ...manifests.map(({ file }) => file),
    ...(part?.pin === undefined || manifests.length > 0 ? [] : [part.pin]),
    ...(part?.pins ?? []),
  ]);
  const follows = followed(choosing);
  const options: Fields = {
    name,
    pins,
    ...(isNew ? { initial: newest ?? '0.1.0' } : {}),
    paths: pathsOf(choosing),
    ...(follows.length === 0 ? {} : { follows }),
    ...(tag === undefined ? {} : { tag: { name: tag } }),
  };
  const files = pins.map(fileOf);
  const track: ChosenTrack = {
    name,
    kind: 'package',
    files,
    folder,
    ...(tag === undefined ? {} : { tag }),
    ...(version === undefined ? {} : { version }),
  };
  return {
    calls: [
      { package: core, name: 'track', options, ...(isNew ? { remarks: [newVersion(files, newest)] } : {}) },
    ],
    tracks: [track],
    because: reasons(files, version, newest, isNew),
    left: isNew || version === undefined ? [] : behind(name, files[0] ?? '', version, newest),
  };
}

function withoutDoubles(pins: readonly Value[]): readonly Value[] {
  const spelled = pins.map((pin) => JSON.stringify(pin));
  return pins.filter((_, index) => spelled.indexOf(spelled[index] ?? '') === index);
}

const newVersion = (files: readonly string[], newest: string | undefined): string =>
  newest === undefined
    ? `No version is kept yet: the first release writes it into ${files[0]}.`
    : `The version was kept in tags alone: the next release goes on from the newest, ${newest}, and writes it into ${files[0]}.`;

function reasons(
  files: readonly string[],
  version: string | undefined,
  newest: string | undefined,
  isNew: boolean,
): readonly string[] {
  if (isNew) return [newVersion(files, newest)];
  return files.length > 1 ? [`${files.join(', ')} have one version, ${version}.`] : [];
}

/** Everything of its folders; of the top, what no other track counts. */
function pathsOf({ each, packages, others }: Choosing): readonly string[] {
  const { manifests, folder, part } = each;
  const folders = manifests.length > 0 ? manifests.map((manifest) => manifest.folder) : [folder];
  const without = part?.without ?? [];
  if (!folders.includes('')) return [...folders.map((one) => `${one}/**`), ...without];
  const apart = [...others, ...packages]
    .map((other) => other.folder)
    .filter((other) => other !== '' && !folders.includes(other));
  return ['**', ...[...new Set(apart)].map((other) => `!${other}/**`), ...without];
}

/** Tracks of the packages that this one depends on. */
function followed({ each, packages, names }: Choosing): readonly string[] {
  const needed = each.manifests.flatMap(({ data }) =>
    Object.keys((memberOf(data, 'dependencies') ?? {}) as object),
  );
  return packages.flatMap((other, index) =>
    other !== each && other.manifests.some(({ name }) => name !== undefined && needed.includes(name))
      ? (names[index] ?? [])
      : [],
  );
}

function notReady(wanted: readonly Manifest[], ready: readonly Manifest[]): readonly string[] {
  return wanted
    .filter((manifest) => !ready.includes(manifest))
    .map(({ file, version }) =>
      version === undefined
        ? `${file} has no version; write one, and add a track for it.`
        : `The version ${version} of ${file} is not strict SemVer; correct it, and add a track for it.`,
    );
}

function privateOnes(free: readonly Manifest[], wanted: readonly Manifest[]): readonly string[] {
  const others = free.filter(
    (manifest) =>
      !wanted.includes(manifest) && manifest.version !== undefined && !isPlaceholder(manifest.version),
  );
  if (others.length === 0) return [];
  const shown = others
    .slice(0, 3)
    .map(({ file }) => file)
    .join(', ');
  const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
  return [
    `Not released, for nothing of them is published: ${shown}${more}. Give those that have a version of their own a track().`,
  ];
}

/** Chooses a track where something is made that has no file for its version: a program in Go, an image. */
export function chooseTool(survey: Survey): Chosen {
  const { sight, images, sources, predecessors } = survey;
  const isMade =
    images.length > 0 || sources.length > 0 || predecessors.some(({ tool }) => tool === 'GoReleaser');
  if (!isMade) return nothingChosen;
  const name = trackName(sight.name);
  const { tag, newest } = chooseTag(survey, { names: [sight.name, name], usual: 'plain' });
  const file = freeName(survey);
  const made = sources.map((source) => lastPart(source)).find((source) => source !== 'go.mod');
  return {
    calls: [
      {
        package: core,
        name: 'track',
        options: {
          name,
          pins: [file],
          initial: newest ?? '0.1.0',
          paths: ['**', ...(sight.paths.some((path) => isBelow(path, 'docs')) ? ['!docs/**'] : [])],
          tag: { name: tag ?? 'v{version}' },
        },
        remarks: [newVersion([file], newest)],
      },
    ],
    tracks: [{ name, kind: 'package', files: [file], folder: '', tag: tag ?? 'v{version}' }],
    because: [newVersion([file], newest)],
    left:
      made === undefined
        ? []
        : [`Versions are held in JSON and YAML: that in ${made} does not follow by itself.`],
  };
}

/** A new file for the version, beside what is there. */
const freeName = ({ sight }: Survey): string =>
  ['version.json', 'release.json', '.version.json'].find((file) => !sight.paths.includes(inside('', file))) ??
  'launchway-version.json';
