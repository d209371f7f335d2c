import { isStrictVersion } from '../../edits/strict-version.ts';
import { inside } from '../../model/path.ts';
import type { Value } from '../outline.ts';
import { folderOf, isBelow, lastPart } from '../paths.ts';
import type { FoundChart } from '../survey/charts.ts';
import { entriesOf, formOf, memberOf, readData, textOf } from '../survey/data.ts';
import type { Manifest } from '../survey/manifests.ts';
import type { Sight } from '../survey/sight.ts';
import type { Survey } from '../survey/survey.ts';
import { imageGlobs, sourceGlobs } from './sources.ts';

/** A chart whose tracks are being chosen. */
export interface Choosing {
  readonly survey: Survey;
  readonly chart: FoundChart;
  /** Manifests whose version no other track holds. */
  readonly free: readonly Manifest[];
  /** Whether it is the only chart. */
  readonly isAlone: boolean;
  readonly name: string;
  /** Names of the tracks of all charts, by their folders. */
  readonly charts: ReadonlyMap<string, string>;
}

/** What a chart installs and is made here. */
export interface App {
  /** Places that hold appVersion besides Chart.yaml. */
  readonly pins: readonly Value[];
  readonly paths: readonly string[];
  readonly folder: string;
  /** How values.yaml writes this version as the tag of images; nothing where it does not. */
  readonly tagForm?: string;
  /** Whether the chart's own version is the same, and nothing holds one of them apart from the other. */
  readonly isChart: boolean;
}

/** Finds what holds the chart's appVersion; nothing where the app is somebody else's. */
export async function findApp(choosing: Choosing): Promise<App | undefined> {
  const { chart, survey, isAlone } = choosing;
  const { appVersion } = chart;
  if (appVersion === undefined || chart.isLibrary || !isStrictVersion(appVersion)) return undefined;
  const isChart = appVersion === chart.version && ownManifest(choosing, appVersion) === undefined;
  const manifests = appManifests(choosing, appVersion, isChart);
  const isBuilt = survey.images.length > 0 || survey.sources.some((file) => folderOf(file) === '');
  const part = isAlone && manifests.length === 0 ? partOf(survey, appVersion) : undefined;
  const isMade =
    manifests.length > 0 || part !== undefined || (isAlone ? isBuilt : ownImages(choosing).length > 0);
  if (!isMade) return undefined;
  const tags = await imageTags(survey.sight, chart, appVersion);
  return {
    ...(tags.length === 0 ? {} : { tagForm: textOf(memberOf(tags[0], 'form')) ?? '{version}' }),
    folder: manifests.length === 1 ? (manifests[0]?.folder ?? '') : '',
    pins: [...(part === undefined ? [] : [part]), ...manifests.map(({ file }) => file), ...tags],
    paths: appPaths(choosing, manifests, isChart),
    isChart,
  };
}

/** The place in which another tool keeps this version, of a program at the top that has no manifest. */
const partOf = ({ predecessors }: Survey, version: string): Value | undefined =>
  predecessors
    .flatMap(({ parts = [] }) => parts)
    .find((part) => part.folder === '' && part.version === version)?.pin;

const manifestsOf = ({ free }: Choosing, appVersion: string): readonly Manifest[] =>
  free.filter(({ version }) => version === appVersion);

/** The manifest of a package below that is the app of the only chart, where what is at the top is no program. */
function ownManifest(choosing: Choosing, appVersion: string): Manifest | undefined {
  if (!choosing.isAlone) return namedAlike(choosing, appVersion)[0];
  const same = manifestsOf(choosing, appVersion);
  const below = same.filter(({ folder }) => folder !== '');
  const [own, ...others] = [inImages(choosing, below), below].find((list) => list.length > 0) ?? [];
  const isProgram = same.some(({ folder, isRoot }) => folder === '' && !isRoot);
  return isProgram || others.length > 0 ? undefined : own;
}

/** Of several charts, each has the package that is named like it. */
const namedAlike = (choosing: Choosing, appVersion: string): readonly Manifest[] =>
  manifestsOf(choosing, appVersion)
    .filter(({ folder }) => folder !== '' && lastPart(folder) === choosing.name)
    .slice(0, 1);

