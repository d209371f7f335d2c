import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { canonicalJson, sha256 } from '../src/model/json.ts';
import type { Plan } from '../src/model/plan.ts';
import {
  all,
  type Clone,
  cleanUp,
  type Ended,
  notes,
  type PlanOrReport,
  reference,
} from './world.fixture.ts';

afterAll(cleanUp);

const plugin = 'plugins/plugin-proxy/plugin.ts';

/** A release that is due, with this message. */
async function due(message = 'fix(proxy): one'): Promise<Clone> {
  const clone = await reference();
  notes(clone);
  await clone.change(message, plugin);
  return clone;
}

/** What is wrong with how a command refused; nothing when it says all that it must, and changed nothing. */
function faultOf({ code, stdout, stderr }: Ended, changed: boolean): string | undefined {
  const told = `${code} ${stdout.slice(0, 900)} ${stderr.slice(0, 900)}`;
  if (code !== 2 || changed || /\n\s+at .+:\d+:\d+|UNEXPECTED/.test(stdout + stderr)) return told;
  const { problems } = JSON.parse(stdout) as PlanOrReport;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const poor = errors.filter(
    ({ code: name, message, fix }) =>
      !/^[A-Z][A-Z0-9_]+$/.test(name) || message.length < 10 || fix.length < 5,
  );
  return errors.length === 0 || poor.length > 0 ? told : undefined;
}

async function refuses(
  clone: Clone,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const before = await clone.state();
  const ended = await clone.release([...args, '--json'], env);
  expect(faultOf(ended, (await clone.state()) !== before)).toBeUndefined();
}

/** A part of a table: all of it in the long variant. */
const shown = <T>(rows: readonly T[], step = 5): readonly T[] =>
  all ? rows : rows.filter((_, at) => at % step === 0);

const messages = [
  'chart',
  'chart@',
  '@1.2.3',
  'nobody@1.0.0',
  'chart@1.2',
  'chart@0.2.26',
  'chart@0.0.1',
  'chart@01.2.3',
  'chart@1.2.3-',
  'chart@1.2.3+',
  'chart@99999999999999999999.0.0',
  'chart@latest',
  'chart@$(id)',
  'chart@1.2.3\nRelease-As: chart@1.2.4-',
  '__proto__@1.0.0',
  'constructor@1.0.0',
  'chart@\u0661.\u0662.\u0663',
].map((footer) => `fix(proxy): one\n\nRelease-As: ${footer}\n`);

describe(`each of ${messages.length} commit messages that ask for what cannot be`, () => {
  it.concurrent.each(shown(messages))('%j is refused, or told and left out of account', async (message) => {
    const clone = await due(message);
    const before = await clone.state();
    const ended = await clone.release(['plan', '--json']);
    const plan = JSON.parse(ended.stdout) as PlanOrReport;
    expect(ended.stdout + ended.stderr).not.toMatch(/UNEXPECTED|\n\s+at .+:\d+:\d+/);
    expect(plan.problems.length, ended.stdout).toBeGreaterThan(0);
    expect(plan.problems.every(({ message: told, fix }) => told.length > 10 && fix.length > 5)).toBe(true);
    expect([0, 2]).toContain(ended.code);
    expect(await clone.state()).toBe(before);
  });
});

type Damage = readonly [what: string, damage: (clone: Clone) => Promise<unknown> | void];

