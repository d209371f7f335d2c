import { createHash } from 'node:crypto';
import { defined, type Problem, ReleaseError, type Tree } from '@launchway/core';
import { gzip, writeTar } from '@launchway/pack';
import { collectFiles, largestChart } from '../chart/files.ts';
import { type Chart, loadChart } from '../chart/load.ts';
import { mergeMetadata } from '../chart/metadata.ts';
import { parseVersion } from '../chart/version.ts';
import { helmProblems } from '../problems.ts';
import { checkDependencies, publishingWarnings } from './checks.ts';
import { archiveFiles, chartYaml } from './contents.ts';

/** The extra field and the comment that helm writes into every package, up to 4.1. */
const helmMark = { extra: '+aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=', comment: 'Helm' };

/** What is packaged, and as what. */
export interface PackOptions {
  /** Time of every entry, in seconds since 1970: the commit's date, see {@link packageTime}. */
  readonly mtime: number;
  /** The chart's folder in the tree; the tree itself unless told. */
  readonly folder?: string;
  /** How messages name the chart's folder; the folder unless told. */
  readonly name?: string;
  /** Replaces the version of Chart.yaml. */
  readonly version?: string;
  /** Replaces the appVersion of Chart.yaml. */
  readonly appVersion?: string;
}

/** A chart, packaged. */
export interface PackedChart {
  /** `<name>-<version>.tgz`. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** The archive before compression: what is compared with another packager's. */
  readonly tar: Uint8Array;
  /** Lower-case hex SHA-256 of the package, as an index holds it. */
  readonly digest: string;
  readonly chart: Chart;
  /** Chart.yaml as it is in the package. */
  readonly chartYaml: string;
  readonly warnings: readonly Problem[];
}

/**
 * Packages a chart as `helm package` does: the same files in the same order with the same headers. The same tree and time
 * give the same bytes on every machine.
 * @throws ReleaseError with every problem that would keep helm from packaging or loading it: CHART_LFS, CHART_SUBMODULE, CHART_LINK,
 * CHART_TOO_LARGE, HELMIGNORE_RULE, CHART_DEPENDENCY_MISSING, and as {@link loadChart} does
 */
export async function packChart(tree: Tree, options: PackOptions): Promise<PackedChart> {
  const folder = options.folder ?? '';
  const collected = await collectFiles(tree, folder);
  if (collected.problems.length > 0) throw new ReleaseError(collected.problems);
  const where = options.name ?? folder;
  const chart = withVersions(await loadChart(collected.files, where), options);
  const missing = checkDependencies(chart, where);
  if (missing.length > 0) throw new ReleaseError(missing);
  const files = archiveFiles(chart, where);
  const size = files.reduce((total, { bytes }) => total + bytes.length, 0);
  if (size > largestChart) throw unpackedTooLarge(chart, size);
  const tar = writeTar(files, options.mtime);
  const bytes = gzip(tar, helmMark);
  const { name, version } = chart.metadata;
  return {
    fileName: `${name}-${version}.tgz`,
    bytes,
    tar,
    digest: createHash('sha256').update(bytes).digest('hex'),
    chart,
    chartYaml: chartYaml(chart),
    warnings: publishingWarnings(chart, where),
  };
}

/** Puts the versions that were asked for into the metadata. */
function withVersions(chart: Chart, { version, appVersion }: PackOptions): Chart {
  if (version !== undefined && parseVersion(version) === undefined) {
    throw helmProblems.refusal('CHART_FIELD', {
      message: `The version to package, ${JSON.stringify(version)}, is not a semantic version.`,
      fix: 'Give three numbers, such as 1.2.3.',
    });
  }
  const { name, apiVersion } = chart.metadata;
  const merged = mergeMetadata(chart.metadata, defined({ version, appVersion }));
  return {
    ...chart,
    metadata: { ...merged, name, apiVersion, version: merged.version ?? chart.metadata.version },
  };
}

function unpackedTooLarge({ metadata }: Chart, size: number): ReleaseError {
  return helmProblems.refusal('CHART_TOO_LARGE', {
    message: `The chart ${metadata.name} has ${(size / 1024 / 1024).toFixed(1)} MiB with its subcharts unpacked; helm loads no chart above 100 MiB.`,
    fix: 'Add what is not needed for an installation to .helmignore, or take a subchart out.',
  });
}
