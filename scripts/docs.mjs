// Writes one page per problem code into docs/problems, from the catalogues in the sources.
// `--check` writes nothing and fails when a page is missing, stale or left over.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const check = process.argv.includes('--check');
const folder = 'docs/problems';

const packages = readdirSync('packages').sort();
const pages = new Map();
for (const name of packages) {
  const module = await import(new URL(`../packages/${name}/dist/problems.js`, import.meta.url).href).catch((error) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return {};
    throw error;
  });
  for (const [code, entry] of Object.entries(entriesOf(module))) {
    if (pages.has(`${code}.md`)) throw new Error(`The code ${code} is in two catalogues; the second is in ${name}.`);
    pages.set(`${code}.md`, page(code, entry, name));
  }
}
const index = [
  '# Problems',
  '',
  'Every problem Launchway reports carries one of these codes. The pages are made from the catalogues in the sources: `npm run docs`.',
  '',
  ...[...pages.keys()].sort().map((file) => `- [${file.replace('.md', '')}](${file}): ${summaryOf(pages.get(file))}`),
  '',
].join('\n');
pages.set('README.md', index);

mkdirSync(folder, { recursive: true });
const stale = [];
for (const [file, text] of pages) {
  const path = `${folder}/${file}`;
  if (read(path) === text) continue;
  stale.push(path);
  if (!check) writeFileSync(path, text);
}
for (const file of readdirSync(folder).filter((name) => !pages.has(name))) {
  stale.push(`${folder}/${file}`);
  if (!check) rmSync(`${folder}/${file}`);
}
if (check && stale.length > 0) {
  console.error(`These pages are not what the catalogues say; run \`npm run docs\`:\n${stale.join('\n')}`);
  process.exitCode = 1;
} else {
  console.log(`${pages.size - 1} problem pages${check ? ' are up to date' : ''}.`);
}

/** The entries of a package: those of its catalogue, or of the joined record it exports. */
function entriesOf(module) {
  const exported = Object.values(module).map((value) => value?.entries ?? value);
  return Object.assign({}, ...exported.filter((value) => typeof value === 'object' && value !== null));
}

function page(code, { summary, cause, remedy }, name) {
  return `# ${code}\n\n${summary}\n\n## Why\n\n${cause}\n\n## What to do\n\n${remedy}\n\n---\n\nReported by \`@launchway/${name}\`.\n`;
}

function summaryOf(text) {
  return text.split('\n')[2];
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
