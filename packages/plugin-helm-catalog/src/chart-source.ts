import { inside, plainPath, type ReleaseContext, type Tree } from '@launchway/core';
import { textOf, yamlReader } from '@launchway/helm';
import type { HelmCatalogOptions } from './options.ts';
import { catalogProblems } from './problems.ts';

/**
 * The folder that was named, or that of the Chart.yaml which holds the track's version.
 * @throws CATALOG_CHART_UNKNOWN
 */
export function chartFolder(
  { chart }: HelmCatalogOptions,
  { tracks }: ReleaseContext,
  track: string,
): string {
  if (chart !== undefined) return plainPath(chart);
  const pins = tracks.find(({ name }) => name === track)?.pins ?? [];
  const file = pins.map((pin) => pin.file).find((path) => /(?:^|\/)Chart\.yaml$/.test(path));
  if (file !== undefined) return file.replace(/\/?Chart\.yaml$/, '');
  throw catalogProblems.refusal('CATALOG_CHART_UNKNOWN', {
    message: `No Chart.yaml holds the version of the track ${track}, so it is not known which chart to publish.`,
    fix: "Name its folder: helmCatalog({ chart: 'charts' }).",
  });
}

/** What the Chart.yaml of a commit says. */
export interface ChartSource {
  readonly name: string;
  readonly annotations: ReadonlyMap<string, string>;
}

/** @throws CATALOG_CHART_UNKNOWN, and CHART_UNREADABLE of @launchway/helm */
export async function readChart(tree: Tree, chart: string): Promise<ChartSource> {
  const file = inside(chart, 'Chart.yaml');
  const text = await tree.text(file);
  if (text === undefined) {
    throw catalogProblems.refusal('CATALOG_CHART_UNKNOWN', {
      message: `There is no ${file} in the commit.`,
      fix: 'Correct `chart` in the options of helmCatalog, or commit the chart.',
      where: { file },
    });
  }
  const { readFile } = await yamlReader();
  const { value } = readFile(file, text);
  const top = value instanceof Map ? value : new Map();
  const annotations = top.get('annotations');
  const entries = annotations instanceof Map ? [...annotations] : [];
  return {
    name: textOf(top.get('name')) ?? '',
    annotations: new Map(entries.map(([key, one]) => [key, textOf(one) ?? ''])),
  };
}
