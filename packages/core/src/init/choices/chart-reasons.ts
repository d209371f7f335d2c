import { isStrictVersion } from '../../edits/strict-version.ts';
import { inside } from '../../model/path.ts';
import type { Value } from '../outline.ts';
import { type FoundChart, writtenApp } from '../survey/charts.ts';
import { memberOf, textOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import type { App } from './app.ts';
import type { Lines } from './chart-lines.ts';
import { fileOf } from './chosen.ts';

/** Says why the versions of a chart are taken to hang together so. */
export function reasons(chart: FoundChart, { app, isOne, pins, when }: Lines): readonly string[] {
  const { file, version } = chart;
  const others = pins
    .filter(isVersion)
    .map(fileOf)
    .filter((other) => other !== file);
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

/** Whether a pin is a version of its file's own, and none that the file asks for of another. */
const isVersion = (pin: Value): boolean =>
  textOf(memberOf(pin, 'pointer'))?.startsWith('dependencies.') !== true;

function appReasons(chart: FoundChart, app: App | undefined, isOne: boolean): readonly string[] {
  const { appVersion, file } = chart;
  const written = writtenApp(chart);
  if (appVersion === undefined || chart.isLibrary) return [];
  if (isOne) return [`version and appVersion of ${file} are both ${chart.version}: they are one version.`];
  if (app === undefined) {
    const why = isStrictVersion(appVersion) ? 'nothing here holds it' : 'it is not strict SemVer';
    return [`appVersion ${written} of ${file} is left to you: ${why}.`];
  }
  const held = app.pins.map(fileOf);
  return [
    held.length === 0
      ? `appVersion ${written} of ${file} is a version of its own, that of what is built here.`
      : `${held.join(', ')} and appVersion of ${file} say ${written}: they are one version, apart from the chart's${appVersion === chart.version ? ', which is the same today' : ''}.`,
  ];
}

/** What of a chart's dependencies is left to the user. */
export function notVendored({ folder, file, missing }: FoundChart): readonly string[] {
  if (missing.length === 0) return [];
  const at = folder === '' ? '.' : folder;
  return [
    `${file} depends on ${[...new Set(missing)].join(', ')}, which its charts/ folder does not hold: run \`helm dependency build ${at}\` and commit it, or have helmCatalog() fetch it, \`generate: [['helm', 'dependency', 'update', '${at}']]\`.`,
  ];
}

/** Chart.lock has a digest of the versions that are asked for, which the release changes. */
export function lockedBy({ folder, asks }: FoundChart, { paths }: Pick<Sight, 'paths'>): readonly string[] {
  const lock = inside(folder, 'Chart.lock');
  if (asks.length === 0 || !paths.includes(lock)) return [];
  return [
    `${lock} changes with the versions of charts of this repository: have it renewed by \`exec({ name: 'lock', phase: 'commit', run: ['helm', 'dependency', 'update', '${folder}'], folder: '${folder}' })\`.`,
  ];
}

/** A chart at the top of the repository packages what is there, unless it is told not to. */
export async function packagedToo({ folder }: FoundChart, sight: Sight): Promise<readonly string[]> {
  if (folder !== '') return [];
  const file = '.helmignore';
  const lines = ((await sight.text(file)) ?? '').split(/\r?\n/).map((line) => line.trim().replace(/^\//, ''));
  const added = ['release.config.ts', 'package.json', 'package-lock.json'].filter(
    (path) => !lines.includes(path),
  );
  if (added.length === 0) return [];
  return [
    `The chart is the whole repository, and packages what lies beside it: add ${added.join(', ')} to ${file}.`,
  ];
}
