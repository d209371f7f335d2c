import type { Problem } from '@launchway/core';
import { helmProblems } from '@launchway/helm';
import { type ChartFile, itemsOf, member, placeOf, stringOf } from './chart-file.ts';
import { chartProblems } from './problems.ts';

/** A dependency as Chart.yaml (or requirements.yaml) declares it. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly alias: string;
  readonly line: number;
}

/** A chart found in the charts folder. */
export interface Vendored {
  readonly name: string;
  /** Its version; of an archive as its name tells. */
  readonly version?: string;
}

/** Gives the dependencies a file declares. */
export function dependenciesOf(chart: ChartFile): readonly Dependency[] {
  return itemsOf(member(chart.value, 'dependencies')).map((item, at) => {
    const text = (key: string): string => stringOf(item, key) ?? '';
    const { line } = placeOf(chart, 'dependencies', at);
    return { name: text('name'), version: text('version'), alias: text('alias'), line };
  });
}

/** Judges the declarations themselves, as helm's Validate does. */
export function declarationProblems(file: string, dependencies: readonly Dependency[]): readonly Problem[] {
  const keys = dependencies.map((dependency) => dependency.alias || dependency.name);
  return dependencies.flatMap((dependency, index) => {
    const wrong = faultOf(dependency, keys.indexOf(dependency.alias || dependency.name) !== index);
    if (wrong === undefined) return [];
    return [
      chartProblems.error('CHART_DEPENDENCY_INVALID', {
        message: `The dependency on line ${dependency.line} of ${file} ${wrong}.`,
        fix: 'Give it a name, an alias of letters, digits, dashes and underscores, and each only once.',
        where: { file, line: dependency.line },
      }),
    ];
  });
}

function faultOf({ name, alias }: Dependency, again: boolean): string | undefined {
  if (name === '') return 'has no name';
  if (!/^[a-zA-Z0-9_-]*$/.test(alias)) return `has the alias "${alias}", which helm refuses`;
  return again ? `repeats "${alias || name}"` : undefined;
}

/** Judges whether every dependency is in the charts folder, and in a version its range allows. */
export async function vendoredProblems(
  file: string,
  dependencies: readonly Dependency[],
  vendored: readonly Vendored[],
): Promise<readonly Problem[]> {
  const [{ default: satisfies }, { default: validRange }] = await Promise.all([
    import('semver/functions/satisfies.js'),
    import('semver/ranges/valid.js'),
  ]);
  const isHere = ({ name }: Dependency): boolean => vendored.some((chart) => chart.name === name);
  const missing = dependencies.filter((dependency) => dependency.name !== '' && !isHere(dependency));
  const judged = dependencies.filter(isHere).flatMap((dependency) => {
    const found = vendored.filter((chart) => chart.name === dependency.name);
    const where = { file, line: dependency.line };
    const range = helmRange(dependency.version);
    const fits = found.some(
      ({ version }) => version === undefined || satisfies(version, range, { loose: true }),
    );
    if (fits || !isRange(range)) return [];
    return [
      validRange(range, { loose: true }) === null
        ? noRange(dependency, where)
        : outOfRange(dependency, found, where),
    ];
  });
  return [...judged, ...absent(missing, file)];
}

/** Whoever packages it may fetch it first; what cannot be packaged is refused there. */
function absent(missing: readonly Dependency[], file: string): readonly Problem[] {
  const [first] = missing;
  if (first === undefined) return [];
  const names = [...new Set(missing.map(({ name }) => name))];
  const [what, is] =
    names.length === 1
      ? [`The dependency ${first.name}`, 'is']
      : [`The dependencies ${names.join(', ')}`, 'are'];
  return [
    helmProblems.warning('CHART_DEPENDENCY_MISSING', {
      message: `${what} of ${file} (line ${first.line}) ${is} not in the chart's charts folder, and helm packages no chart without.`,
      fix: 'Run `helm dependency build` and commit charts/, or have it generated before packaging.',
      where: { file, line: first.line },
    }),
  ];
}

function noRange({ name, version }: Dependency, where: { file: string; line: number }): Problem {
  return chartProblems.error('CHART_DEPENDENCY_RANGE', {
    message: `The dependency ${name} of ${where.file} (line ${where.line}) asks for "${version}", which is no range of versions.`,
    fix: 'Write a version or a range, such as `1.2.3`, `1.x.x` or `>=1.2.0 <2.0.0`.',
    where,
  });
}

function outOfRange(
  { name, version }: Dependency,
  found: readonly Vendored[],
  where: { file: string; line: number },
): Problem {
  return chartProblems.error('CHART_DEPENDENCY_RANGE', {
    message: `charts/ holds ${name} ${found.map((chart) => chart.version).join(', ')}, but ${where.file} (line ${where.line}) asks for ${version}.`,
    fix: 'Run `helm dependency update` and commit the result, or change the range.',
    where,
  });
}

/** Spells a range of Masterminds/semver as npm's semver does: commas and spaces both mean "and". */
function helmRange(range: string): string {
  return range
    .replace(/\s*,\s*/g, ' ')
    .replace(/([<>=!~^])\s+/g, '$1')
    .trim();
}

/** `!=` and other signs npm's semver lacks are not judged. */
function isRange(range: string): boolean {
  return /^[\w.*+\-~^<>=| ]*$/.test(range);
}

/** Gives the chart an archive of the charts folder holds, as helm names archives: `<name>-<version>.tgz`. */
export function archiveOf(fileName: string): Vendored | undefined {
  const [, name, version] = /^(.+?)-v?(\d+\.\d+\.\d+(?:[-+].*)?)\.tgz$/.exec(fileName) ?? [];
  if (name !== undefined && version !== undefined) return { name, version };
  return fileName.endsWith('.tgz') ? { name: fileName.slice(0, -'.tgz'.length) } : undefined;
}
