import type { Contribution, Lifecycle } from '../hooks/lifecycle.ts';
import type { Asset } from '../model/asset.ts';
import type { Plugin, ReleaseContext } from '../model/plugin.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import type { PlannedStep } from '../model/step.ts';
import { planningProblems } from './problems.ts';

/**
 * Adds what the plugins offer for download, so that every `publish` hook sees the files of all.
 * @param among which plugins are asked; all unless told
 * @throws as {@link foldAssets}
 */
export async function withAssets(
  lifecycle: Lifecycle,
  context: ReleaseContext,
  among?: (plugin: Plugin) => boolean,
): Promise<ReleaseContext> {
  const assets = foldAssets(await lifecycle.assets(context, among));
  return { ...context, release: { ...context.release, assets } };
}

/**
 * Gives the files that a release offers, in the plugins' order.
 * @throws ASSET_DUPLICATE, ASSET_NAME_INVALID, all that apply at once
 */
export function foldAssets(contributions: readonly Contribution<Asset>[]): readonly Asset[] {
  const holders = new Map<string, string[]>();
  for (const { plugin, values } of contributions) {
    for (const { name } of values) holders.set(name, [...(holders.get(name) ?? []), plugin]);
  }
  const problems = [...holders].flatMap(([name, [plugin = '', ...others]]): readonly Problem[] => [
    ...(others.length === 0 ? [] : [duplicate(name, [plugin, ...others])]),
    ...(isAssetName(name) ? [] : [invalid(name, plugin)]),
  ]);
  if (problems.length > 0) throw new ReleaseError(problems);
  return contributions.flatMap(({ values }) => values);
}

/** Warns of files that are made, and that no step of another plugin takes. */
export function unclaimedAssets(assets: readonly Asset[], steps: readonly PlannedStep[]): readonly Problem[] {
  const inputs = steps.filter(({ phase }) => phase === 'publish').map(({ input }) => JSON.stringify(input));
  const left = assets.filter(({ name }) => !inputs.some((input) => input.includes(JSON.stringify(name))));
  const [first, ...others] = left;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [
    planningProblems.warning('ASSET_UNCLAIMED', {
      message: `${first.name}${more} would be made, and no plugin of this flow publishes ${others.length === 0 ? 'it' : 'them'}.`,
      fix: 'Add github() or gitlab() to the flow, which offer files with their releases.',
    }),
  ];
}

/** What GitHub keeps as it is, and GitLab takes. */
const isAssetName = (name: unknown): boolean =>
  typeof name === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9])?$/.test(name);

/** @param holders the plugin of each file that has the name */
function duplicate(name: string, holders: readonly string[]): Problem {
  const [plugin = '', ...others] = [...new Set(holders)].toReversed();
  const who =
    others.length === 0
      ? `The plugin "${plugin}" offers`
      : `The plugins ${others.map((other) => `"${other}"`).join(', ')} and "${plugin}" offer`;
  const problem = planningProblems.error('ASSET_DUPLICATE', {
    message: `${who} ${holders.length} files named "${name}" for download.`,
    fix: `Give each of them a name of its own in the options of "${plugin}".`,
  });
  return { plugin, ...problem };
}

function invalid(name: unknown, plugin: string): Problem {
  const problem = planningProblems.error('ASSET_NAME_INVALID', {
    message: `The plugin "${plugin}" offers a file named ${JSON.stringify(name)} for download, which forges rename or refuse.`,
    fix: 'Use ASCII letters, digits, ".", "_", "+" and "-", with a letter or digit first and last.',
  });
  return { plugin, ...problem };
}
