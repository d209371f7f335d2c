import { defined } from '../../model/defined.ts';
import { inside } from '../../model/path.ts';
import { core, type Fields, type Value } from '../outline.ts';
import { lastPart } from '../paths.ts';
import { memberOf } from '../survey/data.ts';
import { isPlaceholder, type Manifest } from '../survey/manifests.ts';
import type { Survey } from '../survey/survey.ts';
import { isPlain } from '../survey/tags.ts';
import {
  behind,
  type Chosen,
  type ChosenTrack,
  chooseTag,
  fileOf,
  firstVersion,
  nothingChosen,
  together,
} from './chosen.ts';
import { exactDependents } from './dependents.ts';
import { type Package, packageNames, packagesOf, wantedPackages } from './package-groups.ts';

/** Chooses a track for each package that nothing else releases. */
export async function choosePackages(survey: Survey, before: Chosen): Promise<Chosen> {
  const claimed = new Set(before.tracks.flatMap(({ files }) => files));
  const free = survey.manifests.filter(({ kind, file }) => kind === 'npm' && !claimed.has(file));
  const { ready, notReady } = wantedPackages(free, survey, before);
  const packages = await packagesOf(ready, survey, before);
  const names = packageNames(packages, survey, before);
  const isAlone = packages.length === 1 && before.tracks.length === 0;
  const dependents = await exactDependents(survey.sight, survey.manifests);
  const chosen = together(
    ...packages.map((each, index) =>
      choosePackage({
        survey,
        each,
        name: names[index] ?? 'main',
        isAlone,
        packages,
        names,
        others: before.tracks,
        dependents,
      }),
    ),
  );
  const held = new Set(chosen.tracks.flatMap(({ files }) => files));
  const others = free.filter((manifest) => !notReady.includes(manifest) && !held.has(manifest.file));
  return together(chosen, { ...nothingChosen, left: [...notReady.map(unfit), ...notReleased(others)] });
}

interface Choosing {
  readonly survey: Survey;
  readonly each: Package;
  readonly name: string;
  readonly isAlone: boolean;
  readonly packages: readonly Package[];
  readonly names: readonly string[];
  readonly others: readonly ChosenTrack[];
  /** Places in which other packages ask for exactly the version of one. */
  readonly dependents: (manifest: Manifest) => readonly Value[];
}

function choosePackage(choosing: Choosing): Chosen {
  const { each, name } = choosing;
  const { manifests, part, folder } = each;
  const version = manifests[0]?.version ?? part?.version;
  const isNew = version === undefined || isPlaceholder(version);
  const { tag, newest } = tagOf(choosing, version);
  const pins = pinsOf(choosing);
  const files = pins.map(fileOf);
  const follows = followed(choosing);
  const options: Fields = {
    name,
    pins,
    ...(isNew ? { initial: newest ?? '0.1.0' } : {}),
    paths: pathsOf(choosing),
    ...(follows.length === 0 ? {} : { follows }),
    ...(tag === undefined ? {} : { tag: { name: tag } }),
  };
  const track: ChosenTrack = {
    name,
    kind: 'package',
    files,
    folder,
    ...defined({ tag, version }),
  };
  const remarks = isNew ? [firstVersion(files, newest)] : [];
  return {
    calls: [{ package: core, name: 'track', options, ...(isNew ? { remarks } : {}) }],
    tracks: [track],
    because: isNew ? remarks : oneVersion(each, version),
    left: isNew ? [] : behind(name, files[0] ?? '', version, newest),
  };
}

/** Tags are called by the package, its track or its folder; plain ones are its own where it is the only thing, or at the top. */
function tagOf({ survey, each, name, isAlone, others }: Choosing, version: string | undefined) {
  const { manifests, part, folder } = each;
  const own = each.name ?? part?.name ?? manifests[0]?.name ?? name;
  const hasPlain = others.some(({ tag }) => tag !== undefined && isPlain(tag));
  return chooseTag(survey, {
    names: [...new Set([own, name, lastPart(folder)])].filter((one) => one !== ''),
    ...defined({ version }),
    usual: (isAlone || folder === '') && !hasPlain ? 'plain' : 'named',
    between: '@',
  });
}

/** The places of its version: its own, and those in which others ask for exactly it. What is a chart's is left to that. */
function pinsOf({ survey, each: { pins = [], manifests, part }, dependents }: Choosing): readonly Value[] {
  const ofCharts = survey.charts.flatMap(({ file, folder }) => [file, inside(folder, 'values.yaml')]);
  return withoutDoubles([
    ...pins,
    ...manifests.map(({ file }) => file),
    ...(part?.pin === undefined || manifests.length > 0 ? [] : [part.pin]),
    ...manifests.flatMap(dependents),
    ...(part?.pins ?? []).filter((pin) => !ofCharts.includes(fileOf(pin))),
  ]);
}

function withoutDoubles(pins: readonly Value[]): readonly Value[] {
  const spelled = pins.map((pin) => JSON.stringify(pin));
  return pins.filter((_, index) => spelled.indexOf(spelled[index] ?? '') === index);
}

function oneVersion({ pins = [], manifests }: Package, version: string): readonly string[] {
  const files = [...pins.map(fileOf), ...manifests.map(({ file }) => file)];
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

const unfit = ({ file, version }: Manifest): string =>
  version === undefined
    ? `${file} has no version; write one, and add a track for it.`
    : `The version ${version} of ${file} is not strict SemVer; correct it, and add a track for it.`;

function notReleased(manifests: readonly Manifest[]): readonly string[] {
  const others = manifests.filter(({ version }) => version !== undefined && !isPlaceholder(version));
  if (others.length === 0) return [];
  const shown = others.slice(0, 3).map(({ file }) => file);
  const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
  return [
    `Not released, for nothing of them is published: ${shown.join(', ')}${more}. Give those that have a version of their own a track().`,
  ];
}
