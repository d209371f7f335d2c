/**
 * Bundles the packages, so that they start fast: for each package one file for what every command needs, and one for each
 * part that is loaded when it is used. What `exports` names in `dist/bundle/` is bundled, with the command as another
 * entry of the core: the configuration's `@launchway/core` and the command's are the same files, loaded once, and so is
 * the YAML parser. Types stay as tsc made them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));
const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

/**
 * Opening a file costs more than what is in it: all that a plan needs is one file. What imports something heavy stays apart:
 * the editors of YAML and JSON bring their parsers, the gate brings `node:http`, and a rehearsal is seldom.
 */
const coreGroups = [
  {
    name: 'core',
    test: /[/]core[/]src[/](?!cli|index|engine|yaml|effects[/](?:gate|git[/]copy)|(?:commands|output|running)[/]rehears|edits[/](?:json|yaml(?!-reading)))/,
    priority: 1,
  },
  { name: 'yaml', test: /[/]node_modules[/]yaml[/]|[/]edits[/]yaml/ },
  { name: 'json', test: /[/]node_modules[/]jsonc-parser[/]|[/]edits[/]json/ },
];

/** In a plugin's package, what its entry imports is one file, whatever the parts that are loaded later share with it. */
const pluginGroups = (entry) => {
  let needed;
  return [
    {
      debugName: 'main',
      name: (id, chunks) => ((needed ??= sharedImports(entry, chunks)).has(id) ? 'main' : null),
    },
  ];
};

/** Gives a module and all that it imports, directly or not; nothing where no part is loaded later that could share it. */
function sharedImports(entry, chunks) {
  const found = new Set([entry]);
  let hasParts = false;
  for (const id of found) {
    const { importedIds = [], dynamicallyImportedIds = [] } = chunks.getModuleInfo(id) ?? {};
    for (const imported of importedIds) found.add(imported);
    hasParts ||= dynamicallyImportedIds.length > 0;
  }
  return hasParts ? found : new Set();
}

/**
 * Takes the forms of libraries that ask nothing of Node: loading `node:util` and `node:process` whole, for one function that
 * warns, takes as long as loading the libraries.
 */
const light = {
  name: 'light',
  resolveId(source, importer = '') {
    if (source === 'yaml')
      return importer.startsWith(`${packages}core/`)
        ? `${modules}yaml/browser/dist/index.js`
        : { id: '@launchway/core/yaml', external: true };
    if (source === 'util' && importer.includes('/tapable/')) return `${modules}tapable/lib/util-browser.js`;
    return undefined;
  },
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') file.code = withoutFacades(file.code);
  },
};

/**
 * Takes Node's own modules without going through the loader, which lists what each exports, and by that loads most of what
 * it could be asked for.
 */
function withoutFacades(code) {
  const statement =
    /^import\s*(?:([\w$]+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s*as\s+([\w$]+))?\s*from\s*["'`](node:[\w/]+)["'`];/;
  const own = [];
  const others = [];
  let rest = code;
  for (let found = /^import[^;]+;/.exec(rest); found !== null; found = /^import[^;]+;/.exec(rest)) {
    const [whole, name, members, all, source] = statement.exec(found[0]) ?? [];
    if (whole === undefined) others.push(found[0]);
    else own.push(...taken(source, [name, all], members));
    rest = rest.slice(found[0].length);
  }
  return `${others.join('')}${own.join('')}${rest}`;
}

/** Modules that take long to load, and of which a command often needs nothing: only calling a function loads them. */
const late = new Set(['node:crypto', 'node:zlib', 'node:child_process']);

function taken(source, names, members = '') {
  const module = `process.getBuiltinModule(${JSON.stringify(source)})`;
  const functions =
    late.has(source) && /^(?:[a-z]\w*(?: as \w+)?,?)+$/.test(members) && !/\bconstants\b/.test(members);
  const wholes = names.filter((name) => name !== undefined).map((name) => `const ${name}=${module};`);
  if (members === '') return wholes;
  if (!functions) return [...wholes, `const {${members.replaceAll(/ as /g, ':')}}=${module};`];
  const called = members.split(',').map((member) => {
    const [name, local = name] = member.split(' as ');
    return `const ${local}=(...given)=>${module}.${name}(...given);`;
  });
  return [...wholes, ...called];
}

for (const name of readdirSync(packages)) {
  const folder = `${packages}${name}/`;
  const entries = existsSync(`${folder}package.json`) ? entriesOf(folder) : [];
  if (entries.length > 0) await bundlePackage(folder, entries);
}

/** The names of the source files that become entries: `index`, `engine`. */
function entriesOf(folder) {
  const { exports, bin } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const files = Object.values(exports).map((target) => target.default ?? '');
  const names = files.map((file) => /^\.\/dist\/bundle\/(.+)\.js$/.exec(file)?.[1]);
  return [...(bin === undefined ? [] : ['cli']), ...names.filter((name) => name !== undefined)];
}

async function bundlePackage(folder, entries) {
  const out = `${folder}dist/bundle`;
  /** Written beside it first, so that the command can be used while it is bundled anew. */
  const fresh = `${out}-${process.pid}`;
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, `${folder}src/${name}.ts`])),
    plugins: [light],
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
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: {
      groups: folder.endsWith('/core/') ? coreGroups : pluginGroups(`${folder}src/${entries[0]}.ts`),
    },
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
}
