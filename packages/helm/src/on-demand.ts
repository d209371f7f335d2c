import type { Tree } from '@launchway/core';
import type { ChartFile } from './chart/files.ts';
import type { Chart } from './chart/load.ts';
import type { Reconciled, ReconcileOptions } from './index/reconcile.ts';
import type { PackedChart, PackOptions } from './package/pack.ts';

/*
 * What needs a parser of YAML or tar, loaded when it is used: a plan of a release that packs nothing should not wait for
 * them. The functions behind these are documented where they are written.
 */

/** See `package/pack.ts`. */
export async function packChart(tree: Tree, options: PackOptions): Promise<PackedChart> {
  return (await import('./package/pack.ts')).packChart(tree, options);
}

/** See `chart/load.ts`. */
export async function loadChart(files: readonly ChartFile[], where: string): Promise<Chart> {
  return (await import('./chart/load.ts')).loadChart(files, where);
}

/** See `chart/archive.ts`. */
export async function readArchive(tgz: Uint8Array): Promise<readonly ChartFile[]> {
  return (await import('./chart/archive.ts')).readArchive(tgz);
}

/** See `index/reconcile.ts`. */
export async function reconcileIndex(tree: Tree, options: ReconcileOptions): Promise<Reconciled> {
  return (await import('./index/reconcile.ts')).reconcileIndex(tree, options);
}

/** Gives the readers of YAML: of a text (`yaml/read.ts`), and of a file of a chart (`chart/reading.ts`). */
export async function yamlReader(): Promise<YamlReader> {
  const [{ readYaml }, { fieldProblem, readFile }] = await Promise.all([
    import('./yaml/read.ts'),
    import('./chart/reading.ts'),
  ]);
  return { readYaml, readFile, fieldProblem };
}

/** See the functions of the same names. */
export interface YamlReader {
  readonly readYaml: typeof import('./yaml/read.ts').readYaml;
  readonly readFile: typeof import('./chart/reading.ts').readFile;
  readonly fieldProblem: typeof import('./chart/reading.ts').fieldProblem;
}
