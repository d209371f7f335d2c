import { importModule } from '../config/reading/module.ts';
import { ownPackages, resolvePackage } from '../config/reading/resolve.ts';
import { forgeByPipelines } from '../facts/forge.ts';
import type { Facts } from '../model/facts.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Tree } from '../model/ports.ts';

/** The plugin of each forge: its package, and the function that makes it. */
const plugins = {
  github: { pack: '@launchway/plugin-github', make: 'github' },
  gitlab: { pack: '@launchway/plugin-gitlab', make: 'gitlab' },
} as const;

/**
 * Makes the plugin of the forge that the remote is on, to ask what a push will start where the flow does not use it. Nothing
 * where the forge is not known, or its package is not installed.
 */
export async function forgePlugin(
  top: string,
  { forge }: Pick<Facts, 'forge'>,
  tree: Tree,
): Promise<Plugin | undefined> {
  if (forge === undefined) return undefined;
  const kind = forge.kind === 'other' ? await kindByPipelines(tree) : forge.kind;
  const { pack = '', make = '' } = kind === undefined ? {} : plugins[kind];
  const file = pack === '' ? undefined : await resolvePackage(top, pack);
  if (file === undefined) return undefined;
  const module = await importModule(file, () => ownPackages(top));
  const made: unknown = (module as Readonly<Record<string, unknown>>)[make];
  if (typeof made !== 'function') return undefined;
  const server = forge.kind === 'other' ? { url: new URL(forge.url).origin } : {};
  return (made as (options: object) => Plugin)({ release: false, ...server });
}

async function kindByPipelines(tree: Tree): Promise<keyof typeof plugins | undefined> {
  const workflows = await tree.list('.github/workflows');
  const gitlab = (await tree.text('.gitlab-ci.yml')) === undefined ? [] : ['.gitlab-ci.yml'];
  return forgeByPipelines([...workflows.map(({ path }) => path), ...gitlab]);
}
