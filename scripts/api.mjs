// Writes what each package exports, with types and without comments, into docs/api: a change of the public interface is
// a change that a reviewer sees. `--check` writes nothing and fails when a page is not what the sources export.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

const folder = 'docs/api';

/** By file of docs/api, the public interface of each entry of each package, as the last build left it. */
export function publicInterfaces() {
  return new Map(
    readdirSync('packages')
      .sort()
      .flatMap((name) => entriesOf(`packages/${name}`)),
  );
}

if (process.argv[1] === import.meta.filename) run(process.argv.includes('--check'));

function run(check) {
  mkdirSync(folder, { recursive: true });
  const pages = publicInterfaces();
  const stale = [...pages].filter(([file, text]) => read(join(folder, file)) !== text);
  if (!check) for (const [file, text] of stale) writeFileSync(join(folder, file), text);
  if (check && stale.length > 0) {
    console.error(
      `These are not what the packages export; run \`npm run docs\`:\n${stale.map(([file]) => file).join('\n')}`,
    );
    process.exitCode = 1;
  } else console.log(`${pages.size} public interfaces${check ? ' are up to date' : ''}.`);
}

/** `@launchway/core/engine` -> `core.engine.d.ts`. */
function entriesOf(directory) {
  const { name, exports } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
  return Object.entries(exports).flatMap(([entry, { types }]) => {
    if (types === undefined) return [];
    const declared = declarations(join(directory, types));
    const text = [...declared].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
    const file = `${name.split('/')[1]}${entry.slice(1).replaceAll('/', '.')}.d.ts`;
    return [[file, `// ${name}${entry.slice(1)}\n\n${text.join('\n')}\n`]];
  });
}

/** Everything a module exports, by name, as declarations without comments. */
function declarations(file) {
  const source = readFileSync(file, 'utf8');
  const found = new Map();
  for (const node of parseAst(source, { lang: 'dts' }).body) {
    if (node.type === 'ExportAllDeclaration') {
      const inner = declarationsOf(file, node.source.value);
      if (node.exported === null) for (const [name, text] of inner) found.set(name, text);
      else found.set(node.exported.name, namespace(node.exported.name, inner));
    } else if (node.type === 'ExportNamedDeclaration' && node.source !== null) {
      const inner = declarationsOf(file, node.source.value);
      for (const { local, exported } of node.specifiers)
        found.set(exported.name, pick(inner, local.name, node));
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration !== null) {
      for (const name of namesOf(node.declaration))
        add(found, name, plain(source.slice(node.start, node.end)));
    }
  }
  return found;
}

function declarationsOf(file, specifier) {
  if (!specifier.startsWith('.')) return new Map();
  return declarations(join(dirname(file), specifier.replace(/\.(?:js|ts)$/, '.d.ts')));
}

/** What another package declares is named only. */
function pick(inner, name, node) {
  return inner.get(name) ?? `export { ${name} } from '${node.source.value}';`;
}

/** Overloads share a name. */
function add(found, name, text) {
  found.set(name, found.has(name) ? `${found.get(name)}\n${text}` : text);
}

function namespace(name, inner) {
  const lines = [...inner.values()].join('\n').replace(/^/gm, '  ');
  return `export declare namespace ${name} {\n${lines}\n}`;
}

function namesOf(declaration) {
  if (declaration.id !== undefined) return [declaration.id.name];
  return (declaration.declarations ?? []).map(({ id }) => id.name);
}

function plain(text) {
  return text
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
    .replace(/^( {4})+/gm, (indent) => indent.slice(0, indent.length / 2));
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
