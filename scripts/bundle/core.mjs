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
  test: new RegExp(
    `rolldown/runtime|/node_modules/(?:${libraries.join('|')})/|/core/src/(?!${apart.join('|')})`,
  ),
};

/**
 * Bundles the core as CommonJS, whose bytecode can be kept from run to run (`packages/core/bin/bundle.cjs`). What it exports
 * are modules that take theirs from it: so the configuration's `@launchway/core` and the command's are the same, and
 * loaded once, and so is the YAML parser. Though all is one file, a module runs when something first imports it.
 */
export async function bundleCore(folder, exported) {
  const input = Object.fromEntries(['cli', ...exported].map((name) => [name, `${folder}src/${name}.ts`]));
  await writeBundle(
    folder,
    { input, plugins: [rewriting(adapted)] },
    {
      format: 'cjs',
      strictExecutionOrder: true,
      entryFileNames: '[name].cjs',
      chunkFileNames: ({ name }) => (name === 'core' ? 'core.cjs' : 'parts/[name]-[hash].cjs'),
      codeSplitting: { groups: [group] },
    },
    async (out) => {
      const require = createRequire(import.meta.url);
      for (const name of exported) {
        const names = Object.keys(require(`${out}/${name}.cjs`));
        await writeFile(`${out}/${name}.js`, facade(name, names));
      }
    },
  );
}

/** A module that exports what an entry of the bundle does. */
const facade = (entry, names) =>
  `const {createRequire}=process.getBuiltinModule("node:module");` +
  `export const {${names.join(',')}}=createRequire(import.meta.url)("./${entry}.cjs");\n`;

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
