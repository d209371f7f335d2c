import { defined } from '../../model/defined.ts';
import type { Value } from '../outline.ts';
import { folderOf, lastPart } from '../paths.ts';
import type { FoundChart } from '../survey/charts.ts';
import type { FoundImage } from '../survey/images.ts';
import type { Survey } from '../survey/survey.ts';
import { plainTagsAre } from '../survey/tags.ts';
import { type App, type Choosing, findApp, imageVersion, ownImages } from './app.ts';
import { fileOf, trackName } from './chosen.ts';
import { imageGlobs } from './sources.ts';

/** How the versions of a chart hang together with what else is here. */
export interface Lines {
  readonly app: App | undefined;
  /** Whether version and appVersion are one. */
  readonly isOne: boolean;
  /** Further places that hold the chart's version. */
  readonly pins: readonly Value[];
  /** Further globs that count for the chart. */
  readonly paths: readonly string[];
  /** Tracks of the charts whose exact version it asks for. */
  readonly follows: readonly string[];
  /** Globs that call for a tag, where the image goes by the chart's version. */
  readonly when: readonly string[];
  /** Images that go by the chart's version. */
  readonly images: readonly FoundImage[];
  /** Images that go by the version of an app of its own. */
  readonly appImages: readonly FoundImage[];
}

/** Finds out what of a repository goes by a chart's version, and what by its app's. */
export async function linesOf(choosing: Choosing): Promise<Lines> {
  const { survey, chart, free, isAlone } = choosing;
  const app = await findApp(choosing);
  const isOne = app?.isChart === true;
  const root = free.find(({ folder, version }) => isAlone && folder === '' && version === chart.version);
  const own = ownImages(choosing).filter((image) => !isOfPackage(image, choosing, app));
  const isTagged = app !== undefined && isAlone && tagsAreOfApp(survey, chart);
  const goesBy = app?.tagForm !== undefined || isTagged ? 'app' : await imageVersion(survey.sight, chart);
  const globs = own.length > 0 && goesBy === 'chart' ? imageGlobs(survey, own) : [];
  const counted = isOne ? app.paths : globs;
  const needed = survey.charts
    .filter(({ folder }) => chart.needs.includes(folder))
    .map(({ folder }) => `${folder}/**`);
  // What a glob takes away is gone for good, and the chart's own folder counts for it.
  const isOwn = (glob: string): boolean =>
    chart.folder === '' ? glob === '**' : [`${chart.folder}/**`, ...needed].some((own) => glob === `!${own}`);
  const rootPins = root === undefined ? [] : [root.file];
  return {
    app,
    isOne,
    follows: chart.asks.flatMap(({ folder }) => choosing.charts.get(folder) ?? []),
    pins: [
      ...(app?.isChart
        ? [{ file: chart.file, pointer: 'appVersion', ...defined({ form: chart.appForm }) }, ...app.pins]
        : rootPins),
      ...askedFor(choosing),
    ],
    paths: [...counted.filter((glob) => !isOwn(glob)), ...needed],
    when: isOne ? [] : globs,
    images: isOne || goesBy === 'chart' ? own : [],
    appImages: isOne || goesBy === 'chart' ? [] : own,
  };
}

/** The places in which other charts ask for exactly this version. */
const askedFor = ({ survey, chart }: Choosing): readonly Value[] =>
  survey.charts.flatMap(({ file, asks }) =>
    asks
      .filter(({ folder, version }) => folder === chart.folder && version === chart.version)
      .map(({ pointer }) => ({ file, pointer })),
  );

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
      (folder !== '' || plainTagsAre(survey, version, chart.version)),
  );
}

/** Tags without a name are the app's where they have its version, and not the chart's. */
export const tagsAreOfApp = (survey: Survey, { version, appVersion = '' }: FoundChart): boolean =>
  plainTagsAre(survey, appVersion, version);

/** What the tags of the only chart may be called after; of others that is their name. */
export const tagNames = ({ chart, isAlone, name }: Choosing): readonly string[] => [
  ...(name === trackName(chart.name) ? [chart.name, lastPart(chart.folder)] : [name]),
  ...(isAlone ? ['chart', 'helm', 'helm-chart'] : []),
];
