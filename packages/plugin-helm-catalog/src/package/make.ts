import { type Effects, inside, known, type Reads, type Tree } from '@launchway/core';
import { type ChartFile, collectFiles, packChart, type PackedChart } from '@launchway/helm';
import { commitTime } from '@launchway/pack';
import { catalogProblems } from '../problems.ts';
import { dressed } from './dress.ts';
import { generatedTree } from './generate.ts';
import type { Recipe } from './recipe.ts';

/** A chart ready for its catalogues. */
export interface MadePackage {
  readonly packed: PackedChart;
  /** The files of the chart as they are in its folder, for catalogues that keep them unpacked. */
  readonly files: readonly ChartFile[];
  /** Time of the commit, in seconds since 1970. */
  readonly time: number;
}

/** Packages that were made in this run, by repository and recipe: the targets of one chart share one. */
const made = new WeakMap<object, Map<string, Promise<MadePackage>>>();

/**
 * Makes the package of a recipe, once a run. A chart without commands and links is read from git's objects; others need a
 * checkout, and thereby the means to act.
 * @throws PACKAGE_OTHER where the chart is not the one that was planned, and whatever keeps helm from packaging or loading it
 */
export async function makePackage(recipe: Recipe, effects: Effects): Promise<MadePackage> {
  return once(recipe, effects, async (commit) => {
    const tree = await plainTree(recipe, commit, effects);
    return pack(recipe, tree ?? (await generatedTree(recipe, commit, effects)), commit, effects);
  });
}

/**
 * The same with reads alone; nothing while the commit is not made, or where the package needs a checkout.
 * @throws as {@link makePackage} does
 */
export async function readPackage(recipe: Recipe, reads: Reads): Promise<MadePackage | undefined> {
  const commit = known(recipe.commit);
  if (commit === undefined) return undefined;
  const ready = made.get(reads.git)?.get(JSON.stringify(recipe));
  if (ready !== undefined) return ready;
  const tree = await plainTree(recipe, commit, reads);
  return tree && once(recipe, reads, () => pack(recipe, tree, commit, reads));
}

function once(
  recipe: Recipe,
  reads: Reads,
  make: (commit: string) => Promise<MadePackage>,
): Promise<MadePackage> {
  const commit = known(recipe.commit);
  if (commit === undefined)
    throw new TypeError('The release commit must be made before its chart is packaged.');
  const packages = made.get(reads.git) ?? new Map<string, Promise<MadePackage>>();
  made.set(reads.git, packages);
  const key = JSON.stringify(recipe);
  const making = packages.get(key) ?? make(commit);
  packages.set(key, making);
  making.catch(() => packages.delete(key));
  return making;
}

/** The commit's own tree, where nothing has to run and no link has to be followed. */
async function plainTree(
  { chart, generate }: Recipe,
  commit: string,
  reads: Reads,
): Promise<Tree | undefined> {
  if (generate.length > 0) return undefined;
  const tree = reads.git.tree(commit);
  return (await tree.list(chart)).some(({ kind }) => kind === 'link') ? undefined : tree;
}

async function pack(recipe: Recipe, source: Tree, commit: string, reads: Reads): Promise<MadePackage> {
  const tree = await dressed(source, recipe);
  const time = await commitTime(commit, reads);
  const packed = await packChart(tree, { folder: recipe.chart, mtime: time });
  const { name, version } = packed.chart.metadata;
  if (name !== recipe.name || version !== recipe.version) throw otherChart(recipe, `${name} ${version}`);
  return { packed, files: (await collectFiles(tree, recipe.chart)).files, time };
}

function otherChart({ chart, name, version }: Recipe, found: string): Error {
  const file = inside(chart, 'Chart.yaml');
  return catalogProblems.refusal('PACKAGE_OTHER', {
    message: `${file} is that of ${found}, but ${name} ${version} is to be published.`,
    fix: 'Let no command of `generate` change name or version, and compare `track` with the track that holds this version.',
    where: { file },
  });
}
