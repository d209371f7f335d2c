/**
 * Bundles the packages, so that they start fast: what `exports` names in `dist/bundle/`, as CommonJS, whose bytecode can be
 * kept from run to run (`packages/core/bin/bundle.cjs`), each with a module that exports what the script does. So the
 * configuration's `@launchway/core` and the command's are the same, and loaded once. Types stay as tsc made them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coreSplit } from './bundle/core.mjs';
import { writeBundle } from './bundle/write.mjs';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));

for (const name of readdirSync(packages)) {
  const folder = `${packages}${name}/`;
  const entries = existsSync(`${folder}package.json`) ? entriesOf(folder) : [];
  if (name === 'core') await writeBundle(folder, entries, { scripts: ['cli'], output: coreSplit });
  else if (entries.length > 0) await writeBundle(folder, entries, { output: { codeSplitting: false } });
}

/** The names of the source files that become entries: `index`, `engine`. */
function entriesOf(folder) {
  const { exports } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const files = Object.values(exports).map((target) => target.default ?? '');
  const names = files.map((file) => /^\.\/dist\/bundle\/(.+)\.js$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined);
}
