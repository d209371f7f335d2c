import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { folderWith, packageFiles, problemsOf } from './config.fixture.ts';
import { loadConfig } from './load.ts';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

/** A malformed configuration: its file, what is in it, and `CODE pointer` of each problem with a word of its message or fix. */
type Row = readonly [name: string, file: string, content: string, expected: readonly string[], says?: RegExp];

const flow = (plugins: string, rest = ''): string =>
  `flows:\n  github:\n    ${rest}\n    plugins: ${plugins}\n`;
const track = '[track, { name: shared, pins: [a.json], paths: ["a/**"] }]';

const data: readonly Row[] = [
  ['an empty YAML file', 'release.config.yaml', '', ['CONFIG_EMPTY ']],
  ['a YAML file of blanks', 'release.config.yml', ' \n\n', ['CONFIG_EMPTY ']],
  ['a YAML file of comments', 'release.config.yaml', '# flows\n', ['CONFIG_EMPTY ']],
  ['a null', 'release.config.json', 'null', ['CONFIG_EMPTY ']],
  ['a tilde', 'release.config.yaml', '~\n', ['CONFIG_EMPTY ']],
  ['a list', 'release.config.yaml', '- flows\n', ['CONFIG_INVALID '], /an object, and is a list/],
  ['a text', 'release.config.json', '"flows"', ['CONFIG_INVALID '], /the text "flows"/],
  ['a number', 'release.config.json', '7', ['CONFIG_INVALID '], /the number 7/],
  ['no flows', 'release.config.json', '{}', ['CONFIG_MISSING_KEY flows']],
  [
    'flows misspelt',
    'release.config.yaml',
    'flow: {}\n',
    ['CONFIG_UNKNOWN_KEY flow', 'CONFIG_MISSING_KEY flows'],
    /Did you mean "flows"/,
  ],
  ['empty flows', 'release.config.yaml', 'flows: {}\n', ['CONFIG_INVALID flows'], /no flow in it/],
  ['flows as a list', 'release.config.yaml', 'flows: []\n', ['CONFIG_INVALID flows'], /an empty list/],
  ['flows as a text', 'release.config.yaml', 'flows: github\n', ['CONFIG_INVALID flows']],
  [
    'a flow that is null',
    'release.config.yaml',
    'flows:\n  github:\n',
    ['CONFIG_INVALID flows.github'],
    /nothing \(null\)/,
  ],
  ['a flow that is a list', 'release.config.yaml', 'flows:\n  github: []\n', ['CONFIG_INVALID flows.github']],
  [
    'a flow without plugins',
    'release.config.yaml',
    'flows:\n  github: {}\n',
    ['CONFIG_MISSING_KEY flows.github.plugins'],
  ],
  [
    'plugins misspelt',
    'release.config.yaml',
    'flows:\n  github:\n    plugin: []\n',
    ['CONFIG_UNKNOWN_KEY flows.github.plugin', 'CONFIG_MISSING_KEY flows.github.plugins'],
    /"plugins"/,
  ],
  [
    'plugins as an object',
    'release.config.yaml',
    flow('{ track: {} }'),
    ['CONFIG_INVALID flows.github.plugins'],
    /a list, and is an object/,
  ],
  ['plugins as a text', 'release.config.yaml', flow('track'), ['CONFIG_INVALID flows.github.plugins']],
  [
    'a flow named with a blank',
    'release.config.json',
    '{"flows":{"my flow":{"plugins":[]}}}',
    ['CONFIG_INVALID flows["my flow"]'],
  ],
  [
    'a flow without a name',
    'release.config.json',
    '{"flows":{"":{"plugins":[]}}}',
    ['CONFIG_INVALID flows[""]'],
  ],
  [
    'a flow named __proto__',
    'release.config.json',
    '{"flows":{"__proto__":{"plugins":[]}}}',
    ['CONFIG_INVALID flows.__proto__'],
  ],
  [
    'when misspelt',
    'release.config.yaml',
    flow('[]', 'wen: { branch: main }'),
    ['CONFIG_UNKNOWN_KEY flows.github.wen'],
    /"when"/,
  ],
  ['when as a text', 'release.config.yaml', flow('[]', 'when: main'), ['CONFIG_INVALID flows.github.when']],
  [
    'when.branches',
    'release.config.yaml',
    flow('[]', 'when: { branches: main }'),
    ['CONFIG_UNKNOWN_KEY flows.github.when.branches'],
    /"branch"/,
  ],
  [
    'when.branch as a number',
    'release.config.yaml',
    flow('[]', 'when: { branch: 7 }'),
    ['CONFIG_INVALID flows.github.when.branch'],
    /a glob, or a list/,
  ],
  [
    'when.branch with a brace that is not closed',
    'release.config.yaml',
    flow('[]', 'when: { branch: "{main,next" }'),
    ['CONFIG_INVALID flows.github.when.branch'],
    /The glob "\{main,next" opens a bracket without closing it/,
  ],
  [
    'when.tag with a range that is backwards',
    'release.config.yaml',
    flow('[]', 'when: { tag: ["v[9-0].*"] }'),
    ['CONFIG_INVALID flows.github.when.tag[0]'],
    /has a range backwards/,
  ],
  [
    'globs of a track that can mean nothing',
    'release.config.json',
    JSON.stringify({
      flows: {
        github: {
          plugins: [
            [
              'track',
              {
                name: 'tool',
                pins: ['tool.json'],
                paths: ['tool/**', 'tool\\**', '../tool/**', '/tool/**', ''],
                tag: { name: 'v{version}', when: ['tool/['] },
              },
            ],
          ],
        },
      },
    }),
    [
      'CONFIG_INVALID flows.github.plugins[0].paths[1]',
      'CONFIG_INVALID flows.github.plugins[0].paths[2]',
      'CONFIG_INVALID flows.github.plugins[0].paths[3]',
      'CONFIG_INVALID flows.github.plugins[0].paths[4]',
      'CONFIG_INVALID flows.github.plugins[0].tag.when[0]',
    ],
  ],
  [
    'a branch that git would read as an option, and one spelled out',
    'release.config.yaml',
    flow('[[git, { branch: -x }], [git, { branch: refs/heads/main }]]'),
    ['CONFIG_INVALID flows.github.plugins[0].branch', 'CONFIG_INVALID flows.github.plugins[1].branch'],
    /the name of a branch, without `refs\/heads\/`, and is the text "-x"/,
  ],
  ...(
    [
      ['git', { branch: 'HEAD', pushOptions: ['ci.skip', 'a\nb'] }, 'branch', 'pushOptions[1]'],
      [
        'conventional',
        { types: { 'feat!': 'minor' }, rules: [{ type: 'fix(ui)', bump: null }] },
        'types["feat!"]',
        'rules[0].type',
      ],
      ['notes', { changelog: '../CHANGES.md' }, 'changelog'],
      ['notes', { changelog: { tool: 'docs\\CHANGES.md' } }, 'changelog.tool'],
      ['exec', { name: 'x', phase: 'stage', run: ['make'], env: { 'A=B': 'c' } }, 'env["A=B"]'],
    ] as const
  ).map(
    ([plugin, options, ...places]): Row => [
      `${places.join(' and ')} that ${plugin} cannot take`,
      'release.config.json',
      JSON.stringify({ flows: { github: { plugins: [[plugin, options]] } } }),
      places.map((place) => `CONFIG_INVALID flows.github.plugins[0].${place}`),
    ],
  ),
  [
    'arguments and variables of a command with a NUL byte',
    'release.config.json',
    JSON.stringify({
      flows: {
        github: {
          plugins: [['exec', { name: 'x', phase: 'stage', run: ['make', 'a\0b'], env: { A: '', B: 'b\0' } }]],
        },
      },
    }),
    ['CONFIG_INVALID flows.github.plugins[0].run[1]', 'CONFIG_INVALID flows.github.plugins[0].env.B'],
    /It holds a NUL byte: the text "a\\u0000b"/,
  ],
  [
    'when.branch as an empty list',
    'release.config.yaml',
    flow('[]', 'when: { branch: [] }'),
    ['CONFIG_INVALID flows.github.when.branch'],
  ],
  [
    'when.branch with a number in it',
    'release.config.yaml',
    flow('[]', 'when: { branch: [main, 7] }'),
    ['CONFIG_INVALID flows.github.when.branch[1]'],
  ],
  [
    'when.tag as an object',
    'release.config.yaml',
    flow('[]', 'when: { tag: {} }'),
    ['CONFIG_INVALID flows.github.when.tag'],
  ],
  [
    'when.ci misspelt',
    'release.config.yaml',
    flow('[]', 'when: { ci: githup }'),
    ['CONFIG_INVALID flows.github.when.ci'],
    /Did you mean "github"/,
  ],
  [
    'when.ci as true',
    'release.config.yaml',
    flow('[]', 'when: { ci: true }'),
    ['CONFIG_INVALID flows.github.when.ci'],
  ],
  [
    'zeroMajor of no kind',
    'release.config.yaml',
    flow('[]', 'zeroMajor: shifted'),
    ['CONFIG_INVALID flows.github.zeroMajor'],
    /"shift"/,
  ],
  [
    'a plugin that is a number',
    'release.config.yaml',
    flow('[7]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
    /the number 7/,
  ],
  [
    'a plugin that is false',
    'release.config.yaml',
    flow('[false]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
  ],
  [
    'a plugin that is null',
    'release.config.yaml',
    flow('[null]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
  ],
  [
    'a plugin that is an empty list',
    'release.config.yaml',
    flow('[[]]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
  ],
  [
    'a plugin that is an empty text',
    'release.config.yaml',
    flow('[""]'),
    ['CONFIG_INVALID flows.github.plugins[0]'],
  ],
  [
    'a plugin that is an object of its name',
    'release.config.yaml',
    flow('[{ track: {} }]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
    /\["track", \{ \.\.\. \}\]/,
  ],
  [
    'a plugin that is an object of its package',
    'release.config.yaml',
    flow('[{ "@launchway/plugin-chart": { chart: charts } }]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
    /a list of two.*\["@launchway\/plugin-chart", \{ \.\.\. \}\]/,
  ],
  ...['ghp_0123456789abcdefghij', 'glpat-0123456789abcdefghij', '$GIT_TOKEN'].map(
    (secret): Row => [
      `a credential that is ${secret} and no name`,
      'release.config.yaml',
      flow(`[${track}, [git, { credential: { env: "${secret}" } }]]`),
      ['CONFIG_INVALID flows.github.plugins[1].credential.env'],
      /^(?!.*(?:0123456789|\$GIT)).*take it out and revoke it/s,
    ],
  ),
  [
    'a plugin of ours by half its name',
    'release.config.yaml',
    flow('[[helmCatalog, { to: { oci: "oci://r.example/charts" } }]]'),
    ['PLUGIN_NOT_INSTALLED flows.github.plugins[0]'],
    /Write "@launchway\/plugin-helm-catalog"/,
  ],
  [
    'a branch with its namespace',
    'release.config.yaml',
    flow(`[${track}]`, 'when: { branch: [next, refs/heads/main] }'),
    ['CONFIG_INVALID flows.github.when.branch[1]'],
    /Write "main"/,
  ],
  [
    'a tag as shells and other tools write it',
    'release.config.yaml',
    flow('[[track, { name: a, pins: [a.json], paths: ["**"], tag: { name: "v${version}" } }]]'),
    ['CONFIG_INVALID flows.github.plugins[0].tag.name'],
    /such as v\{version\}/,
  ],
  ...['/image/tag', '$.image.tag', '.image.tag'].map(
    (pointer): Row => [
      `the pointer ${pointer} of another tool`,
      'release.config.yaml',
      flow(`[[track, { name: a, pins: [{ file: a.yaml, pointer: ${pointer} }], paths: ["**"] }]]`),
      ['CONFIG_INVALID flows.github.plugins[0].pins[0].pointer'],
      /keys parted by dots/,
    ],
  ),
  [
    'a tag as its name alone',
    'release.config.yaml',
    flow('[[track, { name: a, pins: [a.json], paths: ["**"], tag: "v{version}" }]]'),
    ['CONFIG_INVALID flows.github.plugins[0].tag'],
    /Give an object such as \{ name: 'v\{version\}' \}/,
  ],
  [
    'the first version of a track with a letter before it',
    'release.config.yaml',
    flow('[[track, { name: a, pins: [a.json], paths: ["**"], initial: v0.1.0 }]]'),
    ['CONFIG_INVALID flows.github.plugins[0].initial'],
    /a version such as 0\.1\.0.*"v0\.1\.0"/s,
  ],
  [
    'a form with two versions',
    'release.config.yaml',
    flow('[[track, { name: a, pins: [{ file: a.yaml, form: "{version}-{version}" }], paths: ["**"] }]]'),
    ['CONFIG_INVALID flows.github.plugins[0].pins[0].form'],
    /with \{version\} in it once/,
  ],
  [
    'a password in a name',
    'release.config.yaml',
    flow(`[${track}, [git, { branch: "https://ada:hunter2@git.example.org:" }]]`),
    ['CONFIG_INVALID flows.github.plugins[1].branch'],
    /^(?!.*hunter2).*https:\/\/…@git\.example\.org/s,
  ],
  [
    'a placeholder misspelt',
    'release.config.yaml',
    flow(`[${track}, [git, { message: "release {tags} of {scope}: {versoin}" }]]`),
    ['CONFIG_INVALID flows.github.plugins[1].message'],
    /has \{versoin\} in it.*Did you mean \{version\}\?/s,
  ],
  [
    'a plugin with three members',
    'release.config.yaml',
    flow('[[track, {}, {}]]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
    /a list of two/,
  ],
  [
    'a plugin whose options are a text',
    'release.config.yaml',
    flow('[[track, shared]]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
  ],
  [
    'a package that is not installed',
    'release.config.yaml',
    flow('["@acme/plugin-rocket"]'),
    ['PLUGIN_NOT_INSTALLED flows.github.plugins[0]'],
    /npm install --save-dev @acme\/plugin-rocket/,
  ],
  [
    'a built-in plugin misspelt',
    'release.config.yaml',
    flow('[trak]'),
    ['PLUGIN_NOT_INSTALLED flows.github.plugins[0]'],
    /Did you mean "track"\? If trak is right/,
  ],
  [
    'a plugin of ours misspelt',
    'release.config.yaml',
    flow('["@launchway/plugin-dokcer"]'),
    ['PLUGIN_NOT_INSTALLED flows.github.plugins[0]'],
    /Did you mean "@launchway\/plugin-docker"\?/,
  ],
  [
    'a plugin as a key with its options below it',
    'release.config.yaml',
    flow('[{ notes: { changelog: NEWS.md } }]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
    /\["notes", \{ \.\.\. \}\]/,
  ],
  [
    'flows as a Map',
    'release.config.mjs',
    'export default { flows: new Map() }',
    ['CONFIG_INVALID flows'],
    /is a Map/,
  ],
  [
    'a file that is not there',
    'release.config.yaml',
    flow('[./tools/rocket.js]'),
    ['PLUGIN_NOT_INSTALLED flows.github.plugins[0]'],
    /no file/,
  ],
  [
    'a function core does not have',
    'release.config.yaml',
    flow('["@launchway/core#trakc"]'),
    ['PLUGIN_EXPORT flows.github.plugins[0]'],
    /"track"/,
  ],
  [
    'a package with two functions and no namesake',
    'release.config.yaml',
    flow('[two]'),
    ['PLUGIN_EXPORT flows.github.plugins[0]'],
    /"left", "right"/,
  ],
  [
    'a function the package does not have',
    'release.config.yaml',
    flow('["two#lefft"]'),
    ['PLUGIN_EXPORT flows.github.plugins[0]'],
    /Did you mean "left"/,
  ],
  [
    'a package without functions',
    'release.config.yaml',
    flow('[none]'),
    ['PLUGIN_EXPORT flows.github.plugins[0]'],
    /no function/,
  ],
  [
    'a package that throws',
    'release.config.yaml',
    flow('[broken]'),
    ['PLUGIN_NOT_MADE flows.github.plugins[0]'],
    /out of fuel/,
  ],
  [
    'a plugin that throws',
    'release.config.yaml',
    flow('["two#right"]'),
    ['PLUGIN_NOT_MADE flows.github.plugins[0]'],
    /wrong way/,
  ],
  [
    'a plugin that makes a text',
    'release.config.yaml',
    flow('["two#left"]'),
    ['PLUGIN_INVALID flows.github.plugins[0]'],
  ],
  [
    'options that a plugin refuses',
    'release.config.yaml',
    flow('[[picky, { release: { tagg: 1 } }]]'),
    ['CONFIG_UNKNOWN_KEY flows.github.plugins[0].release.tagg'],
    /"tag"/,
  ],
  [
    'two mistakes in two plugins',
    'release.config.yaml',
    flow(`[${track}, [picky, { chrat: x }], trak]`),
    ['CONFIG_UNKNOWN_KEY flows.github.plugins[1].chrat', 'PLUGIN_NOT_INSTALLED flows.github.plugins[2]'],
  ],
  [
    'mistakes in two flows',
    'release.config.yaml',
    'flows:\n  a: { plugins: [trak] }\n  b: { wen: 1, plugins: [] }\n',
    ['CONFIG_UNKNOWN_KEY flows.b.wen', 'PLUGIN_NOT_INSTALLED flows.a.plugins[0]'],
  ],
  ['JSON with a comment', 'release.config.json', '{ // flows\n "flows": {} }', ['CONFIG_SYNTAX '], /comment/],
  ['JSON with a trailing comma', 'release.config.json', '{ "flows": {}, }', ['CONFIG_SYNTAX ']],
  ['JSON without its end', 'release.config.json', '{ "flows": {', ['CONFIG_SYNTAX ']],
  ['JSON in single quotes', 'release.config.json', "{ 'flows': {} }", ['CONFIG_SYNTAX ']],
  [
    'JSON with a key twice',
    'release.config.json',
    '{ "flows": {}, "flows": {} }',
    ['CONFIG_SYNTAX '],
    /stands twice/,
  ],
  ['YAML with a tab', 'release.config.yaml', 'flows:\n\tgithub: {}\n', ['CONFIG_SYNTAX ']],
  ['YAML with a key twice', 'release.config.yaml', 'flows: {}\nflows: {}\n', ['CONFIG_SYNTAX '], /unique/],
  ['YAML with an open quote', 'release.config.yaml', 'flows: "github\n', ['CONFIG_SYNTAX ']],
  ['YAML with an open bracket', 'release.config.yaml', 'flows: { github: [\n', ['CONFIG_SYNTAX ']],
  [
    'two YAML documents',
    'release.config.yaml',
    'flows: {}\n---\nflows: {}\n',
    ['CONFIG_SYNTAX '],
    /more than one/,
  ],
  ['YAML with an unknown alias', 'release.config.yaml', 'flows: *there\n', ['CONFIG_SYNTAX ']],
  ['YAML that doubles itself', 'release.config.yaml', bomb(), ['CONFIG_SYNTAX ']],
  [
    'a semantic-release configuration in YAML',
    'release.config.yaml',
    'branches: [main]\nplugins: ["@semantic-release/npm"]\n',
    ['CONFIG_FOREIGN '],
    /semantic-release/,
  ],
  [
    '$import',
    'release.config.yaml',
    '$import: other.yaml\nflows: {}\n',
    ['CONFIG_UNKNOWN_KEY $import', 'CONFIG_INVALID flows'],
  ],
];

const code: readonly Row[] = [
  ['no export', 'release.config.mjs', 'const a = 1;', ['CONFIG_EMPTY ']],
  [
    'a named export only',
    'release.config.mjs',
    'export const config = {}',
    ['CONFIG_EMPTY '],
    /no default export, only config/,
  ],
  ['an undefined export', 'release.config.mjs', 'export default undefined', ['CONFIG_EMPTY ']],
  ['a function', 'release.config.mjs', 'export default () => ({})', ['CONFIG_INVALID '], /function/],
  ['a promise', 'release.config.mjs', 'export default Promise.resolve({})', ['CONFIG_INVALID '], /promise/],
  [
    'a plugin that is not called',
    'release.config.mjs',
    'function chart() {}\nexport default { flows: { g: { plugins: [chart] } } }',
    ['PLUGIN_INVALID flows.g.plugins[0]'],
    /Did you forget to call it\?.*chart\(\{/s,
  ],
  [
    'a plugin not awaited',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [Promise.resolve({ name: "x" })] } } }',
    ['PLUGIN_INVALID flows.g.plugins[0]'],
    /await/,
  ],
  [
    'a plugin by condition',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [undefined, false] } } }',
    ['PLUGIN_INVALID flows.g.plugins[0]', 'PLUGIN_INVALID flows.g.plugins[1]'],
    /condition/,
  ],
  [
    'a hole in the list',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [,] } } }',
    ['PLUGIN_INVALID flows.g.plugins[0]'],
  ],
  [
    'a module',
    'release.config.mjs',
    'import * as path from "node:path/posix";\nexport default { flows: { g: { plugins: [path] } } }',
    ['PLUGIN_INVALID flows.g.plugins[0]'],
    /module/,
  ],
  [
    'a default export as a plugin',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [{ default() {} }] } } }',
    ['PLUGIN_INVALID flows.g.plugins[0]'],
    /default export/,
  ],
  [
    'a list of plugins in the list',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [[{ name: "x" }]] } } }',
    ['PLUGIN_INVALID flows.g.plugins[0]'],
    /Spread/,
  ],
  [
    'a plugin without a name',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [{}] } } }',
    ['CONFIG_MISSING_KEY flows.g.plugins[0].name'],
  ],
  [
    'a hook misspelt',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [{ name: "x", publsih() {} }] } } }',
    ['CONFIG_UNKNOWN_KEY flows.g.plugins[0].publsih'],
    /"publish"/,
  ],
  [
    'a hook that is no function',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [{ name: "x", verify: true }] } } }',
    ['CONFIG_INVALID flows.g.plugins[0].verify'],
    /a function/,
  ],
  [
    'after as a text',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [{ name: "x", after: "chart" }] } } }',
    ['CONFIG_INVALID flows.g.plugins[0].after'],
  ],
  [
    'a step kind without probe',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [{ name: "x", steps: [{ kind: "k", phase: "push", run() {} }] }] } } }',
    ['CONFIG_MISSING_KEY flows.g.plugins[0].steps[0].probe'],
  ],
  [
    'a step kind of no phase',
    'release.config.mjs',
    'export default { flows: { g: { plugins: [{ name: "x", steps: [{ kind: "k", phase: "publishing", run() {}, probe() {} }] }] } } }',
    ['CONFIG_INVALID flows.g.plugins[0].steps[0].phase'],
    /"publish"/,
  ],
  [
    'an error while it runs',
    'release.config.mjs',
    '\nthrow new TypeError("no fuel")',
    ['CONFIG_FAILED '],
    /TypeError: no fuel/,
  ],
  ['a text thrown', 'release.config.mjs', 'throw "no fuel"', ['CONFIG_FAILED '], /no fuel/],
  [
    'a package not installed',
    'release.config.mjs',
    'import "@launchway/plugin-rocket"',
    ['PLUGIN_NOT_INSTALLED '],
    /npm install --save-dev @launchway\/plugin-rocket/,
  ],
  ['a file not there', 'release.config.mjs', 'import "./rocket.mjs"', ['CONFIG_FAILED '], /rocket\.mjs/],
  [
    'a semantic-release configuration',
    'release.config.cjs',
    'module.exports = { branches: ["main"] }',
    ['CONFIG_FOREIGN '],
    /semantic-release/,
  ],
];

