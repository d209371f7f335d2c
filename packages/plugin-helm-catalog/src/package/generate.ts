import type { Effects, Tree, TreeEntry } from '@launchway/core';
import type { Recipe } from './recipe.ts';

/**
 * Gives a throw-away checkout of the commit after the commands have run in it.
 * @throws COMMAND_FAILED of the core
 */
export async function generatedTree(recipe: Recipe, commit: string, effects: Effects): Promise<Tree> {
  const folder = await effects.checkout(commit);
  for (const argv of recipe.generate) await effects.exec(argv, { cwd: folder });
  const tree = effects.folder(folder);
  return recipe.chart === '' ? tree : chartOnly(effects.folder(`${folder}/${recipe.chart}`), recipe.chart);
}

/** The chart's own folder as a tree in which links cannot leave it, at the paths of the repository. */
function chartOnly(tree: Tree, chart: string): Tree {
  const inside = (path: string): string => path.slice(chart.length + 1);
  return {
    text: (path) => tree.text(inside(path)),
    bytes: (path) => tree.bytes(inside(path)),
    list: async (folder = chart) =>
      (await tree.list(inside(folder))).map(
        (entry): TreeEntry => ({ ...entry, path: `${chart}/${entry.path}` }),
      ),
  };
}
