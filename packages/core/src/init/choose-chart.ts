import { isStrictVersion } from '../edits/strict-version.ts';
import { type App, type Choosing, findApp, imageVersion, ownImages } from './app.ts';
import type { FoundChart } from './charts.ts';
import { behind, type Chosen, type ChosenTrack, chooseTag, fileOf, together } from './chosen.ts';
import type { FoundImage } from './images.ts';
import { isPlaceholder } from './manifests.ts';
import { type Fields, plugin, type Value } from './outline.ts';
import { folderOf, inside, lastPart, trackName } from './sight.ts';
import { imageGlobs } from './sources.ts';
import type { Survey } from './survey.ts';
import { plainStyle } from './tags.ts';

/** Chooses the tracks of every chart, and the files that share their versions. */
export async function chooseCharts(survey: Survey, claimed: ReadonlySet<string>): Promise<Chosen> {
  const { charts } = survey;
  const free = survey.manifests.filter(
    ({ kind, file, version }) =>
      kind === 'npm' && !claimed.has(file) && version !== undefined && !isPlaceholder(version),
  );
  const names = distinctNames(charts);
  const chosen = charts.map((chart, index) =>
    chooseChart({ survey, chart, free, isAlone: charts.length === 1, name: names[index] ?? chart.name }),
  );
  return together(...(await Promise.all(chosen)));
}

/** Names that tell the charts apart: their own, or their folders' where two have one. */
function distinctNames(charts: readonly FoundChart[]): readonly string[] {
  const names = charts.map(({ name }) => trackName(name));
  return charts.map(({ folder }, index) => {
    const name = names[index] ?? '';
    const isAlone = names.filter((other) => other === name).length === 1;
    return isAlone ? name : trackName(folder.replaceAll('/', '-'));
  });
}

/** How the versions of a chart hang together with what else is here. */
interface Lines {
  readonly app: App | undefined;
  /** Whether version and appVersion are one. */
  readonly isOne: boolean;
  /** Further places that hold the chart's version. */
  readonly pins: readonly Value[];
  /** Further globs that count for the chart. */
  readonly paths: readonly string[];
  /** Globs that call for a tag, where the image goes by the chart's version. */
  readonly when: readonly string[];
  /** Images that go by the chart's version. */
  readonly images: readonly FoundImage[];
  /** Images that go by the version of an app of its own. */
  readonly appImages: readonly FoundImage[];
}

async function linesOf(choosing: Choosing): Promise<Lines> {
  const { survey, chart, free, isAlone } = choosing;
  const app = await findApp(choosing);
  const isOne = app !== undefined && chart.appVersion === chart.version;
  const root = free.find(({ folder, version }) => isAlone && folder === '' && version === chart.version);
  const own = ownImages(choosing).filter((image) => !isOfPackage(image, choosing, app));
  const isTagged = app !== undefined && isAlone && tagsAreOfApp(survey, chart);
  const goesBy = app?.tagsImages === true || isTagged ? 'app' : await imageVersion(survey.sight, chart);
  const globs = own.length > 0 && goesBy === 'chart' ? imageGlobs(survey, own) : [];
  const counted = isOne ? app.paths : globs;
  const needed = survey.charts
    .filter(({ folder }) => chart.needs.includes(folder))
    .map(({ folder }) => `${folder}/**`);
  // What a glob takes away is gone for good, and the chart's own folder counts for it.
  const isOwn = (glob: string): boolean =>
    chart.folder === '' ? glob === '**' : [`${chart.folder}/**`, ...needed].some((own) => glob === `!${own}`);
  return {
    app,
    isOne,
    pins: isOne
      ? [{ file: chart.file, pointer: 'appVersion' }, ...app.pins]
      : root === undefined
        ? []
        : [root.file],
    paths: [...counted.filter((glob) => !isOwn(glob)), ...needed],
    when: isOne ? [] : globs,
    images: isOne || goesBy === 'chart' ? own : [],
    appImages: isOne || goesBy === 'chart' ? [] : own,
  };
}

/** Whether an image is made in the folder of a package that is no part of the app, and so has a track of its own. */
function isOfPackage(
  { dockerfile }: FoundImage,
  { survey, chart, free }: Choosing,
  app: App | undefined,
): boolean {
  const held = app?.pins.map(fileOf) ?? [];
  return free.some(
    ({ folder, file, version = '' }) =>
      folder === folderOf(dockerfile) &&
      !held.includes(file) &&
      (folder !== '' || tagsAreOf(survey, version, chart.version)),
  );
}

async function chooseChart(choosing: Choosing): Promise<Chosen> {
  const { survey, chart, isAlone, name } = choosing;
  const lines = await linesOf(choosing);
  const app = lines.isOne ? undefined : lines.app;
  const appName = isAlone ? 'app' : `${name}-app`;
  const tagged = app !== undefined && isAlone && tagsAreOfApp(survey, chart) ? appTag(survey, chart) : {};
  const { tag, newest } = chooseTag(survey, {
    names: name === trackName(chart.name) ? [chart.name, lastPart(chart.folder)] : [name],
    version: chart.version,
    usual:
      tagged.tag !== undefined || tagsAreOfPackage(choosing, lines) ? 'none' : isAlone ? 'plain' : 'named',
  });
  const notes = survey.sight.paths.find((path) => path === inside(chart.folder, 'release-notes.md'));
  const options: Fields = {
    chart: chart.folder === '' ? '.' : chart.folder,
    ...(isAlone ? {} : { id: name }),
    release: releaseOptions(lines, isAlone ? undefined : name, tag),
    ...(app === undefined ? {} : { app: appOptions(app, isAlone ? undefined : appName, tagged.tag) }),
    ...(notes === undefined ? {} : { notes: { file: notes } }),
  };
  return {
    calls: [{ package: plugin('chart'), name: 'chart', options }],
    tracks: [
      chartTrack(choosing, lines, tag),
      ...(app === undefined
        ? []
        : [appTrack(chart, { ...app, images: lines.appImages }, appName, tagged.tag)]),
    ],
    because: [
      ...reasons(chart, lines),
      ...(tagged.tag === undefined
        ? []
        : [`Tags such as ${tagged.tag.replace('{version}', chart.appVersion ?? '')} are of the app.`]),
      ...(notes === undefined ? [] : [`${notes} is written by hand for each release.`]),
    ],
    left: [
      ...behind(isAlone ? 'chart' : name, chart.file, chart.version, newest),
      ...behind(appName, chart.file, chart.appVersion ?? '', tagged.newest),
      ...notVendored(chart),
    ],
  };
}