const refs: readonly Damage[] = [
  [
    'the next tag at another commit here and there',
    async (clone) => {
      await clone.git('tag', 'v0.2.27', 'HEAD~1');
      await clone.push('v0.2.27');
    },
  ],
  [
    'the next tag at another commit there',
    async (clone) => {
      await clone.git('push', '-q', clone.remote, 'HEAD~1:refs/tags/v0.2.27');
    },
  ],
  [
    'the next tag of a tree',
    async (clone) => {
      await clone.git('push', '-q', clone.remote, 'HEAD^{tree}:refs/tags/v0.2.27');
    },
  ],
  [
    'the next tag of a blob',
    async (clone) => {
      await clone.git('push', '-q', clone.remote, `HEAD:README.md:refs/tags/v0.2.27`).catch(async () => {
        const blob = await clone.git('rev-parse', 'HEAD:README.md');
        await clone.git('push', '-q', clone.remote, `${blob}:refs/tags/v0.2.27`);
      });
    },
  ],
  [
    'a remote that lost its branch to another history',
    async (clone) => {
      const root = await clone.git('commit-tree', '-m', 'other', 'HEAD^{tree}');
      await clone.git('push', '-q', '--force', clone.remote, `${root}:refs/heads/main`);
    },
  ],
  [
    'a remote that is ahead',
    async (clone) => {
      const next = await clone.git('commit-tree', '-p', 'HEAD', '-m', 'fix: ahead', 'HEAD^{tree}');
      await clone.git('push', '-q', clone.remote, `${next}:refs/heads/main`);
      await clone.git('reset', '-q', '--soft', 'HEAD');
    },
  ],
  ['no remote', (clone) => clone.git('remote', 'remove', 'origin')],
  [
    'two addresses to push to',
    (clone) =>
      clone
        .git('remote', 'set-url', '--add', '--push', 'origin', '/elsewhere')
        .then(() => clone.git('remote', 'set-url', '--add', '--push', 'origin', '/nowhere')),
  ],
  [
    'a remote that is a file',
    (clone) => clone.git('config', 'remote.origin.url', join(clone.path, 'README.md')),
  ],
  [
    'a remote that is a folder',
    (clone) => clone.git('config', 'remote.origin.url', join(clone.path, 'charts')),
  ],
  [
    'a HEAD that names nothing',
    (clone) => writeFileSync(join(clone.path, '.git/HEAD'), 'ref: refs/heads/nowhere\n'),
  ],
  ['a HEAD of letters', (clone) => writeFileSync(join(clone.path, '.git/HEAD'), 'nonsense\n')],
  [
    'a branch of zeros',
    (clone) => writeFileSync(join(clone.path, '.git/refs/heads/main'), `${'0'.repeat(40)}\n`),
  ],
  ['a branch of letters', (clone) => writeFileSync(join(clone.path, '.git/refs/heads/main'), 'main\n')],
  ['a configuration that is none', (clone) => writeFileSync(join(clone.path, '.git/config'), '[core\n')],
  [
    'a configuration with an unknown extension',
    async (clone) => {
      await clone.git('config', 'core.repositoryformatversion', '1');
      await clone.git('config', 'extensions.nonsense', 'true');
    },
  ],
];

describe(`each of ${refs.length} damaged refs, remotes and repositories`, () => {
  it.concurrent.each(shown(refs, 4))('%s is a problem, and nothing is changed', async (_what, damage) => {
    const clone = await due();
    await damage(clone);
    const before = await clone.gitRemote('for-each-ref').catch(() => '');
    const ended = await clone.release(['--yes', '--flow', 'github', '--json']);
    const changed = (await clone.gitRemote('for-each-ref').catch(() => '')) !== before;
    const lost = ended.code === 3 ? { ...ended, code: 2 } : ended;
    expect(faultOf(lost, changed)).toBeUndefined();
  });
});

const sealed = (plan: Plan, change: Readonly<Record<string, unknown>>): string => {
  const { digest: _, ...rest } = { ...plan, ...change };
  return JSON.stringify({ ...rest, digest: sha256(canonicalJson(rest)) });
};

/** Steps that are none, in plans whose digest is right. */
const steps: readonly unknown[] = [
  null,
  7,
  'push',
  [],
  {},
  { id: 'a' },
  { id: 'a', kind: 'nobody:knows', title: 'x', input: {}, needs: [], plugin: 'x', phase: 'publish' },
  { id: 'a', kind: 'git:push', title: 'x', input: null, needs: [], plugin: 'git', phase: 'push' },
  { id: 'a', kind: 'git:push', title: 'x', input: {}, needs: ['b'], plugin: 'git', phase: 'push' },
  { id: 'a', kind: 'git:push', title: 'x', input: {}, needs: 'a', plugin: 'git', phase: 'push' },
  {
    id: '__proto__',
    kind: '__proto__',
    title: 'x',
    input: {},
    needs: [],
    plugin: '__proto__',
    phase: 'publish',
  },
  { id: {}, kind: [], title: null, input: 1, needs: null, plugin: 0, phase: {} },
];

