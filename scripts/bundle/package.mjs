import { inAscii, late, rewriting } from './text.mjs';
import { writeBundle } from './write.mjs';

/** Bundles a package that others import, a plugin mostly, as modules. */
export async function bundlePackage(folder, entries) {
  const input = Object.fromEntries(entries.map((name) => [name, `${folder}src/${name}.ts`]));
  await writeBundle(
    folder,
    { input, plugins: [rewriting((code) => inAscii(withoutFacades(code)))] },
    {
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'parts/[name]-[hash].js',
      codeSplitting: { groups: groupsOf(input[entries[0]]) },
    },
  );
}

/** What the entry imports is one file, whatever the parts that are loaded later share with it. */
function groupsOf(entry) {
  let needed;
  return [
    {
      debugName: 'main',
      name: (id, chunks) => ((needed ??= sharedImports(entry, chunks)).has(id) ? 'main' : null),
    },
  ];
}

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
