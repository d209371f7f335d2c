import { inside, type Tree, yamlEditor } from '@launchway/core';
import { withWhatsNew } from '../notes/whats-new.ts';
import { withFiles } from './files.ts';
import type { Recipe } from './recipe.ts';

type Dress = Pick<Recipe, 'chart' | 'name' | 'version' | 'annotations' | 'appReadme' | 'whatsNew'>;

/** Gives the tree of a chart with what its users are told of the release: annotations, app-readme.md, README.md. */
export async function dressed(tree: Tree, recipe: Dress): Promise<Tree> {
  const { chart, appReadme, whatsNew } = recipe;
  const files = new Map<string, string>();
  const chartYaml = await annotated(tree, recipe);
  if (chartYaml !== undefined) files.set(inside(chart, 'Chart.yaml'), chartYaml);
  if (appReadme !== null) files.set(await spelling(tree, chart, 'app-readme.md'), appReadme);
  if (whatsNew !== null) {
    const readme = await spelling(tree, chart, 'README.md');
    files.set(
      readme,
      withWhatsNew((await tree.text(readme)) ?? `# ${recipe.name}\n`, recipe.version, whatsNew),
    );
  }
  return files.size === 0 ? tree : withFiles(tree, files);
}

/** Chart.yaml with the annotations, spliced in; nothing where there is nothing to splice. */
async function annotated(tree: Tree, { chart, annotations }: Dress): Promise<string | undefined> {
  const entries = Object.entries(annotations);
  const file = inside(chart, 'Chart.yaml');
  const source = entries.length === 0 ? undefined : await tree.text(file);
  if (source === undefined) return undefined;
  const yaml = await yamlEditor();
  return entries.reduce(
    (text, [key, value]) => yaml.setText({ file, text }, { map: 'annotations', key }, value),
    source,
  );
}

/** The path of a file of the chart whose name may be written in any case. */
async function spelling(tree: Tree, chart: string, name: string): Promise<string> {
  const file = inside(chart, name);
  const entries = await tree.list(chart);
  return entries.find(({ path }) => path.toLowerCase() === file.toLowerCase())?.path ?? file;
}