/** Nine levels of lists that each hold the one above nine times. */
function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, at) =>
      `l${at}: &l${at} [${Array(9)
        .fill(at === 0 ? 'x' : `*l${at - 1}`)
        .join(', ')}]`,
  );
  return `${levels.join('\n')}\nflows: *l8\n`;
}

const packages = {
  ...packageFiles(
    'two',
    'export const left = () => "text";\nexport const right = () => { throw new Error("wrong way") };',
  ),
  ...packageFiles('none', 'export const version = 1;'),
  ...packageFiles('broken', 'throw new Error("out of fuel");'),
  ...packageFiles(
    'picky',
    `export const picky = (options) => {
      const wrong = (pointer) => ({ code: 'CONFIG_UNKNOWN_KEY', severity: 'error', message: 'Unknown key.', fix: 'Did you mean "tag"?', where: { pointer } });
      const problems = [...('chrat' in options ? [wrong('chrat')] : []), ...(options.release?.tagg ? [wrong('release.tagg')] : [])];
      return { name: 'picky', problems };
    };`,
  ),
};

describe('a malformed configuration', () => {
  const rows = [...data, ...code].map(([name, file, content, expected, says]) => ({
    name,
    file,
    content,
    expected,
    says,
  }));

  it.each(rows)('of $name is refused with its place', async ({ file, content, expected, says }) => {
    const folder = folderWith({ [file]: content, ...packages });
    folders.push(folder);
    const problems = await problemsOf(() => loadConfig(folder.top));
    const found = problems.map(({ code, where }) => `${code} ${where?.pointer ?? ''}`);
    expect(new Set(found)).toEqual(new Set(expected));
    expect(found).toHaveLength(expected.length);
    for (const problem of problems) {
      expect(problem.where?.file).toBe(file);
      expect(problem.message).toMatch(/\S.*[.?!)]$/s);
      expect(problem.fix).toMatch(/\S/);
    }
    expect(problems.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toMatch(says ?? /./);
  });

  it.each([
    ['', "import { a } from '@acme/absent'; a();", 20],
    ["import { absent } from '@launchway/core';", 'const a: number = absent();', 19],
    ['', 'const a: number = absent();', 19],
  ])(
    'names the column of the source, not of what a transpiler makes of it: %s %s',
    async (before, line, column) => {
      const text = `${before}\n${line}\nexport default {};\n`;
      const folder = folderWith({ ...packages, 'release.config.ts': text });
      folders.push(folder);
      const [problem] = await problemsOf(() => loadConfig(folder.top));
      expect(problem?.where).toEqual({ file: 'release.config.ts', line: 2, column });
      expect(problem?.message).not.toContain('(0');
    },
  );

  it('names line and column of a key in YAML', async () => {
    const folder = folderWith({
      ...packages,
      'release.config.yaml':
        'flows:\n  github:\n    plugins:\n      - - picky\n        - release:\n            tagg: 1\n',
    });
    folders.push(folder);
    const [problem] = await problemsOf(() => loadConfig(folder.top));
    expect(problem?.where).toEqual({
      file: 'release.config.yaml',
      line: 6,
      column: 13,
      pointer: 'flows.github.plugins[0].release.tagg',
    });
  });

  it('refuses a key that is a mapping, and no library warns of it by itself', async () => {
    const warned = vi.spyOn(process, 'emitWarning');
    const folder = folderWith({
      ...packages,
      'release.config.yaml': `${flow(`[${track}]`)}? { a: 1 }\n: 2\n`,
    });
    folders.push(folder);
    const [problem] = await problemsOf(() => loadConfig(folder.top));
    expect(problem?.code).toBe('CONFIG_UNKNOWN_KEY');
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('in a socket, as in a pipe, is not waited for', async () => {
    const folder = folderWith(packages);
    folders.push(folder);
    const server = createServer().listen(join(folder.top, 'release.config.yaml'));
    await once(server, 'listening');
    const [problem] = await problemsOf(() => loadConfig(folder.top));
    server.close();
    expect(problem?.code).toBe('CONFIG_UNREADABLE');
    expect(problem?.message).toContain('no file, but a pipe, a socket');
  });
});
