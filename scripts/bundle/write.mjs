import { rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { adapted, facade } from './text.mjs';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/**
 * Bundles a package into its `dist/bundle`. Though much is one file, a module runs when something first imports it.
 * @param modules the names of the source files that others import
 * @param scripts more of them, which only scripts take
 * @param output how rolldown splits them
 */
export async function writeBundle(folder, modules, { scripts = [], output }) {
  const out = `${folder}dist/bundle`;
  /** Written beside it first, so that the command can be used while it is bundled anew. */
  const fresh = `${out}-${process.pid}`;
  const bundle = await rolldown({
    input: Object.fromEntries([...scripts, ...modules].map((name) => [name, `${folder}src/${name}.ts`])),
    plugins: [light, rewriting],
    platform: 'node',
    cwd: folder,
    // Our packages share each other's bundles; jiti finds its own parts beside itself.
    external: [/^@launchway\//, 'jiti'],
    // What is grouped is there already when it is imported; that is what the groups are for.
    checks: { ineffectiveDynamicImport: false },
    // The CommonJS form of some packages (jsonc-parser) asks for its parts in ways that no bundler follows.
    resolve: { conditionNames: ['node', 'import'], mainFields: ['module', 'main'] },
  });
  const written = await bundle.write({
    dir: fresh,
    format: 'cjs',
    strictExecutionOrder: true,
    entryFileNames: '[name].cjs',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    ...output,
  });
  await bundle.close();
  const entries = written.output.filter(({ isEntry, name }) => isEntry && modules.includes(name));
  for (const { name, exports } of entries) await writeFile(`${fresh}/${name}.js`, facade(name, exports));
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
}

const rewriting = {
  name: 'text',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = adapted(file.code);
  },
};

/**
 * Takes the forms of libraries that ask nothing of Node: loading `node:util` and `node:process` whole, for one function that
 * warns, takes as long as loading the libraries.
 */
const light = {
  name: 'light',
  resolveId(source, importer = '') {
    if (source === 'yaml')
      return importer.includes('/packages/core/')
        ? `${modules}yaml/browser/dist/index.js`
        : { id: '@launchway/core/yaml', external: true };
    if (source === 'util' && importer.includes('/tapable/')) return `${modules}tapable/lib/util-browser.js`;
    // Cosmiconfig's loaders bring parsers that are never asked: it is given all it needs.
    if (source === './loaders' && importer.includes('/cosmiconfig/')) return none;
    return undefined;
  },
  load: (id) => (id === none ? 'export {}' : undefined),
};

const none = '\0none';
