import { defined } from '../../model/defined.ts';
import { inside } from '../../model/path.ts';
import { type Fields, plugin } from '../outline.ts';
import type { FoundChart } from '../survey/charts.ts';
import { isPlaceholder } from '../survey/manifests.ts';
import type { Survey } from '../survey/survey.ts';
import { plainTagsAre } from '../survey/tags.ts';
import type { App, Choosing } from './app.ts';
import { type Lines, linesOf, tagNames, tagsAreOfApp } from './chart-lines.ts';
import { lockedBy, notVendored, packagedToo, reasons } from './chart-reasons.ts';
import { behind, type Chosen, type ChosenTrack, chooseTag, fileOf, together, trackName } from './chosen.ts';

/** Chooses the tracks of every chart, and the files that share their versions. */
export async function chooseCharts(survey: Survey, claimed: ReadonlySet<string>): Promise<Chosen> {
  const { charts } = survey;
  const free = survey.manifests.filter(
    ({ kind, file, version }) =>
      kind === 'npm' && !claimed.has(file) && version !== undefined && !isPlaceholder(version),
  );
  const names = distinctNames(charts);
  const byFolder = new Map(charts.map(({ folder }, index) => [folder, names[index] ?? '']));
  const chosen = charts.map((chart) =>
    chooseChart({
      survey,
      chart,
      free,
      isAlone: charts.length === 1,
      name: byFolder.get(chart.folder) ?? chart.name,
      charts: byFolder,
    }),
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

async function chooseChart(choosing: Choosing): Promise<Chosen> {
  const { survey, chart, isAlone, name } = choosing;
  const lines = await linesOf(choosing);
  const app = lines.isOne ? undefined : lines.app;
  const appName = isAlone ? 'app' : `${name}-app`;
  const ofApp = app !== undefined && isAlone && tagsAreOfApp(survey, chart) ? appTag(survey, chart) : {};
  const { tag, newest } = chartTag(choosing, lines, ofApp.tag !== undefined);
  const notes = survey.sight.paths.find((path) => path === inside(chart.folder, 'release-notes.md'));
  const options: Fields = {
    chart: chart.folder === '' ? '.' : chart.folder,
    ...(isAlone ? {} : { id: name }),
    release: releaseOptions(lines, isAlone ? undefined : name, tag),
    ...(app === undefined
      ? {}
      : {
          app: appOptions(app, { form: chart.appForm, tag: ofApp.tag, name: isAlone ? undefined : appName }),
        }),
    ...(notes === undefined ? {} : { notes: { file: notes } }),
  };
  const appTracks =
    app === undefined ? [] : [appTrack(chart, { ...app, images: lines.appImages }, appName, ofApp.tag)];
  return {
    calls: [{ package: plugin('chart'), name: 'chart', options }],
    tracks: [chartTrack(choosing, lines, tag), ...appTracks],
    because: [
      ...reasons(chart, lines),
      ...(ofApp.tag === undefined
        ? []
        : [`Tags such as ${ofApp.tag.replace('{version}', chart.appVersion ?? '')} are of the app.`]),
      ...(notes === undefined ? [] : [`${notes} is written by hand for each release.`]),
    ],
    left: [
      ...behind(isAlone ? 'chart' : name, chart.file, chart.version, newest),
      ...behind(appName, chart.file, chart.appVersion ?? '', ofApp.newest),
      ...notVendored(chart),
      ...lockedBy(chart, survey.sight),
      ...(await packagedToo(chart, survey.sight)),
    ],
  };
}

type Tag = ReturnType<typeof chooseTag>;

/** The chart's own tag; none where plain tags are of something else. */
function chartTag(choosing: Choosing, lines: Lines, isTagged: boolean): Tag {
  const { survey, chart, isAlone } = choosing;
  const isElsewhere = isTagged || tagsAreOfPackage(choosing, lines);
  const own = isAlone ? 'plain' : 'named';
  return chooseTag(survey, {
    names: tagNames(choosing),
    version: chart.version,
    usual: isElsewhere ? 'none' : own,
  });
}

/** Whether tags without a name are those of a package at the top that is no part of the chart or its app. */
function tagsAreOfPackage({ survey, chart, free }: Choosing, { pins, app }: Lines): boolean {
  const held = [...pins, ...(app?.pins ?? [])].map(fileOf);
  return free.some(
    ({ folder, file, version = '' }) =>
      folder === '' && !held.includes(file) && plainTagsAre(survey, version, chart.version),
  );
}

const appTag = (survey: Survey, { appVersion = '' }: FoundChart): Tag =>
  chooseTag(survey, { names: [survey.sight.name], version: appVersion, usual: 'plain' });

function releaseOptions(
  { pins, paths, follows, when }: Lines,
  name: string | undefined,
  tag: string | undefined,
): Fields {
  return {
    ...defined({ name }),
    ...(pins.length === 0 ? {} : { with: pins }),
    ...(paths.length === 0 ? {} : { paths }),
    ...(follows.length === 0 ? {} : { follows: [...new Set(follows)] }),
    ...(tag === undefined ? {} : { tag: { name: tag, ...(when.length === 0 ? {} : { when }) } }),
  };
}

function appOptions(
  { pins, paths }: App,
  { name, form, tag }: Readonly<Record<'name' | 'form' | 'tag', string | undefined>>,
): Fields {
  return {
    ...defined({ name, form }),
    ...(pins.length === 0 ? {} : { with: pins }),
    paths,
    ...(tag === undefined ? {} : { tag: { name: tag } }),
  };
}

function chartTrack(
  { chart, isAlone, name }: Choosing,
  { pins, images, isOne, app }: Lines,
  tag: string | undefined,
): ChosenTrack {
  return {
    ...(isOne ? imageForm(chart, app) : {}),
    name: isAlone ? 'chart' : name,
    kind: 'chart',
    version: chart.version,
    folder: chart.folder,
    files: [chart.file, ...pins.map(fileOf)],
    images: images.map(({ dockerfile }) => dockerfile),
    ...defined({ tag }),
  };
}

const appTrack = (
  chart: FoundChart,
  { pins, folder, images, tagForm }: App & Pick<Lines, 'images'>,
  name: string,
  tag: string | undefined,
): ChosenTrack => ({
  name,
  kind: 'app',
  version: chart.appVersion ?? '',
  folder,
  files: pins.map(fileOf),
  images: images.map(({ dockerfile }) => dockerfile),
  ...imageForm(chart, { tagForm }),
  ...defined({ tag }),
});

/** How the tags of its images write the app's version: as values.yaml has them, else as appVersion. */
function imageForm(
  { appForm }: FoundChart,
  app: { readonly tagForm?: string | undefined } | undefined,
): Pick<ChosenTrack, 'imageForm'> {
  const form = app?.tagForm ?? appForm;
  return form === '{version}' ? {} : defined({ imageForm: form });
}
