/** Changes to the text of bundled files, for a fast start. */

/** What a bundled file becomes. */
export const adapted = (code) => inAscii(withImporter(withSiblings(withLateModules(code))));

/** A module that exports what a script of the bundle does. */
export const facade = (script, names) =>
  `const {createRequire}=process.getBuiltinModule("node:module");` +
  `export const {${names.join(',')}}=createRequire(import.meta.url)("./${script}.cjs");\n`;

/** Modules of Node that take long to load, and of which a command often needs nothing: only using them loads them. */
const late = new Set([
  'node:child_process',
  'node:crypto',
  'node:fs/promises',
  'node:stream',
  'node:timers/promises',
  'node:zlib',
]);

function withLateModules(code) {
  const declarations = [...code.matchAll(/\b(node_\w+)=require\([`"'](node:[\w/]+)[`"']\)/g)].filter(
    ([, name, module]) => late.has(module) && code.split(`${name}=`).length === 2,
  );
  return loadedByUse(code, declarations, {
    declared: (name) => name,
    used: (_name, module) => `require(${JSON.stringify(module)})`,
  });
}

/** Our packages take each other's scripts, not the modules that stand for them, and each when it is first used. */
function withSiblings(code) {
  const declarations = code.matchAll(/\b(_launchway_\w+)=require\(([`"']@launchway\/[\w/-]+[`"'])\)/g);
  const rewritten = loadedByUse(code, declarations, {
    declared: (name, from) => `${name}=$sibling(${from})`,
    used: (name) => `${name}()`,
  }).replaceAll(
    /(?<![.\w$])import\(([`"']@launchway\/[\w/-]+[`"'])\)/g,
    'Promise.resolve().then($sibling($1))',
  );
  return rewritten === code ? code : `${sibling}${rewritten}`;
}

/** Lets variables that hold modules be declared without loading them, and each use of one load it. */
function loadedByUse(code, declarations, { declared, used }) {
  let text = code;
  for (const [whole, name, module] of declarations) {
    text = text
      .replaceAll(new RegExp(`\\b${name}\\.`, 'g'), () => `(${used(name, module)}).`)
      .replace(whole, () => declared(name, module));
  }
  return text;
}

const sibling =
  'const $sibling=name=>{let found;return()=>found??=require(require.resolve(name).replace(/\\.js$/,".cjs"))};';

/** A script that runs from its bytecode may not import; what loads it gives it a function that does. */
function withImporter(code) {
  const rewritten = code.replaceAll(/(?<![.\w$])import\(/g, '$$import(');
  return rewritten === code ? code : `const $import=module.importer??(name=>import(name));${rewritten}`;
}

/** Escapes what is not ASCII: V8 keeps such source in half the memory, and Node decodes it faster. */
const inAscii = (code) =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
