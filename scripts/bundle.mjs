/**
 * Bundles the packages, so that they start fast: for each package one file for what every command needs, and one for each
 * part that is loaded when it is used. What `exports` names in `dist/bundle/` is bundled. Types stay as tsc made them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleCore } from './bundle/core.mjs';
import { bundlePackage } from './bundle/package.mjs';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));

for (const name of readdirSync(packages)) {
  const folder = `${packages}${name}/`;
  const entries = existsSync(`${folder}package.json`) ? entriesOf(folder) : [];
  if (name === 'core') await bundleCore(folder, entries);
  else if (entries.length > 0) await bundlePackage(folder, entries);
}

/** The names of the source files that become entries: `index`, `engine`. */
function entriesOf(folder) {
  const { exports } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const files = Object.values(exports).map((target) => target.default ?? '');
  const names = files.map((file) => /^\.\/dist\/bundle\/(.+)\.js$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined);
}
