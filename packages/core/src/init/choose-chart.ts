import { isStrictVersion } from '../edits/strict-version.ts';
import type { FoundChart } from './charts.ts';
import { type Chosen, type ChosenTrack, chooseTag, together } from './chosen.ts';
import { isPlaceholder, type Manifest } from './manifests.ts';
import { type Fields, plugin, type Value } from './outline.ts';
import {
  folderOf,
  inside,
  isBelow,
  lastPart,
  memberOf,
  readData,
  type Sight,
  textOf,
  trackName,
} from './sight.ts';
import { imageGlobs, sourceGlobs } from './sources.ts';
import type { Survey } from './survey.ts';

/** Chooses the tracks of every chart, and the files that share their versions. */
export async function chooseCharts(survey: Survey, claimed: ReadonlySet<string>): Promise<Chosen> {
  const { charts } = survey;
  const isAlone = charts.length === 1;
  const free = survey.manifests.filter(
    ({ kind, file, version }) =>
      kind === 'npm' && !claimed.has(file) && version !== undefined && !isPlaceholder(version),
  );
  const names = distinctNames(charts);
  const chosen: Chosen[] = [];
  for (const [index, chart] of charts.entries()) {
    chosen.push(await chooseChart({ survey, chart, free, isAlone, name: names[index] ?? chart.name }));
  }
  return together(...chosen);
}

/** Names that tell the charts apart: their own, with the folder where two have one. */
function distinctNames(charts: readonly FoundChart[]): readonly string[] {
  const names = charts.map(({ name }) => trackName(name));
  return charts.map(({ folder }, index) => {
    const name = names[index] ?? '';
    return names.filter((other) => other === name).length === 1
      ? name
      : trackName(folder.replaceAll('/', '-'));
  });
}

interface Choosing {
  readonly survey: Survey;
  readonly chart: FoundChart;
  /** Manifests that hold a version no other track holds. */
  readonly free: readonly Manifest[];
  /** Whether it is the only chart. */
  readonly isAlone: boolean;
  readonly name: string;
}

async function chooseChart(choosing: Choosing): Promise<Chosen> {
  const { survey, chart, isAlone, name } = choosing;
  const own = ownImages(choosing);
  const app = await findApp(choosing, own.length > 0);
  const root = isAlone ? rootOf(choosing) : undefined;
  const isOneLine = app !== undefined && chart.appVersion === chart.version;
  const ships = own.length > 0 && (isOneLine || (await imageVersion(survey.sight, chart)) === 'chart');
  const images = ships ? imageGlobs(survey, own) : [];
  const paths = (isOneLine && images.length === 0 ? app.paths : images).filter(
    (glob) => chart.folder !== '' || glob !== '**',
  );
  const { tag, newest } = chooseTag(survey, {
    names: [chart.name, lastPart(chart.folder)],
    version: chart.version,
    usual: isAlone ? 'plain' : 'named',
  });
  const pins: readonly Value[] = [
    ...(root === undefined ? [] : [root.file]),
    ...(isOneLine
      ? [{ file: chart.file, pointer: 'appVersion' }, ...app.pins.filter((pin) => pin !== root?.file)]
      : []),
  ];
  const when = ships && !isOneLine && images.length > 0 ? { when: images } : {};
  const release: Fields = {
    ...(isAlone ? {} : { name }),
    ...(pins.length === 0 ? {} : { with: pins }),
    ...(paths.length === 0 ? {} : { paths }),
    ...(tag === undefined ? {} : { tag: { name: tag, ...when } }),
  };
  const appTrack = isOneLine ? undefined : app;
  const appName = isAlone ? 'app' : `${name}-app`;
  const notes = survey.sight.paths.find((path) => path === inside(chart.folder, 'release-notes.md'));
  const options: Fields = {
    chart: chart.folder === '' ? '.' : chart.folder,
    ...(isAlone ? {} : { id: name }),
    release,
    ...(appTrack === undefined ? {} : { app: appOptions(appTrack, isAlone ? undefined : appName) }),
    ...(notes === undefined ? {} : { notes: { file: notes } }),
  };
  return {
    calls: [{ package: plugin('chart'), name: 'chart', options }],
    tracks: [
      chartTrack(choosing, pins, tag),
      ...(appTrack === undefined ? [] : [appTrackOf(chart, appTrack, appName)]),
    ],
    because: [
      ...(root === undefined
        ? []
        : [`${root.file} and ${chart.file} say ${chart.version}: they are one version.`]),
      ...appReasons(chart, app, isOneLine),
      ...('when' in when
        ? [
            `The image goes by the chart's version: a tag is due when ${spelled(images)} changes, and not for the chart alone.`,
          ]
        : []),
      ...(notes === undefined ? [] : [`${notes} is written by hand for each release.`]),
    ],
    left: behind(isAlone ? 'chart' : name, chart.file, chart.version, newest),
  };
}

const spelled = (globs: readonly string[]): string =>
  globs.includes('**') ? 'the program' : globs.map((glob) => glob.replace(/\/\*\*$/, '')).join(' or ');

function appOptions({ pins, paths }: App, name: string | undefined): Fields {
  return { ...(name === undefined ? {} : { name }), ...(pins.length === 0 ? {} : { with: pins }), paths };
}