function notVendored({ folder, file, missing }: FoundChart): readonly string[] {
  if (missing.length === 0) return [];
  const at = folder === '' ? '.' : folder;
  return [
    `${file} depends on ${[...new Set(missing)].join(', ')}, which its charts/ folder does not hold: run \`helm dependency build ${at}\` and commit it, or have helmCatalog() fetch it, \`generate: [['helm', 'dependency', 'update', '${at}']]\`.`,
  ];
}

/** Tags without a name are the app's where they have its version, and not the chart's. */
const tagsAreOfApp = (survey: Survey, { version, appVersion = '' }: FoundChart): boolean =>
  tagsAreOf(survey, appVersion, version);

/** The same for a package at the top that is no part of the chart or its app. */
function tagsAreOfPackage({ survey, chart, free }: Choosing, { pins, app }: Lines): boolean {
  const held = [...pins, ...(app?.pins ?? [])].map(fileOf);
  return free.some(
    ({ folder, file, version = '' }) =>
      folder === '' && !held.includes(file) && tagsAreOf(survey, version, chart.version),
  );
}

/** Whether tags without a name have this version, and not the other. */
function tagsAreOf({ sight, styles }: Survey, version: string, other: string): boolean {
  const plain = plainStyle(styles);
  const has = (each: string): boolean =>
    plain !== undefined && sight.tags.includes(plain.template.replace('{version}', each));
  return plain !== undefined && !has(other) && has(version);
}

const appTag = (survey: Survey, { appVersion = '' }: FoundChart): ReturnType<typeof chooseTag> =>
  chooseTag(survey, { names: [survey.sight.name], version: appVersion, usual: 'plain' });

function releaseOptions(
  { pins, paths, when }: Lines,
  name: string | undefined,
  tag: string | undefined,
): Fields {
  return {
    ...(name === undefined ? {} : { name }),
    ...(pins.length === 0 ? {} : { with: pins }),
    ...(paths.length === 0 ? {} : { paths }),
    ...(tag === undefined ? {} : { tag: { name: tag, ...(when.length === 0 ? {} : { when }) } }),
  };
}

function appOptions({ pins, paths }: App, name: string | undefined, tag: string | undefined): Fields {
  return {
    ...(name === undefined ? {} : { name }),
    ...(pins.length === 0 ? {} : { with: pins }),
    paths,
    ...(tag === undefined ? {} : { tag: { name: tag } }),
  };
}

function chartTrack(
  { chart, isAlone, name }: Choosing,
  { pins, images }: Lines,
  tag: string | undefined,
): ChosenTrack {
  return {
    name: isAlone ? 'chart' : name,
    kind: 'chart',
    version: chart.version,
    folder: chart.folder,
    files: [chart.file, ...pins.map(fileOf)],
    images: images.map(({ dockerfile }) => dockerfile),
    ...(tag === undefined ? {} : { tag }),
  };
}

const appTrack = (
  chart: FoundChart,
  { pins, folder, images }: Pick<App, 'pins' | 'folder'> & Pick<Lines, 'images'>,
  name: string,
  tag: string | undefined,
): ChosenTrack => ({
  name,
  kind: 'app',
  version: chart.appVersion ?? '',
  folder,
  files: pins.map(fileOf),
  images: images.map(({ dockerfile }) => dockerfile),
  ...(tag === undefined ? {} : { tag }),
});

function reasons(chart: FoundChart, { app, isOne, pins, when }: Lines): readonly string[] {
  const { file, version } = chart;
  const others = pins.map(fileOf).filter((other) => other !== file);
  const spelled = when.includes('**')
    ? 'the program'
    : when.map((glob) => glob.replace(/\/\*\*$/, '')).join(' or ');
  return [
    ...(others.length === 0
      ? []
      : [`${[...new Set(others), file].join(', ')} say ${version}: they are one version.`]),
    ...appReasons(chart, app, isOne),
    ...(when.length === 0
      ? []
      : [
          `The image goes by the chart's version: a tag is due when ${spelled} changes, and not for the chart alone.`,
        ]),
  ];
}

function appReasons(chart: FoundChart, app: App | undefined, isOne: boolean): readonly string[] {
  const { appVersion, file } = chart;
  if (appVersion === undefined || chart.isLibrary) return [];
  if (isOne) return [`version and appVersion of ${file} are both ${chart.version}: they are one version.`];
  if (app === undefined) {
    const why = isStrictVersion(appVersion) ? 'nothing here holds it' : 'it is not strict SemVer';
    return [`appVersion ${appVersion} of ${file} is left to you: ${why}.`];
  }
  const held = app.pins.map(fileOf);
  return [
    held.length === 0
      ? `appVersion ${appVersion} of ${file} is a version of its own, that of what is built here.`
      : `${held.join(', ')} and appVersion of ${file} say ${appVersion}: they are one version, apart from the chart's.`,
  ];
}
