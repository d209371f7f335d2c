import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin, StepKind } from '@launchway/core';
import { exec, track } from '@launchway/core';
import { expect, test } from 'vitest';
import { conforms, type Scenario, type World } from './conformance.ts';

const files = { 'tool.json': '{ "version": "3.1.0" }\n', 'src/main.ts': 'export {};\n' };
const commits = [
  { message: 'feat(core): count sheep', files: { 'src/main.ts': 'export const sheep = 7;\n' } },
];
const tool = (): Plugin =>
  track({ name: 'tool', pins: ['tool.json'], paths: ['src/**'], tag: { name: 'tool-{version}' } });

type Input = { readonly file: string; readonly line: string };

/** A plugin that writes a line into a file outside the repository: the smallest target there is. */
function ledger(world: World, behaviour: Partial<StepKind<Input>> = {}): Plugin {
  const file = join(world.repository.remote, 'ledger.txt');
  const lines = async (): Promise<readonly string[]> =>
    (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const kind: StepKind<Input> = {
    kind: 'ledger:line',
    phase: 'publish',
    probe: async ({ line }) =>
      (await lines()).includes(line) ? { state: 'done', output: {} } : { state: 'todo' },
    run: async ({ line }) => {
      await appendFile(file, `${line}\n`);
      return {};
    },
    ...behaviour,
  };
  return {
    name: 'ledger',
    steps: [kind],
    publish: ({ release }) => [
      {
        id: 'ledger:line',
        kind: 'ledger:line',
        title: 'write a line',
        input: { file, line: `tool ${release.versions['tool']}` },
      },
    ],
  };
}

const scenario = (plugins: Scenario['plugins'], more: Partial<Scenario> = {}): Scenario => ({
  plugins,
  files,
  commits,
  ...more,
});

test('the built-in plugins keep every promise', async () => {
  const findings = await conforms(scenario(() => [tool()]));
  expect(findings.filter(({ kept }) => kept).length).toBeGreaterThan(10);
});

test("a plugin that probes and converges keeps them, and so does a user's own command", async () => {
  const marker = (world: World): string => join(world.repository.remote, 'marker');
  await conforms(
    scenario((world) => [
      tool(),
      ledger(world),
      exec({
        name: 'mark',
        run: [
          'node',
          '-e',
          'require("fs").writeFileSync(process.argv[1], process.argv[2])',
          marker(world),
          '{version:tool}',
        ],
        done: [
          'node',
          '-e',
          'process.exit(require("fs").readFileSync(process.argv[1], "utf8") === process.argv[2] ? 0 : 1)',
          marker(world),
          '{version:tool}',
        ],
      }),
    ]),
  );
});

test.each<readonly [string, Partial<StepKind<Input>>, RegExp]>([
  [
    'never sees that it is done',
    { probe: async () => ({ state: 'todo' }), confirm: false },
    /second run has nothing to do/,
  ],
  [
    'writes a word of the password',
    { probe: async () => ({ state: 'done', output: { note: 'hunter-2222' } }) },
    /tell no secret: one can be read in preview\.steps\[\d\]\.output\.note/,
  ],
  [
    'says that all is done already',
    { probe: async () => ({ state: 'done', output: {} }) },
    /no step is done before it ran: ledger:line/,
  ],
])('a plugin that %s is found out', async (_what, behaviour, complaint) => {
  const trial = conforms(
    scenario((world) => [tool(), ledger(world, behaviour)], { secrets: ['hunter-2222'] }),
  );
  await expect(trial).rejects.toThrow(complaint);
});

test('a plugin whose plan holds the time is found out', async () => {
  let count = 0;
  const restless: Plugin = {
    name: 'restless',
    notes: () => [{ track: 'tool', markdown: `run ${count++}` }],
  };
  await expect(conforms(scenario(() => [tool(), restless]))).rejects.toThrow(
    /the plan is stable: it was planned twice; notes\.\S+: .*run 0.*, then .*run 1/,
  );
});

test.each(['made', 'src/deep/made'])(
  'a hook that writes ./%s where the tests run is found out',
  async (file) => {
    const careless: Plugin = {
      name: 'careless',
      verify: async () => {
        await appendFile(file, 'x');
        return [];
      },
    };
    const before = process.cwd();
    const here = await mkdtemp(join(tmpdir(), 'launchway-here-'));
    await mkdir(join(here, 'src/deep'), { recursive: true });
    try {
      process.chdir(here);
      await expect(conforms(scenario(() => [tool(), careless]))).rejects.toThrow(
        `change nothing: the world differs after plan and dry run; folder.${file}: nothing, then`,
      );
    } finally {
      process.chdir(before);
      await rm(here, { recursive: true });
    }
  },
);