function chartTrack(
  { chart, isAlone, name }: Choosing,
  pins: readonly Value[],
  tag: string | undefined,
): ChosenTrack {
  return {
    name: isAlone ? 'chart' : name,
    kind: 'chart',
    version: chart.version,
    folder: chart.folder,
    files: [chart.file, ...pins.map(fileOf)],
    ...(tag === undefined ? {} : { tag }),
  };
}

const appTrackOf = (chart: FoundChart, { pins, folder }: App, name: string): ChosenTrack => ({
  name,
  kind: 'app',
  version: chart.appVersion ?? '',
  folder,
  files: pins.map(fileOf),
});

/** The file of a pin. */
export const fileOf = (pin: Value): string =>
  typeof pin === 'string' ? pin : (textOf(memberOf(pin, 'file')) ?? '');

/** Says what to do where the files are behind the tags. */
export function behind(
  track: string,
  file: string,
  version: string,
  newest: string | undefined,
): readonly string[] {
  if (newest === undefined || newest === version) return [];
  const [left, right] = [version, newest].map((one) => one.split(/[.-]/).map(Number));
  const at = left?.findIndex((part, index) => part !== right?.[index]) ?? -1;
  if (at < 0 || at > 2 || (left?.[at] ?? 0) > (right?.[at] ?? 0)) return [];
  return [
    `${file} says ${version}, and the newest tag is of ${newest}: let the file say so first, with \`npx --no-install release bump --${track}=${newest} --no-push\`.`,
  ];
}

/** The image goes by the app's version where the templates say so. */
async function imageVersion(sight: Sight, { folder }: FoundChart): Promise<'chart' | 'app'> {
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

/** Images of this chart: all where it is the only one, else those that are named like it. */
function ownImages({ survey, chart, isAlone, name }: Choosing): Survey['images'] {
  if (isAlone) return survey.images;
  return survey.images.filter(
    ({ image = '', dockerfile }) =>
      lastPart(image) === name ||
      isBelow(dockerfile, chart.folder) ||
      lastPart(folderOf(dockerfile)) === name,
  );
}

/** The manifest at the top, where it says the same as the chart. */
function rootOf({ chart, free }: Choosing): Manifest | undefined {
  return free.find(({ folder, version }) => folder === '' && version === chart.version);
}

/** What a chart installs and is made here. */
interface App {
  readonly pins: readonly Value[];
  readonly paths: readonly string[];
  readonly folder: string;
}

/** Finds what holds the chart's appVersion; nothing where the app is somebody else's. */
async function findApp(choosing: Choosing, hasImage: boolean): Promise<App | undefined> {
  const { chart, survey, isAlone } = choosing;
  const { appVersion } = chart;
  if (appVersion === undefined || chart.isLibrary || !isStrictVersion(appVersion)) return undefined;
  const manifest = appManifest(choosing, appVersion);
  const isWhole = appVersion === chart.version && rootOf(choosing) !== undefined;
  const isMade = manifest !== undefined || (isAlone && (hasImage || isWhole || survey.sources.length > 0));
  if (!isMade) return undefined;
  const values = { file: inside(chart.folder, 'values.yaml'), pointer: 'image.tag' };
  const tag = textOf(memberOf(await readData(survey.sight, values.file), 'image', 'tag'));
  const folder = manifest?.folder ?? '';
  return {
    folder,
    pins: [...(manifest === undefined ? [] : [manifest.file]), ...(tag === appVersion ? [values] : [])],
    paths: folder === '' ? appPaths(choosing) : [`${folder}/**`],
  };
}

function appPaths({ survey, ...choosing }: Choosing): readonly string[] {
  const images = ownImages({ survey, ...choosing });
  return images.length > 0 ? imageGlobs(survey, images) : sourceGlobs(survey);
}

/** The manifest that says appVersion: one that goes into the image, the one at the top, or the only one. */
function appManifest(
  { chart, free, survey, isAlone, name }: Choosing,
  appVersion: string,
): Manifest | undefined {
  const same = free.filter(
    ({ version, folder }) =>
      version === appVersion && !(folder === '' && isAlone && version === chart.version),
  );
  if (!isAlone) return same.find(({ folder }) => folder !== '' && lastPart(folder) === name);
  const inputs = survey.images.flatMap((image) => [
    ...(image.inputs ?? []),
    `${folderOf(image.dockerfile)}/**`,
  ]);
  const inImage = same.filter(({ folder }) => folder !== '' && inputs.includes(`${folder}/**`));
  const atTop = same.filter(({ folder }) => folder === '');
  return [inImage, atTop, same].find((list) => list.length === 1)?.[0];
}

function appReasons(chart: FoundChart, app: App | undefined, isOneLine: boolean): readonly string[] {
  const { appVersion, file } = chart;
  if (appVersion === undefined || chart.isLibrary) return [];
  if (isOneLine)
    return [`version and appVersion of ${file} are both ${chart.version}: they are one version.`];
  if (app !== undefined) {
    const held = app.pins.map(fileOf);
    return [
      held.length === 0
        ? `appVersion ${appVersion} of ${file} is a version of its own, that of what is built here.`
        : `${held.join(' and ')} and appVersion of ${file} say ${appVersion}: they are one version, apart from the chart's.`,
    ];
  }
  const why = isStrictVersion(appVersion) ? 'nothing here holds it' : 'it is not strict SemVer';
  return [`appVersion ${appVersion} of ${file} is left to you: ${why}.`];
}
