import type { Track, Tree } from '@launchway/core';
import { labelsOf } from '../packages.ts';
import { nameOf, readPackage } from './manifest.ts';

/** A package of this repository that is published in the same run, by this plugin or another instance of it. */
export interface Sibling {
  readonly folder: string;
  /** The names it is imported by: JSR's and npm's. */
  readonly names: readonly string[];
  /** Id of the step that publishes it. */
  readonly step: string;
}

/** Finds the packages that the instances of this plugin publish, by the pins of their tracks. */
export async function siblingsIn(
  tree: Tree,
  tracks: readonly Track[],
  isDue: (track: string) => boolean,
): Promise<readonly Sibling[]> {
  const byPlugin = new Map<string, Map<string, string>>();
  for (const { name, plugin = 'jsr', pins } of tracks) {
    const manifests = pins.filter(
      (pin) => pin.missing === 'skip' && /(?:^|\/)(?:jsr|deno)\.jsonc?$/.test(pin.file),
    );
    const folders = manifests.map(({ file }) => file.slice(0, Math.max(0, file.lastIndexOf('/'))));
    const own = folders.map((folder) => [folder, name] as const);
    byPlugin.set(plugin, new Map([...(byPlugin.get(plugin) ?? []), ...own]));
  }
  const found: Sibling[] = [];
  for (const [plugin, folders] of byPlugin) {
    const labels = labelsOf([...folders.keys()]);
    for (const [folder, track] of folders) {
      const files = await readPackage(tree, folder);
      const name = nameOf(files);
      if (name === undefined || !isDue(track)) continue;
      const npm = files.npm?.get('name');
      const names = [`@${name.scope}/${name.name}`, ...(typeof npm === 'string' ? [npm] : [])];
      found.push({ folder, names, step: `${plugin}:publish:${labels.get(folder)}` });
    }
  }
  return found;
}
