import { afterAll, describe, expect, it } from 'vitest';
import { all, type Clone, cleanUp, notes, type PlanOrReport, reference } from './world.fixture.ts';

afterAll(cleanUp);

const plugin = 'plugins/plugin-proxy/plugin.ts';
const chart = 'charts/Chart.yaml';
const config = (plugins: string): string =>
  `import { defineConfig, exec, git, conventional, track } from '@launchway/core'\nimport { chart } from '@launchway/plugin-chart'\nexport default defineConfig({ flows: { github: { plugins: [${plugins}] } } })\n`;
const pinned = (more: string): string =>
  `track({ name: 'shared', pins: ['packages/shared/jsr.json'], paths: ['packages/shared/**']${more} })`;

/** What is wrong with a file: its name, and what it is instead. */
type Case = readonly [file: string, content: string | ((before: string) => string)];

const versions = [
  '',
  'v1.2.3',
  '1.2',
  '1',
  '1.2.3.4',
  '01.2.3',
  '1.2.3-',
  '1.2.3-01',
  'latest',
  '-1.2.3',
  '1.2.x',
  '^1.2.3',
  '1.2.3 4',
  '٠.١.٢',
  '1e3',
  'null',
  '~',
  '{}',
  '[]',
  '99999999999999999999.0.0',
  '$(id)',
  '"1.2.3\\n"',
  '!!js/function x',
  '&a 1.2',
  '*a',
  '| 1.2',
];

const charts: readonly Case[] = [
  ...versions.map(
    (version): Case => [chart, (text) => text.replace(/^version: \S+/m, `version: ${version}`)],
  ),
  ...versions
    .filter((version) => !version.startsWith('1'))
    .slice(0, 12)
    .map((version): Case => [chart, (text) => text.replace(/^version: \S+/m, `"version": ${version}x`)]),
  [chart, ''],
  [chart, '\n'],
  [chart, '# nothing\n'],
  [chart, 'version\n'],
  [chart, '- version: 1.2.3\n'],
  [chart, 'version: 1.2.3\nversion: 1.2.4\n'],
  [chart, 'version: [1, 2\n'],
  [chart, 'version: "1.2.3\n'],
  [chart, 'a: &a [*a]\nversion: 0.2.26\nb: *c\n'],
  [chart, '\tversion: 1.2.3\n'],
  [chart, 'version: 0.2.26\n---\nversion: 0.2.26\n'],
  [chart, '%YAML 9.9\n---\nversion 1\n'],
  [chart, '\u0000\u0001\u0002'],
  [chart, '{{ template }}\n'],
  [chart, '<<<<<<< HEAD\nversion: 0.2.26\n=======\nversion: 0.2.27\n>>>>>>> x\n'],
  [chart, `${'a: {'.repeat(2000)}\n`],
  [
    chart,
    `a: &a [1,2]\n${Array.from({ length: 30 }, (_, index) => `k${index}: &k${index} [*${index === 0 ? 'a' : `k${index - 1}`}, *${index === 0 ? 'a' : `k${index - 1}`}]`).join('\n')}\n`,
  ],
];

const manifests: readonly Case[] = [
  'package.json',
  'apps/runtime/package.json',
  'packages/shared/jsr.json',
].flatMap((file): readonly Case[] => [
  [file, ''],
  [file, 'null'],
  [file, '[]'],
  [file, '"text"'],
  [file, '42'],
  [file, '{'],
  [file, '{"version"'],
  [file, '{"version": 1}'],
  [file, '{"version": "null"}'],
  [file, '{"version": {"a": 1}}'],
  [file, '{"version": ["1.2.3"]}'],
  [file, '{"version": true}'],
  [file, '{"version": "1.2"}'],
  [file, '{"version": "v1.2.3"}'],
  [file, '{"version": ""}'],
  [file, '{"version": "1.2.3", "version": "1.2.4"}'],
  [file, "{'version': '1.2.3'}"],
  [file, '{"version": "1.2.3"} trailing'],
  [file, '{"version": "1.2.3\n"}'],
  [file, '<<<<<<< HEAD\n{"version": "1.2.3"}\n=======\n'],
  [file, '\u0000'],
  [file, `${'{"a":'.repeat(3000)}1`],
]);

