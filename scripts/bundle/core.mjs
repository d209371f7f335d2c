import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { inAscii, late, rewriting } from './text.mjs';
import { writeBundle } from './write.mjs';

/**
 * Opening a file costs more than what is in it: all that a plan needs is one file. What is seldom stays apart, and what is
 * heavy: the gate brings `node:http`.
 */
const apart = [
  'init/',
  'pipelines/(?!gitlab/duration)',
  'effects/(?:gate|git/copy)',
  '(?:commands|output|running)/rehears',
  'commands/(?:init|ci|doctor|bump-by-hand)',
  'output/init',
];
const libraries = ['cosmiconfig', 'env-paths', 'conventional-commits-parser', 'jsonc-parser', 'yaml'];
const group = {
  name: 'core',
  test: new RegExp(`/node_modules/(?:${libraries.join('|')})/|/core/src/(?!${apart.join('|')})`),
};

/**
 * Bundles the core as CommonJS, whose bytecode can be kept from run to run (`packages/core/bin/bundle.cjs`). What it exports
 * are modules that take theirs from it: so the configuration's `@launchway/core` and the command's are the same, and
 * loaded once, and so is the YAML parser.
 */
export async function bundleCore(folder, exported) {
  await writeBundle(
    folder,
    { input: { entries }, plugins: [entriesOf(folder, ['cli', ...exported]), rewriting(adapted)] },
    {
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: ({ name }) => (name === 'core' ? 'core.cjs' : 'parts/[name]-[hash].cjs'),
      codeSplitting: { groups: [group] },
    },
    async (out) => {
      const all = createRequire(import.meta.url)(`${out}/entries.cjs`);
      for (const name of exported) await writeFile(`${out}/${name}.js`, facade(name, Object.keys(all[name])));
    },
  );
}

const entries = '\0entries';

/** A module that exports all of each entry by the entry's name. */
const entriesOf = (folder, names) => ({
  name: 'entries',
  resolveId: (source) => (source === entries ? source : undefined),
  load: (id) =>
    id === entries
      ? names.map((name) => `export * as ${name} from '${folder}src/${name}.ts';`).join('')
      : undefined,
});

/** A module that exports what the bundle has under the name of an entry. */
const facade = (entry, names) =>
  `const {createRequire}=process.getBuiltinModule("node:module");` +
  `const {${entry}}=createRequire(import.meta.url)("./entries.cjs");` +
  `export const {${names.join(',')}}=${entry};\n`;

const adapted = (code, { fileName }) =>
  inAscii(fileName === 'core.cjs' ? withImporter(withLateModules(code)) : code);

/** A script that runs from its bytecode may not import; what loads it gives it a function that does. */
const withImporter = (code) =>
  `const $import=module.importer??(name=>import(name));${code.replaceAll(/(?<![.\w$])import\(/g, '$$import(')}`;

/** Loads the modules that take long when they are first used. */
function withLateModules(code) {
  const declarations = [...code.matchAll(/\b(node_\w+)=require\([`"'](node:\w+)[`"']\)/g)];
  return declarations
    .filter(([, name, module]) => late.has(module) && code.split(`${name}=`).length === 2)
    .reduce((text, [whole, name, module]) => {
      const uses = new RegExp(`\\b${name}\\.`, 'g');
      return text.replace(whole, name).replaceAll(uses, `require(${JSON.stringify(module)}).`);
    }, code);
}
