// Writes what each package exports, with types and without comments, into docs/api: a change of the public interface is
// a change that a reviewer sees. `--check` writes nothing, and fails when a page is not what the sources export. Both fail
// when an export has no TSDoc.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

const folder = 'docs/api';

/** The public interface of each entry of each package, as the last build left it, with the names of exports that have no TSDoc. */
export function publicInterfaces() {
  return readdirSync('packages')
    .sort()
    .flatMap((name) => entriesOf(`packages/${name}`));
}

if (process.argv[1] === import.meta.filename) run(process.argv.includes('--check'));

function run(check) {
  mkdirSync(folder, { recursive: true });
  const entries = publicInterfaces();
  const stale = entries.filter(({ file, text }) => read(join(folder, file)) !== text);
  if (!check) for (const { file, text } of stale) writeFileSync(join(folder, file), text);
  const wrong = [
    ...(check
      ? stale.map(({ file }) => `${file} is not what the package exports; run \`npm run docs\``)
      : []),
    ...entries.flatMap(({ file, untold }) => untold.map((name) => `${name} of ${file} has no TSDoc`)),
  ];
  if (wrong.length > 0) {
    console.error(wrong.join('\n'));
    process.exitCode = 1;
  } else console.log(`${entries.length} public interfaces${check ? ' are up to date' : ''}.`);
}

/** `@launchway/core/engine` is in `core.engine.d.ts`. */
function entriesOf(directory) {
  const { name, exports } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
  return Object.entries(exports).flatMap(([entry, { types }]) => {
    if (types === undefined) return [];
    const declared = declarations(join(directory, types));
    const sorted = [...declared].sort(([a], [b]) => (a < b ? -1 : 1));
    const file = `${name.split('/')[1]}${entry.slice(1).replaceAll('/', '.')}.d.ts`;
    const source = sorted.map(([, { text }]) => text).join('\n');
    const untold = sorted.flatMap(([exported, { isTold }]) => (isTold ? [] : [exported]));
    return { file, text: `// ${name}${entry.slice(1)}\n\n${source}\n`, untold };
  });
}

/** Everything a module exports, by name, as declarations without comments, and whether there is a comment before it. */
function declarations(file) {
  const source = readFileSync(file, 'utf8');
  const found = new Map();
  for (const node of parseAst(source, { lang: 'dts' }).body) {
    if (node.type === 'ExportAllDeclaration') {
      const inner = declarationsOf(file, node.source.value);
      if (node.exported === null) for (const [name, one] of inner) found.set(name, one);
      else found.set(node.exported.name, namespace(node.exported.name, inner));
    } else if (node.type === 'ExportNamedDeclaration' && node.source !== null) {
      const inner = declarationsOf(file, node.source.value);
      for (const { local, exported } of node.specifiers)
        found.set(exported.name, pick(inner, local.name, node));
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration !== null) {
      const isTold = /\*\/\s*$/.test(source.slice(0, node.start));
      for (const name of namesOf(node.declaration))
        add(found, name, { text: plain(source.slice(node.start, node.end)), isTold });
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
  return inner.get(name) ?? { text: `export { ${name} } from '${node.source.value}';`, isTold: true };
}

/** Overloads share a name, and the comment of one. */
function add(found, name, { text, isTold }) {
  const before = found.get(name);
  found.set(
    name,
    before === undefined
      ? { text, isTold }
      : { text: `${before.text}\n${text}`, isTold: before.isTold || isTold },
  );
}

function namespace(name, inner) {
  const all = [...inner.values()];
  const lines = all
    .map(({ text }) => text)
    .join('\n')
    .replace(/^/gm, '  ');
  return {
    text: `export declare namespace ${name} {\n${lines}\n}`,
    isTold: all.every(({ isTold }) => isTold),
  };
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
