import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/**
 * Bundles a package into its `dist/bundle`.
 * @param input its entries, or the modules that become them
 * @param options what rolldown writes
 * @param then completes the new folder before it takes the old one's place
 */
export async function writeBundle(folder, { input, plugins }, options, then = async () => undefined) {
  const out = `${folder}dist/bundle`;
  /** Written beside it first, so that the command can be used while it is bundled anew. */
  const fresh = `${out}-${process.pid}`;
  const bundle = await rolldown({
    input,
    plugins: [light, ...plugins],
    platform: 'node',
    cwd: folder,
    // Our packages share each other's bundles; jiti finds its own parts beside itself.
    external: [/^@launchway\//, 'jiti'],
    // What is grouped is there already when it is imported; that is what the groups are for.
    checks: { ineffectiveDynamicImport: false },
    // The CommonJS form of some packages (jsonc-parser) asks for its parts in ways that no bundler follows.
    resolve: { conditionNames: ['node', 'import'], mainFields: ['module', 'main'] },
  });
  await bundle.write({
    dir: fresh,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    ...options,
  });
  await bundle.close();
  await then(fresh);
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
}

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
