import { createHash } from 'node:crypto';
import type { Effects, Tree, TreeEntry } from '@launchway/core';
import { catalogProblems } from '../problems.ts';
import type { Recipe } from './recipe.ts';

/**
 * Gives a throw-away checkout of the commit after the commands have run in it.
 * @throws {ReleaseError} COMMAND_FAILED of the core; GENERATED_STALE where the commit should hold what they make
 */
export async function generatedTree(recipe: Recipe, commit: string, effects: Effects): Promise<Tree> {
  const folder = await effects.checkout(commit);
  for (const argv of recipe.generate) await effects.exec(argv, { cwd: folder });
  const tree = effects.folder(folder);
  if (recipe.generated === 'commit') await refuseStale(recipe, effects.git.tree(commit), tree);
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

async function refuseStale({ chart, generate }: Recipe, before: Tree, after: Tree): Promise<void> {
  const [old, now] = await Promise.all([contents(before, chart), contents(after, chart)]);
  const differing = [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .sort();
  const [first] = differing;
  if (first === undefined) return;
  throw catalogProblems.refusal('GENERATED_STALE', {
    message: `The commit does not hold what the commands make now: ${differing.slice(0, 5).join(', ')}${differing.length > 5 ? ` and ${differing.length - 5} more` : ''}.`,
    fix: `Run \`${generate.map((argv) => argv.join(' ')).join('` and `')}\` and commit the result, or leave \`commit\` out so that it is in the package alone.`,
    where: { file: first },
  });
}

async function contents(tree: Tree, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { path, kind } of await tree.list(folder)) {
    if (kind === 'link' || kind === 'submodule') continue;
    files.set(
      path,
      createHash('sha256')
        .update((await tree.bytes(path)) ?? '')
        .digest('hex'),
    );
  }
  return files;
}
