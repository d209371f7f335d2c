import { inside, type Problem, type Tree, type TreeEntry } from '@launchway/core';
import { parseHelmignore, helmProblems, yamlReader } from '@launchway/helm';
import { artifactHubProblems } from './artifacthub.ts';
import { lockProblems } from './chart-lock.ts';
import { metadataProblems } from './metadata.ts';
import { contentProblems, fileProblems, shippedOf } from './shipped.ts';
import {
  archiveOf,
  declarationProblems,
  dependenciesOf,
  type Vendored,
  vendoredProblems,
} from './dependencies.ts';
import { type ChartFile, stringOf } from './chart-file.ts';
import { relativeTo } from './options.ts';

/**
 * Judges a chart as it is in a tree: what helm, registries, Rancher and Artifact Hub would refuse or misread later. The
 * problems are those of @launchway/helm and of this package.
 * @param layout the chart's folder and its Chart.yaml, by their paths in the tree
 * @throws CHART_UNREADABLE where a file is no YAML
 */
export async function verifyChart(
  tree: Tree,
  layout: { readonly folder: string; readonly file: string },
): Promise<readonly Problem[]> {
  const [text, entries] = await Promise.all([tree.text(layout.file), tree.list(layout.folder)]);
  if (text === undefined) return [missingChart(layout.file)];
  const ignoreFile = inside(layout.folder, '.helmignore');
  const ignore = parseHelmignore((await tree.text(ignoreFile)) ?? '', ignoreFile);
  const { readYaml, readFile, fieldProblem } = await yamlReader();
  const chart: ChartFile = { file: layout.file, ...readFile(layout.file, text) };
  const misused = fieldProblem(layout.file, chart);
  const shipped = shippedOf(layout.folder, entries, ignore.rules);
  return [
    ...metadataProblems(chart),
    ...(misused === undefined || misused.where?.pointer?.startsWith('annotations') ? [] : [misused]),
    ...artifactHubProblems(readYaml, chart),
    ...ignore.problems,
    ...(ignore.rules.ignores('Chart.yaml') ? [hiddenChart(layout.file, ignoreFile)] : []),
    ...contentProblems(layout.folder, shipped),
    ...(await fileProblems(layout.folder, shipped, tree)),
    ...(misused === undefined
      ? await dependencyProblems({ readFile, tree, folder: layout.folder, entries }, chart)
      : []),
  ];
}

interface Chart {
  readonly readFile: Awaited<ReturnType<typeof yamlReader>>['readFile'];
  readonly tree: Tree;
  readonly folder: string;
  readonly entries: readonly TreeEntry[];
}

/** Charts of apiVersion v1 declare their dependencies in requirements.yaml. */
async function dependencyProblems(context: Chart, chart: ChartFile): Promise<readonly Problem[]> {
  const old = stringOf(chart.value, 'apiVersion') === 'v1';
  const declaring = old ? await read(context, 'requirements.yaml') : chart;
  if (declaring === undefined) return [];
  const dependencies = dependenciesOf(declaring);
  if (dependencies.length === 0) return [];
  const lock = old ? undefined : await read(context, 'Chart.lock');
  return [
    ...declarationProblems(declaring.file, dependencies),
    ...(await vendoredProblems(declaring.file, dependencies, await vendoredIn(context))),
    ...(lock === undefined ? [] : lockProblems(chart, lock)),
  ];
}

async function read({ readFile, tree, folder }: Chart, name: string): Promise<ChartFile | undefined> {
  const file = inside(folder, name);
  const text = await tree.text(file);
  return text === undefined ? undefined : { file, ...readFile(file, text) };
}

/** The charts right below charts/: folders with a Chart.yaml, and archives. Names that begin with `_` or `.` are not read. */
async function vendoredIn(context: Chart): Promise<readonly Vendored[]> {
  const found: Vendored[] = [];
  for (const { path } of context.entries) {
    const [, name = '', rest] =
      /^charts\/([^/]+)(?:\/(.*))?$/.exec(relativeTo(context.folder, path) ?? '') ?? [];
    if (/^[_.]/.test(name)) continue;
    const chart = rest === 'Chart.yaml' ? await read(context, `charts/${name}/Chart.yaml`) : undefined;
    const archive = rest === undefined ? archiveOf(name) : undefined;
    if (chart !== undefined)
      found.push({
        name: stringOf(chart.value, 'name') ?? name,
        version: stringOf(chart.value, 'version') ?? '',
      });
    if (archive !== undefined) found.push(archive);
  }
  return found;
}

function hiddenChart(file: string, ignoreFile: string): Problem {
  return helmProblems.error('CHART_MISSING', {
    message: `${ignoreFile} leaves ${file} out, and helm packages no chart without it.`,
    fix: `Take the line that matches Chart.yaml out of ${ignoreFile}; a line without a slash matches at any depth.`,
    where: { file: ignoreFile },
  });
}

function missingChart(file: string): Problem {
  return helmProblems.error('CHART_MISSING', {
    message: `There is no ${file} in the commit.`,
    fix: 'Correct `chart` in the options of the chart plugin, or commit the chart.',
    where: { file },
  });
}
