// Writes one page per problem code into docs/problems, from the catalogues in the sources, and the list of these codes.
// `--check` writes nothing and fails when a page or the list is missing, stale or left over.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const folder = 'docs/problems';
const list = 'packages/core/src/output/documented.ts';

/** Every page by its file's name, from the catalogues that each package's `problems.ts` exports, as last built. */
export async function problemPages() {
  const pages = new Map();
  for (const name of readdirSync('packages').sort()) {
    for (const [code, entry] of Object.entries(await entriesOf(name))) {
      if (pages.has(`${code}.md`))
        throw new Error(`The code ${code} is in two catalogues; the second is in ${name}.`);
      pages.set(`${code}.md`, page(code, entry, name));
    }
  }
  return pages.set('README.md', index(pages));
}

if (process.argv[1] === import.meta.filename) await run(process.argv.includes('--check'));

async function run(check) {
  mkdirSync(folder, { recursive: true });
  const pages = await problemPages();
  const written = new Map([...pages].map(([file, text]) => [`${folder}/${file}`, text]));
  written.set(list, codeList(pages));
  const stale = [...written].filter(([file, text]) => read(file) !== text);
  const left = readdirSync(folder)
    .map((file) => `${folder}/${file}`)
    .filter((file) => !written.has(file));
  const wrong = [...stale.map(([file]) => file), ...left];
  if (check && wrong.length > 0) {
    console.error(`These files are not what the catalogues say; run \`npm run docs\`:\n${wrong.join('\n')}`);
    process.exitCode = 1;
    return;
  }
  for (const [file, text] of stale) writeFileSync(file, text);
  for (const file of left) rmSync(file);
  console.log(`${pages.size - 1} problem pages${check ? ' are up to date' : ''}.`);
}

/** What a package's `problems.ts` exports: catalogues, or records of entries joined from several. */
async function entriesOf(name) {
  const file = new URL(`../packages/${name}/dist/problems.js`, import.meta.url);
  if (!existsSync(file)) return {};
  const exported = Object.values(await import(file.href)).filter((value) => typeof value === 'object');
  const catalogues = exported.map((value) => value.entries ?? value);
  for (const code of catalogues.flatMap(Object.keys)) {
    if (!/^[A-Z][A-Z0-9_]+$/.test(code))
      throw new Error(`${name}/problems exports ${code}, which is no code.`);
  }
  return Object.assign({}, ...catalogues);
}

function page(code, { summary, cause, remedy }, name) {
  const parts = [`# ${code}`, summary, '## Why', cause, '## What to do', remedy, '---'];
  return `${parts.join('\n\n')}\n\nReported by \`@launchway/${name}\`. [All problems](README.md)\n`;
}

function index(pages) {
  const lines = [...pages.keys()].sort().map((file) => {
    const [, , summary] = pages.get(file).split('\n');
    return `- [${file.replace('.md', '')}](${file}): ${summary}`;
  });
  const intro =
    'Every problem Launchway reports has one of these codes. `npm run docs` writes these pages from the sources.';
  return `# Problems\n\n${intro}\n\n${lines.join('\n')}\n`;
}

/** A module of the core that knows the codes that have a page. Those that begin alike share lines, so that a new one changes few. */
function codeList(pages) {
  const codes = [...pages.keys()].sort().map((file) => file.replace('.md', ''));
  const known = codes.filter((code) => code !== 'README');
  const groups = new Map();
  for (const code of known) {
    const [start] = code.split('_', 1);
    groups.set(start, [...(groups.get(start) ?? []), code]);
  }
  const lines = [...groups.values()].flatMap((group) =>
    group
      .join(' ')
      .match(/\S.{0,105}(?= |$)/g)
      .map((line) => `  ${line}\n`),
  );
  const comment = '/** Codes that have a page in docs/problems; `npm run docs` writes them here. */';
  return `${comment}\nexport const documented: ReadonlySet<string> = new Set(\n  \`\n${lines.join('')}\`\n    .trim()\n    .split(/\\s+/),\n);\n`;
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
