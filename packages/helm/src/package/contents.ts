import type { ArchivedFile } from '@launchway/pack';
import { helmProblems } from '../problems.ts';
import type { Chart } from '../chart/load.ts';
import { lockValue } from '../chart/lock.ts';
import type { ChartMetadata } from '../chart/metadata.ts';
import { emitYaml, type GoMapping } from '../yaml/emit.ts';

/**
 * Gives the files of a package in helm's order: Chart.yaml and Chart.lock written anew, values, schema, templates, the
 * rest, then every subchart.
 * @param where path of the chart, for messages
 * @throws CHART_UNREADABLE for a schema that is no JSON
 */
export function archiveFiles(chart: Chart, where: string): readonly ArchivedFile[] {
  return filesOf(chart, chart.metadata.name, where);
}

/** Gives Chart.yaml as helm writes it into a package; the dependencies of a v1 chart stay in requirements.yaml. */
export function chartYaml({ metadata }: Chart): string {
  const { dependencies, ...rest } = metadata as ChartMetadata;
  const fields =
    metadata.apiVersion === 'v1' || dependencies === undefined ? rest : { ...rest, dependencies };
  return emitYaml(fields as GoMapping);
}

function filesOf(chart: Chart, base: string, where: string): ArchivedFile[] {
  const { lock, values, schema } = chart;
  if (schema !== undefined) checkSchema(schema.bytes, where === '' ? schema.path : `${where}/${schema.path}`);
  const own = [values, schema, ...chart.templates, ...chart.files].filter((file) => file !== undefined);
  return [
    { path: `${base}/Chart.yaml`, bytes: Buffer.from(chartYaml(chart)) },
    ...(lock !== undefined && chart.metadata.apiVersion === 'v2'
      ? [{ path: `${base}/Chart.lock`, bytes: Buffer.from(emitYaml(lockValue(lock))) }]
      : []),
    ...own.map(({ path, bytes }) => ({ path: `${base}/${path}`, bytes })),
    ...chart.subcharts.flatMap((one) =>
      filesOf(one, `${base}/charts/${one.metadata.name}`, `${where}/charts/${one.metadata.name}`),
    ),
  ];
}

function checkSchema(bytes: Uint8Array, file: string): void {
  try {
    JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw helmProblems.refusal(
      'CHART_UNREADABLE',
      {
        message: `${file} is not valid JSON: ${(error as Error).message}.`,
        fix: `Mend ${file}; helm packages no chart whose schema it cannot read.`,
        where: { file },
      },
      error,
    );
  }
}
