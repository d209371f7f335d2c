import type { Problem } from '@launchway/core';
import { lockDigest } from '@launchway/helm';
import { type ChartFile, placeOf, stringOf } from './chart-file.ts';
import { chartProblems } from './problems.ts';

/**
 * Tells a Chart.lock that does not belong to its Chart.yaml, as `helm dependency build` does.
 * @param lock Chart.lock; a chart without one is not judged
 */
export function lockProblems(chart: ChartFile, lock: ChartFile): readonly Problem[] {
  const digest = stringOf(lock.value, 'digest') ?? '';
  if (digest === lockDigest(chart.value, lock.value)) return [];
  return [
    chartProblems.error('CHART_LOCK_STALE', {
      message: `${lock.file} does not belong to the dependencies in ${chart.file}: its digest is another.`,
      fix: `Run \`helm dependency update\` in the chart's folder and commit ${lock.file}.`,
      where: placeOf(lock, 'digest'),
    }),
  ];
}
