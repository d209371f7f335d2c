import { isStrictVersion, type Problem } from '@launchway/core';
import type { Chart } from '../chart/load.ts';
import { helmProblems } from '../problems.ts';

/** Checks that every dependency is in `charts/` by its name, as helm does; conditions and versions do not count. */
export function checkDependencies({ metadata, subcharts }: Chart, where: string): readonly Problem[] {
  const present = new Set(subcharts.map((one) => one.metadata.name));
  const names = (metadata.dependencies ?? []).flatMap((one) => (one === null ? [] : [one.name]));
  const missing = [...new Set(names.filter((name) => !present.has(name)))];
  if (missing.length === 0) return [];
  const file = within(where, metadata.apiVersion === 'v1' ? 'requirements.yaml' : 'Chart.yaml');
  return [
    helmProblems.error('CHART_DEPENDENCY_MISSING', {
      message: `${file} names dependencies that are missing in ${within(where, 'charts/')}: ${missing.join(', ')}.`,
      fix: `Run \`helm dependency build ${where === '' ? '.' : where}\` first, or commit the charts.`,
      where: { file, pointer: 'dependencies' },
    }),
  ];
}

/** What helm packages without a word and somebody stumbles over later. */
export function publishingWarnings(chart: Chart, where: string): readonly Problem[] {
  const file = within(where, 'Chart.yaml');
  return [...looseVersion(chart, file), ...unpublishableName(chart, file), ...twins(chart, where)];
}

function looseVersion({ metadata: { version } }: Chart, file: string): Problem[] {
  if (isStrictVersion(version)) return [];
  return [
    helmProblems.warning('CHART_VERSION', {
      message: `The version ${JSON.stringify(version)} in ${file} is not a full semantic version; from an OCI registry nobody can pull it.`,
      fix: 'Write three numbers and no "v", such as 1.2.3.',
      where: { file, pointer: 'version' },
    }),
  ];
}

function unpublishableName({ metadata: { name } }: Chart, file: string): Problem[] {
  if (/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(name)) return [];
  return [
    helmProblems.warning('CHART_NAME', {
      message: `The name ${JSON.stringify(name)} in ${file} cannot be the name of an OCI repository.`,
      fix: 'Use lower-case letters and digits, with single dots or dashes between them.',
      where: { file, pointer: 'name' },
    }),
  ];
}

function twins({ subcharts }: Chart, where: string): Problem[] {
  const names = subcharts.map((one) => one.metadata.name);
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  return twice.map((name) =>
    helmProblems.warning('CHART_SUBCHART_TWICE', {
      message: `${within(where, 'charts/')} holds the chart ${name} more than once; the package mixes their files.`,
      fix: 'Remove all but one of them.',
      where: { file: within(where, 'charts') },
    }),
  );
}

const within = (where: string, file: string): string => (where === '' ? file : `${where}/${file}`);