function inImages({ survey }: Choosing, manifests: readonly Manifest[]): readonly Manifest[] {
  const inputs = survey.images.flatMap((image) => [
    ...(image.inputs ?? []),
    `${folderOf(image.dockerfile)}/**`,
  ]);
  return manifests.filter(({ folder }) => folder !== '' && inputs.includes(`${folder}/**`));
}

/**
 * The manifests that say appVersion. Where the chart is one with the app, all of them are one line; else the app is what goes
 * into the image, what is at the top, or the only one.
 */
function appManifests(choosing: Choosing, appVersion: string, isChart: boolean): readonly Manifest[] {
  if (!choosing.isAlone) return namedAlike(choosing, appVersion);
  const same = manifestsOf(choosing, appVersion);
  if (isChart) return [...same].sort((left, right) => left.folder.length - right.folder.length);
  const own = appVersion === choosing.chart.version ? ownManifest(choosing, appVersion) : undefined;
  if (own !== undefined) return [own];
  const atTop = same.filter(({ folder }) => folder === '');
  return [inImages(choosing, same), atTop, same].find((list) => list.length === 1) ?? [];
}

/**
 * One package is the app where there is one image at most; else everything that goes into the images is. Where chart and app are
 * one version, all that holds it counts.
 */
function appPaths(choosing: Choosing, manifests: readonly Manifest[], isChart: boolean): readonly string[] {
  const { survey } = choosing;
  const images = ownImages(choosing);
  if (isChart) {
    const isAll =
      manifests.length === 0 ? images.length === 0 : manifests.some(({ folder }) => folder === '');
    const folders = manifests.map(({ folder }) => `${folder}/**`);
    return isAll ? sourceGlobs(survey) : [...new Set([...imageGlobs(survey, images), ...folders])];
  }
  const [only, ...others] = manifests;
  const isPackage = only !== undefined && others.length === 0 && only.folder !== '';
  if (isPackage && images.length < 2) return [`${only.folder}/**`];
  return images.length > 0 ? imageGlobs(survey, images) : sourceGlobs(survey);
}

/** Tags of images in values.yaml that are the app's version. */
async function imageTags(
  sight: Sight,
  { folder }: FoundChart,
  appVersion: string,
): Promise<readonly Value[]> {
  const file = inside(folder, 'values.yaml');
  const find = (value: unknown, path: readonly string[]): readonly Value[] =>
    entriesOf(value).flatMap(([key, member]) => {
      const here = [...path, key];
      if (key !== 'image') return here.length > 3 ? [] : find(member, here);
      const form = formOf(textOf(memberOf(member, 'tag')), appVersion);
      if (form === undefined) return [];
      const keys = [...here, 'tag'];
      const pointer = keys.some((each) => each.includes('.')) ? keys : keys.join('.');
      return [{ file, pointer, ...(form === '{version}' ? {} : { form }) }];
    });
  return find(await readData(sight, file), []);
}

/** Images of this chart: all where it is the only one, else those that are named like it. */
export function ownImages({ survey, chart, isAlone, name }: Choosing): Survey['images'] {
  if (isAlone) return survey.images;
  return survey.images.filter(
    ({ image = '', dockerfile }) =>
      lastPart(image) === name ||
      (chart.folder !== '' && isBelow(dockerfile, chart.folder)) ||
      lastPart(folderOf(dockerfile)) === name,
  );
}

/** The version that the image goes by, as the templates say. */
export async function imageVersion(sight: Sight, { folder }: FoundChart): Promise<'chart' | 'app'> {
  const templates = sight.paths.filter(
    (path) => path.startsWith(inside(folder, 'templates/')) && /\.(?:ya?ml|tpl)$/.test(path),
  );
  for (const path of templates) {
    const text = (await sight.text(path)) ?? '';
    const line = text
      .split('\n')
      .find((each) => /image|tag/i.test(each) && /\.Chart\.(?:App)?Version/.test(each));
    if (line !== undefined) return line.includes('.Chart.AppVersion') ? 'app' : 'chart';
  }
  return 'chart';
}
