import { isStrictVersion, type Problem } from '@launchway/core';
import { asString, type ChartFile, member, stringOf } from './metadata.ts';
import { chartProblems } from './problems.ts';

/** Judges the fields of Chart.yaml that helm and registries judge when it is too late. */
export function metadataProblems(chart: ChartFile): readonly Problem[] {
  return [
    ...apiVersion(chart),
    ...name(chart),
    ...version(chart),
    ...type(chart),
    ...lossy(chart),
    ...annotations(chart),
  ];
}

function placeOf({ file, tree }: ChartFile, key: string): { file: string; line: number } {
  return { file, line: member(tree, key)?.line ?? 1 };
}

function apiVersion(chart: ChartFile): readonly Problem[] {
  const found = stringOf(chart.tree, 'apiVersion');
  if (found === 'v1' || found === 'v2') return [];
  return [
    chartProblems.error('CHART_API_VERSION', {
      message:
        found === undefined
          ? `${chart.file} has no apiVersion.`
          : `apiVersion in ${chart.file} is "${found}", which helm does not read.`,
      fix: `Write \`apiVersion: v2\` in ${chart.file}.`,
      where: placeOf(chart, 'apiVersion'),
    }),
  ];
}

function name(chart: ChartFile): readonly Problem[] {
  const found = stringOf(chart.tree, 'name') ?? '';
  if (/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(found)) return [];
  return [
    chartProblems.error('CHART_NAME', {
      message:
        found === ''
          ? `${chart.file} has no name.`
          : `The chart in ${chart.file} is named "${found}", which registries refuse.`,
      fix: 'Use lower-case letters, digits, dashes and dots, beginning and ending with a letter or a digit.',
      where: placeOf(chart, 'name'),
    }),
  ];
}

function version(chart: ChartFile): readonly Problem[] {
  const found = stringOf(chart.tree, 'version') ?? '';
  if (isStrictVersion(found)) return [];
  return [
    chartProblems.error('CHART_VERSION', {
      message:
        found === ''
          ? `${chart.file} has no version.`
          : `helm reads the version in ${chart.file} as "${found}", which is not strict semantic versioning.`,
      fix: 'Write three numbers without a leading `v` or leading zeros, such as `1.2.0`.',
      where: placeOf(chart, 'version'),
    }),
  ];
}

function type(chart: ChartFile): readonly Problem[] {
  const found = stringOf(chart.tree, 'type') ?? '';
  if (['', 'application', 'library'].includes(found)) return [];
  return [
    chartProblems.error('CHART_TYPE', {
      message: `type in ${chart.file} is "${found}", which helm refuses.`,
      fix: 'Write `type: application` or `type: library`.',
      where: placeOf(chart, 'type'),
    }),
  ];
}

/** The fields whose text matters and that look like numbers. */
function lossy(chart: ChartFile): readonly Problem[] {
  return ['appVersion', 'version', 'kubeVersion'].flatMap((key) => {
    const value = member(chart.tree, key)?.value;
    if (value?.kind !== 'scalar' || asString(value) === value.text) return [];
    return [
      chartProblems.error('CHART_LOSSY_VALUE', {
        message: `helm reads ${key} ${value.text} in ${chart.file} as "${asString(value) ?? ''}".`,
        fix: `Put it in double quotes: \`${key}: "${value.text}"\`.`,
        where: placeOf(chart, key),
      }),
    ];
  });
}

function annotations(chart: ChartFile): readonly Problem[] {
  const map = member(chart.tree, 'annotations')?.value;
  if (map === undefined || map.kind === 'empty') return [];
  if (map.kind !== 'map') return [notAString(chart, 'annotations', map.line, 'is not a map')];
  return map.entries.flatMap(({ key, line, value }) => {
    if (value.kind === 'list' || value.kind === 'map')
      return [notAString(chart, `the annotation ${key}`, line, `is a ${value.kind}`)];
    const read = asString(value);
    if (value.kind !== 'scalar' || read === value.text) return [];
    return [
      notAString(chart, `the annotation ${key}`, line, `is not quoted, and helm reads it as "${read ?? ''}"`),
    ];
  });
}

function notAString({ file }: ChartFile, what: string, line: number, how: string): Problem {
  return chartProblems.error('CHART_ANNOTATION', {
    message: `In ${file}, ${what} ${how}.`,
    fix: 'Annotations map names to strings: put the value in quotes, or write it as a block of text (`|`).',
    where: { file, line },
  });
}
