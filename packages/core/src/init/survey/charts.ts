import { posix } from 'node:path';
import { isStrictVersion } from '../../edits/strict-version.ts';
import { inside, plainPath } from '../../model/path.ts';
import { formed } from '../../model/track.ts';
import { folderOf, isSample, lastPart } from '../paths.ts';
import { memberOf, readData, readValue, textOf } from './data.ts';
import type { Sight } from './sight.ts';

/** What was seen and is not released, and why. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

/** A Helm chart that can be released from here. */
export interface FoundChart {
  /** Its folder; empty for the top. */
  readonly folder: string;
  /** Path of Chart.yaml. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** What appVersion says, without what its form has besides. */
  readonly appVersion?: string;
  /** How it is written, where that is not the version by itself: `v{version}`. */
  readonly appForm?: string;
  readonly isLibrary: boolean;
  /** Folders of the charts that it depends on by `file://`. */
  readonly needs: readonly string[];
  /** Folders of those whose exact version it asks for, each with the place of that version in Chart.yaml. */
  readonly asks: readonly { readonly folder: string; readonly version: string; readonly pointer: string }[];
  /** Names of dependencies that are not in its `charts/` folder. */
  readonly missing: readonly string[];
}

/** Finds the charts of a repository. Charts inside others, samples and catalogues of published versions are left out. */
export async function findCharts(
  sight: Sight,
): Promise<{ readonly charts: readonly FoundChart[]; readonly left: readonly LeftOut[] }> {
  const files = sight.paths.filter((path) => lastPart(path) === 'Chart.yaml');
  const folders = files.map(folderOf);
  const outer = files.filter((file) => !folders.some((folder) => isSubchart(file, folder)));
  const samples = outer.filter(isSample);
  const own = outer.filter((file) => !isSample(file));
  const read = await Promise.all(own.map((file) => readChart(sight, file)));
  const charts = read.filter((chart) => 'name' in chart);
  const published = charts.filter(isPublished);
  return {
    charts: charts.filter((chart) => !published.includes(chart)),
    left: [
      ...read.filter((chart) => 'what' in chart),
      ...catalogue(published),
      ...samples.map((file) => ({ what: file, why: 'it lies among samples or tests' })),
    ],
  };
}

const isSubchart = (file: string, folder: string): boolean => {
  const below = inside(folder, 'charts');
  return folderOf(file) !== folder && file.startsWith(`${below}/`);
};

async function readChart(sight: Sight, file: string): Promise<FoundChart | LeftOut> {
  const data = await readData(sight, file);
  const name = textOf(memberOf(data, 'name'));
  if (name === undefined) return { what: file, why: 'it cannot be read, or has no name' };
  const pin = { file, format: 'yaml', pointer: ['version'] } as const;
  const version = await readValue(sight, pin);
  const app = appOf(await readValue(sight, { ...pin, pointer: ['appVersion'] }));
  if (version === undefined || !isStrictVersion(version)) {
    const found = version === undefined ? 'it has no version' : `its version ${version} is not strict SemVer`;
    return { what: file, why: `${found}; write one such as 1.2.0, and add the chart` };
  }
  const dependencies = memberOf(data, 'dependencies');
  const near = neighbours(folderOf(file), dependencies);
  return {
    folder: folderOf(file),
    file,
    name,
    version,
    ...app,
    isLibrary: memberOf(data, 'type') === 'library',
    missing: missingIn(sight, folderOf(file), dependencies),
    needs: near.map(({ folder }) => folder),
    asks: near.filter(({ version }) => isStrictVersion(version)),
  };
}

function appOf(written: string | undefined): Pick<FoundChart, 'appVersion' | 'appForm'> {
  if (written === undefined) return {};
  const [, bare = ''] = /^v(.*)$/.exec(written) ?? [];
  return isStrictVersion(bare) ? { appVersion: bare, appForm: 'v{version}' } : { appVersion: written };
}

/** appVersion as it is written; nothing where there is none. */
export const writtenApp = ({ appVersion, appForm }: FoundChart): string | undefined =>
  appVersion === undefined ? undefined : formed(appForm, appVersion);

function missingIn({ paths }: Sight, folder: string, dependencies: unknown): readonly string[] {
  const at = inside(folder, 'charts/');
  return (Array.isArray(dependencies) ? dependencies : []).flatMap((dependency: unknown) => {
    const name = textOf(memberOf(dependency, 'name'));
    const isThere = (path: string): boolean =>
      path.startsWith(`${at}${name}/`) || (path.startsWith(`${at}${name}-`) && path.endsWith('.tgz'));
    return name === undefined || paths.some(isThere) ? [] : [name];
  });
}

/** The charts of this repository that a chart depends on by `file://`, with the versions that it asks for. */
function neighbours(folder: string, dependencies: unknown): FoundChart['asks'] {
  return (Array.isArray(dependencies) ? dependencies : []).flatMap((dependency: unknown, index) => {
    const [, path] = /^file:\/\/(.*)$/.exec(textOf(memberOf(dependency, 'repository')) ?? '') ?? [];
    if (path === undefined) return [];
    return [
      {
        folder: plainPath(posix.normalize(inside(folder, path))),
        version: textOf(memberOf(dependency, 'version')) ?? '',
        pointer: `dependencies.${index}.version`,
      },
    ];
  });
}

/** A catalogue keeps each version in a folder of its own: `charts/shop/1.2.0/`. */
const isPublished = ({ folder, version }: FoundChart): boolean => lastPart(folder) === version;

function catalogue(published: readonly FoundChart[]): readonly LeftOut[] {
  const [first] = published;
  if (first === undefined) return [];
  const above = folderOf(folderOf(first.folder));
  return [
    {
      what: above === '' ? 'the versions of charts here' : `${above}/`,
      why: 'it is a catalogue of published versions; charts are released into it from elsewhere',
    },
  ];
}
