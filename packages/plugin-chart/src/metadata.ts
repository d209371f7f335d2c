import { isStrictVersion, type Problem } from '@launchway/core';
import { helmProblems, textOf } from '@launchway/helm';
import { type ChartFile, isMapping, member, placeOf, stringOf } from './chart-file.ts';
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

function apiVersion(chart: ChartFile): readonly Problem[] {
  const found = stringOf(chart.value, 'apiVersion');
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
  const found = stringOf(chart.value, 'name') ?? '';
  if (/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(found)) return [];
  return [
    helmProblems.error('CHART_NAME', {
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
  const found = stringOf(chart.value, 'version') ?? '';
  if (isStrictVersion(found)) return [];
  return [
    helmProblems.error('CHART_VERSION', {
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
  const found = stringOf(chart.value, 'type') ?? '';
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
    const [written, read] = [chart.sourceOf([key]), stringOf(chart.value, key)];
    if (written === undefined || read === undefined || read === written) return [];
    return [
      chartProblems.error('CHART_LOSSY_VALUE', {
        message: `helm reads ${key} ${written} in ${chart.file} as "${read}".`,
        fix: `Put it in double quotes: \`${key}: "${written}"\`.`,
        where: placeOf(chart, key),
      }),
    ];
  });
}

function annotations(chart: ChartFile): readonly Problem[] {
  const map = member(chart.value, 'annotations') ?? null;
  if (map === null) return [];
  if (!isMapping(map)) return [notAString(chart, 'annotations', ['annotations'], 'is not a map')];
  return [...map].flatMap(([key, value]) => {
    const path = ['annotations', key];
    const read = textOf(value);
    if (read === undefined)
      return [notAString(chart, `the annotation ${key}`, path, `is a ${isMapping(value) ? 'map' : 'list'}`)];
    const written = chart.sourceOf(path);
    if (written === undefined || written === read) return [];
    return [
      notAString(chart, `the annotation ${key}`, path, `is not quoted, and helm reads it as "${read}"`),
    ];
  });
}

function notAString(chart: ChartFile, what: string, path: readonly string[], how: string): Problem {
  return chartProblems.error('CHART_ANNOTATION', {
    message: `In ${chart.file}, ${what} ${how}.`,
    fix: 'Annotations map names to strings: put the value in quotes, or write it as a block of text (`|`).',
    where: placeOf(chart, ...path),
  });
}
