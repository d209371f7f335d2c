import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  changesOutside,
  connections,
  fingerprint,
  hasStrace,
  hasUnshare,
  leftIn,
  onReadOnly,
  straced,
} from '../../packages/core/test/observed.fixture.ts';
import {
  type Env,
  execute,
  githubFlow,
  gitlabFlow,
  type ReferenceFlow,
  type ReferenceWorld,
  worldOfTest,
} from './world.fixture.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchway-looks-'));
  folders.push(folder);
  return folder;
}

async function world(flow: ReferenceFlow): Promise<{ one: ReferenceWorld; env: Env }> {
  const one = await worldOfTest(flow.branch);
  return { one, env: flow.env(one) };
}

function run(
  one: ReferenceWorld,
  folder: string,
  env: Env,
  args: readonly string[],
  using?: readonly string[],
) {
  return execute(folder, args, { ...one.settings, ...env }, undefined, using);
}

/** What reaches a server, and would change something there. */
const writes = ({ server, registry, jsr, github, gitlab }: ReferenceWorld): readonly string[] => [
  ...server.requests
    .filter(({ method, path }) => !/^(?:GET|HEAD)$/.test(method) && !path.endsWith('/git-upload-pack'))
    .map(({ method, path }) => `git: ${method} ${path}`),
  ...[
    ...registry.requests.map(({ method, target }) => `${method} ${target}`),
    ...jsr.requests.map(({ method, target }) => `${method} ${target}`),
    ...github.requests.map(({ method, target }) => `${method} ${target}`),
    ...gitlab.requests.map(({ method, target }) => `${method} ${target}`),
  ].filter((request) => !/^(?:GET|HEAD) /.test(request)),
];

const all = process.env['LAUNCHWAY_ALL'] === '1';
const looks = [
  ['plan', '--json', '--explain', '--diff'],
  ['--dry-run'],
  ...(all ? [['check'], ['status'], ['doctor'], ['notes'], ['explain']] : []),
];

describe.each([githubFlow, gitlabFlow])('in the flow $name, what only looks', (flow) => {
  test.skipIf(!hasStrace)(
    'writes nowhere but in a temporary folder of its own, and asks servers for nothing but reads (skipped without strace)',
    async () => {
      const { one, env } = await world(flow);
      const folder = await one.checkout();
      const [before, seen] = [fingerprint(folder), JSON.stringify(await one.snapshot())];
      for (const args of looks) {
        const [own, log] = [temporary(), join(temporary(), 'strace')];
        const ended = await run(one, folder, { ...env, TMPDIR: own }, args, straced(log));
        const told = `${args.join(' ')}: ${ended.stdout}${ended.stderr}`;
        expect(told).not.toContain('UNEXPECTED');
        if (args[0] === 'plan' || args[0] === '--dry-run') expect(ended.code, told).toBe(0);
        expect(changesOutside(log, own), told).toEqual([]);
        expect(leftIn(own), told).toEqual([]);
        expect(fingerprint(folder), told).toBe(before);
        expect(connections(log).filter((line) => !line.includes('"127.0.0.1"'))).toEqual([]);
        if (args[0] === 'plan') expect(connections(log)).toEqual([]);
      }
      expect(writes(one)).toEqual([]);
      expect([one.server.requests.length, one.registry.requests.length].every((count) => count > 0)).toBe(
        true,
      );
      expect(JSON.stringify(await one.snapshot())).toBe(seen);
    },
  );

  test.skipIf(!hasUnshare)(
    'works where nothing can be written, and plans without a network (skipped without unshare)',
    async () => {
      const { one, env } = await world(flow);
      const folder = await one.checkout();
      for (const [args, network] of [
        [['plan', '--json'], false],
        [['explain'], false],
        [['notes'], false],
        [['--dry-run'], true],
      ] as const) {
        const ended = await run(one, folder, env, args, onReadOnly(folder, network));
        expect(ended.code, `${args.join(' ')}: ${ended.stdout}${ended.stderr}`).toBe(0);
      }
      expect(writes(one)).toEqual([]);
    },
  );

  test('plans in a clone of few commits when they are all there are, and refuses one that hides some, without a trace', async () => {
    const { one, env } = await world(flow);
    for (const [depth, code] of [
      [9, 0],
      [2, 2],
    ] as const) {
      const folder = await one.checkout(undefined, [`--depth=${depth}`]);
      const before = fingerprint(folder);
      for (const args of [['plan', '--json'], ['--dry-run']]) {
        const ended = await run(one, folder, env, args);
        expect(ended.code, `${depth}: ${ended.stdout}${ended.stderr}`).toBe(code);
        if (code === 2) expect(ended.stdout + ended.stderr).toContain('SHALLOW_CLONE');
      }
      expect(fingerprint(folder)).toBe(before);
    }
    expect(writes(one)).toEqual([]);
  });

  test('plans for a fork that has no credentials, and says which a dry run lacks', async () => {
    const { one, env } = await world(flow);
    const folder = await one.checkout();
    const without = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, /TOKEN|PASSWORD/.test(name) ? '' : value]),
    );
    const fork = { ...without, LAUNCHWAY_GIT_TOKEN: '', CATALOGUE_TOKEN: '' };
    const before = fingerprint(folder);
    const plan = await run(one, folder, fork, ['plan']);
    expect(plan.code, plan.stdout + plan.stderr).toBe(0);
    const dry = await run(one, folder, fork, ['--dry-run', '--json']);
    expect(dry.code, dry.stdout + dry.stderr).toBe(2);
    expect(dry.stdout).toMatch(/CREDENTIAL|PUSH_DENIED|TOKEN|UNAUTHORIZED/);
    expect(fingerprint(folder)).toBe(before);
    expect(writes(one)).toEqual([]);
  });
});