const configs: readonly Case[] = [
  '',
  'export default',
  'export const a = 1',
  'export default null',
  'export default undefined',
  'export default 1',
  'export default []',
  'export default "x"',
  'export default () => { throw new Error("x") }',
  'export default {}',
  'export default { flows: null }',
  'export default { flows: [] }',
  'export default { flows: {} }',
  'export default { flows: { a: null } }',
  'export default { flows: { a: {} } }',
  'export default { flows: { a: { plugins: null } } }',
  'export default { flows: { a: { plugins: {} } } }',
  'export default { flows: { a: { plugins: [null] } } }',
  'export default { flows: { a: { plugins: [1] } } }',
  'export default { flows: { a: { plugins: ["@launchway/nope"] } } }',
  'export default { flows: { a: { plugins: [["@launchway/core", {}]] } } }',
  'export default { flows: { a: { plugins: [{}] } } }',
  'export default { flows: { a: { plugins: [{ name: "" }] } } }',
  'export default { flows: { a: { plugins: [{ name: "x", verify: 1 }] } } }',
  'export default { flows: { a: { plugins: [{ name: "x", verfiy() {} }] } } }',
  'export default { flows: { a: { plugins: [{ name: "x" }, { name: "x" }] } } }',
  'export default { flows: { a: { plugins: [{ name: "x", after: ["y"] }] } } }',
  'export default { flows: { a: { plugins: [{ name: "x", after: ["y"] }, { name: "y", after: ["x"] }] } } }',
  'export default { flows: { a: { plugins: [], when: { brunch: "main" } } } }',
  'export default { flows: { a: { plugins: [], when: { branch: 1 } } } }',
  'export default { flows: { a: { plugins: [] } }, flow: 1 }',
  'import "nowhere"\nexport default {}',
  'import { nope } from "@launchway/core"\nexport default nope()',
  'syntax error here',
  'throw new Error("no fuel")',
  'throw null',
  'await Promise.reject(new Error("late"))\nexport default {}',
  'enum X { A = (() => { throw new Error("enum") })() }\nexport default {}',
  config('track()'),
  config('track(null)'),
  config('track({})'),
  config('track({ name: 1, pins: [], paths: [] })'),
  config(pinned(', tag: "v{version}"')),
  config(pinned(", tag: { name: 'v' }")),
  config(pinned(", tag: { name: '-{version}' }")),
  config(pinned(", tag: { name: 'a b{version}' }")),
  config(pinned(", tag: { name: 'v{version}', when: 'x' }")),
  config(pinned(', nope: 1')),
  config(pinned(", follows: ['nobody']")),
  config(`${pinned('')}, ${pinned('')}`),
  config("track({ name: 'a', pins: ['nowhere.json'], paths: ['**'] })"),
  config("track({ name: 'a', pins: ['../outside.json'], paths: ['**'] })"),
  config("track({ name: 'a', pins: ['/etc/passwd'], paths: ['**'] })"),
  config("track({ name: 'a', pins: ['charts'], paths: ['**'] })"),
  config("track({ name: 'a', pins: ['README.md'], paths: ['**'] })"),
  config('chart()'),
  config('chart({})'),
  config('chart({ chart: 1 })'),
  config("chart({ chart: 'nowhere' })"),
  config("chart({ chart: '../charts' })"),
  config("chart({ chart: 'charts', relaese: {} })"),
  config("chart({ chart: 'charts', app: { with: 'x' } })"),
  config("chart({ chart: 'charts', app: { with: ['nowhere.json'], paths: ['a/**'] } })"),
  config("git({ brunch: 'main' })"),
  config('git({ branch: 1 })'),
  config("conventional({ rules: 'x' })"),
  config('exec({})'),
  config("exec({ run: 'rm -rf /' })"),
].map((text): Case => ['release.config.ts', text]);

const cases = [...charts, ...manifests, ...configs];

/** Runs tasks a few at a time. */
async function each<T>(items: readonly T[], limit: number, task: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const work = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: limit }, work));
}

describe(`each of ${cases.length} malformed files`, () => {
  it('gives a problem with a code, a place and a remedy, exit code 2, and changes nothing', async () => {
    const shown = all ? cases : cases.filter((_, index) => index % 4 === 0);
    const failures: string[] = [];
    await each(shown, 3, async ([file, content]) => {
      const clone: Clone = await reference();
      const text = typeof content === 'string' ? content : content(clone.read(file));
      clone.write({ [file]: text });
      clone.append(plugin, '// more\n');
      notes(clone);
      clone.append('packages/shared/src/mod.ts', '// more\n');
      await clone.commit('fix: all');
      const before = await clone.state();
      const { code, stdout, stderr } = await clone.release([
        '--yes',
        '--flow',
        text.includes('github') || file !== 'release.config.ts' ? 'github' : 'a',
        '--json',
      ]);
      const told = `${file}: ${JSON.stringify(text.slice(0, 300))}\n  -> ${code} ${stdout.slice(0, 600)}`;
      const report = JSON.parse(stdout) as PlanOrReport;
      const found = report.problems.filter((problem) => problem.severity === 'error');
      const complete = found.every(
        ({ code: name, message, fix }) =>
          /^[A-Z][A-Z0-9_]+$/.test(name) && message.length > 10 && fix.length > 5,
      );
      const trace =
        /\n\s+at .+:\d+:\d+/.test(stderr) ||
        found.some((problem) => problem.code === 'UNEXPECTED' || /\n\s+at /.test(problem.message));
      if (code !== 2 || found.length === 0 || !complete || trace) failures.push(told);
      if ((await clone.state()) !== before) failures.push(`${told}\n  CHANGED`);
    });
    expect(failures.join('\n')).toBe('');
  }, 600_000);
});