const plans: readonly (readonly [string, (plan: Plan, text: string) => string | Uint8Array])[] = [
  ['nothing', () => ''],
  ['white space', () => ' \n'],
  ['no JSON', () => 'schema: 1\n'],
  ['a plan that is cut off', (_, text) => text.slice(0, -20)],
  ['a plan and more', (_, text) => `${text}{}`],
  ['null', () => 'null'],
  ['a list', () => '[]'],
  ['a text', () => '"plan"'],
  ['a number', () => '1'],
  ['an object', () => '{}'],
  ['a plan of another schema', (plan) => sealed(plan, { schema: 2 })],
  ['a schema in letters', (plan) => sealed(plan, { schema: '1' })],
  ['a plan of another commit', (plan) => sealed(plan, { head: '0'.repeat(40), release: null })],
  ['a version that was altered', (_, text) => text.replaceAll('0.2.27', '0.2.28')],
  ['a digest that was altered', (_, text) => text.replace(/sha256:\w{4}/, 'sha256:0000')],
  ['a prototype', (_, text) => text.replace('{', '{"__proto__":{"steps":[]},')],
  ['steps that are no list', (plan) => sealed(plan, { steps: {} })],
  ['brackets without end', () => `{"schema":1,"steps":${'['.repeat(20_000)}`],
  [
    'objects without end',
    (plan) => sealed(plan, {}).replace('"steps":[', `"steps":[${'{"a":'.repeat(5000)}1${'}'.repeat(5000)},`),
  ],
  ['UTF-16', (_, text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['bytes', () => Buffer.from([0, 1, 2, 0xff, 0xfe])],
  ['a head that is no text', (plan) => sealed(plan, { head: 7, release: null })],
  ['no tracks', (plan) => sealed(plan, { tracks: null })],
  ['edits that are none', (plan) => sealed(plan, { edits: [null] })],
  ['tags that are none', (plan) => sealed(plan, { tags: [null, 7] })],
  ...steps.map((step): readonly [string, (plan: Plan) => string] => [
    `the step ${JSON.stringify(step)}`,
    (plan) => sealed(plan, { steps: [...plan.steps, step] }),
  ]),
];

describe(`each of ${plans.length} malformed plans`, () => {
  it.concurrent.each(shown(plans, 6))('%s is refused, and nothing is changed', async (_what, change) => {
    const clone = await due();
    const file = join(clone.path, 'node_modules/plan.json');
    const text = (await clone.release(['plan', '--json'])).stdout;
    writeFileSync(file, change(JSON.parse(text) as Plan, text));
    await refuses(clone, ['apply', file]);
  });
});

const events = ['', 'null', '[]', '"x"', '7', '{', '{"a":', 'action: push', '\u0000', '['.repeat(10_000)];

describe(`each of ${events.length} malformed event files`, () => {
  it.concurrent.each(shown(events))('%j is refused by the command that reads it', async (text) => {
    const clone = await due();
    const file = join(clone.path, 'node_modules/event.json');
    writeFileSync(file, text);
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_EVENT_PATH: file,
    };
    await refuses(clone, ['tags', '--rule', 'type=sha'], env);
  });
});

const lines: readonly (readonly string[])[] = [
  ['plan', '--flwo', 'github'],
  ['plan', '--flow'],
  ['plan', '--flow', 'nobody'],
  ['plan', '--json=yes'],
  ['plan', '--cwd', '/nowhere'],
  ['plan', '--cwd', 'README.md'],
  ['plan', '--config', 'nowhere.ts'],
  ['plan', '--config', 'charts'],
  ['plan', '--config', 'README.md'],
  ['plan', '--out', '/dev/null/plan.json'],
  ['plan', '--out', 'charts'],
  ['plan', '--as', 'chart'],
  ['plan', '--as', '=1.0.0'],
  ['plan', '--as', 'nobody=1.0.0'],
  ['plan', '--as', 'chart=1.0'],
  ['plan', '--as', 'chart=0.0.1'],
  ['plan', '--bump', 'chart=huge'],
  ['plan', '--bump', 'nobody=major'],
  ['plan', 'one', 'two'],
  ['pln'],
  ['apply'],
  ['apply', 'nowhere.json'],
  ['apply', 'charts'],
  ['publish', 'nowhere'],
  ['publish', 'HEAD:README.md'],
  ['publish', '0'.repeat(40)],
  ['publish', 'a..b'],
  ['publish', '--only', 'nobody'],
  ['check', 'nothing-of-that-name'],
  ['explain', 'nobody'],
  ['notes', '--track', 'nobody'],
  ['bump', '--chart=huge'],
  ['bump', '--nobody=minor'],
];

describe(`each of ${lines.length} malformed command lines`, () => {
  it.concurrent.each(shown(lines, 6).map((args) => [args]))(
    '%j is refused, and nothing is changed',
    async (args) => {
      await refuses(await due(), args);
    },
  );
});
