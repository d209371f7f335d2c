import {
  type Asset,
  type Generation,
  outputOf,
  type OutputOf,
  type ReleaseContext,
  type Step,
} from '@launchway/core';
import { signerOf } from '@launchway/pack';
import { chartFolder, readChart } from './chart-source.ts';
import type { HelmCatalogOptions } from './options.ts';
import { annotationsOf } from './package/annotations.ts';
import { assetsOf, assetSteps } from './package/asset.ts';
import type { Recipe } from './package/recipe.ts';
import { listOfTargets, targetInput, type TargetInput, titleOf } from './targets/input.ts';

/** What every publishing step is given. */
export type PublishInput = {
  readonly recipe: Recipe;
  /** Lower-case hex SHA-256 of the package, from the step that made it. */
  readonly digest: string | OutputOf;
  /** The text of the `.prov` file; `null` where nothing is signed. */
  readonly provenance: string | OutputOf | null;
};

/** Gives the files of the chart that a tagged release of its track offers for download, where one wants it so. */
export async function planAssets(
  options: HelmCatalogOptions,
  context: ReleaseContext,
): Promise<readonly Asset[]> {
  const track = trackOf(options);
  if (!isOffered(options, context)) return [];
  const id = idOf(options);
  const provenance = signerOf(options.sign) === undefined ? null : outputOf(`${id}:sign`, 'provenance');
  return assetsOf(id, { recipe: await recipeOf(options, context, track), provenance }, track);
}

const trackOf = ({ track = 'chart' }: HelmCatalogOptions): string => track;
const idOf = ({ id = 'helm-catalog' }: HelmCatalogOptions): string => id;

/** Forges have releases of tags alone, so a chart that is released without one is offered nowhere. */
const isOffered = (options: HelmCatalogOptions, { release }: ReleaseContext): boolean =>
  options.asset === true && release.tags.some(({ track }) => track === trackOf(options));

/** Gives the steps that package the chart of a release and publish it; none where its track does not move. */
export async function planSteps(
  options: HelmCatalogOptions,
  context: ReleaseContext,
): Promise<readonly Step[]> {
  const { release } = context;
  const track = trackOf(options);
  if (!release.changes.some((change) => change.track === track)) return [];
  const recipe = await recipeOf(options, context, track);
  const id = idOf(options);
  const packaging: Step = {
    id: `${id}:package`,
    kind: 'helm:package',
    title: `package the chart ${recipe.name} ${recipe.version}`,
    input: { recipe },
    tracks: [track],
  };
  const signing = signingStep(options, id, recipe, track);
  const shared: PublishInput = {
    recipe,
    digest: outputOf(packaging.id, 'digest'),
    provenance: signing === undefined ? null : outputOf(signing.id, 'provenance'),
  };
  const targets = await Promise.all(listOfTargets(options.to).map((target) => targetInput(target, context)));
  return [
    packaging,
    ...(signing === undefined ? [] : [signing]),
    ...(isOffered(options, context) ? assetSteps(id, shared, track) : []),
    ...targets.map((target, at) => publishing(id, target, { shared, track, targets, at })),
  ];
}

function signingStep(
  options: HelmCatalogOptions,
  id: string,
  recipe: Recipe,
  track: string,
): Step | undefined {
  const signer = signerOf(options.sign);
  if (signer === undefined) return undefined;
  return {
    id: `${id}:sign`,
    kind: 'helm:sign',
    title: `sign the package of ${recipe.name} ${recipe.version}`,
    input: { recipe, digest: outputOf(`${id}:package`, 'digest'), signer },
    tracks: [track],
  };
}

interface Publication {
  readonly shared: PublishInput;
  readonly track: string;
  readonly targets: readonly TargetInput[];
  readonly at: number;
}

function publishing(id: string, { kind, input, place }: TargetInput, publication: Publication): Step {
  const { shared, track, targets, at } = publication;
  const before = targets.slice(0, at).filter((other) => other.kind === kind).length;
  return {
    id: `${id}:${kind}${before === 0 ? '' : `:${before + 1}`}`,
    kind: `helm:${kind}`,
    title: titleOf(input, shared.recipe),
    input: { ...shared, target: input },
    tracks: [track],
    ...(place === undefined ? {} : { places: { [`${place}/${shared.recipe.name}`]: 'chart' } }),
  };
}

async function recipeOf(
  options: HelmCatalogOptions,
  context: ReleaseContext,
  track: string,
): Promise<Recipe> {
  const { release, reads } = context;
  const chart = chartFolder(options, context, track);
  const source = await readChart(reads.tree, chart);
  const version = release.versions[track] ?? '';
  const notes = release.notes[track]?.trim() ?? '';
  const told = notes === '' ? null : `${notes}\n`;
  return {
    chart,
    commit: release.commit,
    name: source.name,
    version,
    generate: commandsOf(options).package,
    annotations: annotationsOf(options, context, { track, version, notes, source: source.annotations }),
    appReadme: options.appReadme === true ? told : null,
    whatsNew: options.whatsNew === true ? told : null,
  };
}

/** The commands that make files for the package alone, and those whose files belong into the commit. */
function commandsOf({
  generate = [],
}: HelmCatalogOptions): Readonly<Record<'package' | 'commit', readonly (readonly string[])[]>> {
  if (!('run' in generate)) return { package: generate, commit: [] };
  return generate.commit === true
    ? { package: [], commit: generate.run }
    : { package: generate.run, commit: [] };
}

/** Gives the commands that make files of the chart in the release commit. */
export function generations(options: HelmCatalogOptions, context: ReleaseContext): readonly Generation[] {
  const track = trackOf(options);
  const run = commandsOf(options).commit;
  const moves = context.release.changes.some((change) => change.track === track);
  return moves && run.length > 0 ? [{ run, folder: chartFolder(options, context, track) }] : [];
}
