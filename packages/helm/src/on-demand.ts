import type { Tree } from '@launchway/core';
import type { ChartFile } from './chart/files.ts';
import type { Chart } from './chart/load.ts';
import type { Reconciled, ReconcileOptions } from './index/reconcile.ts';
import type { PackedChart, PackOptions } from './package/pack.ts';

/*
 * What needs a parser of YAML or tar, loaded when it is used: a plan of a release that packs nothing should not wait for
 * them.
 */

/**
 * Packages a chart as `helm package` does. The same tree and time give the same bytes on every machine.
 * @throws ReleaseError with every problem that would keep helm from packaging or loading it: CHART_LFS, CHART_SUBMODULE, CHART_LINK,
 * CHART_TOO_LARGE, HELMIGNORE_RULE, CHART_DEPENDENCY_MISSING, and as {@link loadChart} does
 */
export async function packChart(tree: Tree, options: PackOptions): Promise<PackedChart> {
  return (await import('./package/pack.ts')).packChart(tree, options);
}

/**
 * Makes a chart of its files, as helm's loader does.
 * @param where path of the chart, for messages
 * @throws CHART_MISSING, CHART_UNREADABLE, CHART_FIELD, CHART_SUBCHART
 */
export async function loadChart(files: readonly ChartFile[], where: string): Promise<Chart> {
  return (await import('./chart/load.ts')).loadChart(files, where);
}

/**
 * Unpacks a packaged chart in memory; paths begin at the top of the chart.
 * @throws ArchiveError when helm would not take it
 */
export async function readArchive(tgz: Uint8Array): Promise<readonly ChartFile[]> {
  return (await import('./chart/archive.ts')).readArchive(tgz);
}

/**
 * Writes an index anew from the packages of a folder, at any depth, as `helm repo index` does. It refuses nothing: see
 * {@link Reconciled.problems}.
 */
export async function reconcileIndex(tree: Tree, options: ReconcileOptions): Promise<Reconciled> {
  return (await import('./index/reconcile.ts')).reconcileIndex(tree, options);
}

/** Loads the readers of YAML. */
export async function yamlReader(): Promise<YamlReader> {
  const [{ readYaml }, { fieldProblem, readFile }] = await Promise.all([
    import('./yaml/read.ts'),
    import('./chart/reading.ts'),
  ]);
  return { readYaml, readFile, fieldProblem };
}

/** Reads YAML as helm does. */
export interface YamlReader {
  /**
   * Reads the first document of a text.
   * @throws YamlError when it is not YAML
   */
  readonly readYaml: typeof import('./yaml/read.ts').readYaml;
  /**
   * Reads the first document of a file of a chart.
   * @throws CHART_UNREADABLE when it is not YAML
   */
  readonly readFile: typeof import('./chart/reading.ts').readFile;
  /** Says which field of a Chart.yaml has a value of a kind it does not take, CHART_FIELD; nothing when all can be used. */
  readonly fieldProblem: typeof import('./chart/reading.ts').fieldProblem;
}
