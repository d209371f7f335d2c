import { afterAll, describe, expect, it } from 'vitest';
import { type Clone, cleanUp, install, notes, reference } from './world.fixture.ts';

afterAll(cleanUp);

const plugin = 'plugins/plugin-proxy/plugin.ts';
const runtime = 'apps/runtime/src/server.js';
const values = 'charts/values.yaml';

const released = async (clone: Clone, args: readonly string[] = []): Promise<void> => {
  const ended = await clone.release(['--yes', ...args]);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
};

const nexts = async (clone: Clone, args: readonly string[] = []): Promise<Record<string, unknown>> => {
  const plan = await clone.json(['plan', ...args]);
  return {
    ...Object.fromEntries(Object.entries(plan.tracks).map(([name, { next }]) => [name, next])),
    tags: plan.tags,
  };
};

const idle = { chart: null, app: null, shared: null, tags: [] };

describe('the history of a release', () => {
  it.concurrent.each<[string, string, Record<string, unknown>]>([
    [
      'several messages in a squash body',
      'Squashed (#12)\n\n* fix: one\n\n* feat(runtime)!: two\n',
      { app: '2.0.0', chart: '0.3.0' },
    ],
    ['a breaking footer', 'fix: one\n\nBREAKING CHANGE: all new\n', { app: '2.0.0' }],
    ['a breaking footer with a dash', 'fix: one\n\nBREAKING-CHANGE: all new\n', { app: '2.0.0' }],
    ['a breaking footer in lower case', 'fix: one\n\nbreaking change: no\n', { app: '1.1.1' }],
    ['a breaking footer in a code fence', 'fix: one\n\n```\nBREAKING CHANGE: no\n```\n', { app: '1.1.1' }],
    ['several scopes', 'feat(a,b)!: one', { app: '2.0.0' }],
    ['CRLF', 'feat: one\r\n\r\nBREAKING CHANGE: two\r\n', { app: '2.0.0' }],
    ['letters of the world', 'feat(höfn): 港 — Ελληνικά 🚢', { app: '1.2.0' }],
    ['a body of 100 kB', `feat: one\n\n${'word '.repeat(20_000)}\n`, { app: '1.2.0' }],
    [
      'a body of one line of 100 kB',
      `feat: one\n\n${'x'.repeat(100_000)}\n\nBREAKING CHANGE: two\n`,
      { app: '2.0.0' },
    ],
    ['no message', '', { app: null, chart: null }],
    ['a message of white space and a NUL-free mess', ':::: !!! (()) \u0007', { app: null }],
    ['a type of the prototype', 'constructor: one', { app: null }],
    ['a version asked for', 'fix: one\n\nRelease-As: chart@1.4.0\n', { chart: '1.4.0', app: '1.1.1' }],
    [
      'a revert of what is released',
      'Revert "feat: harbour 0.2.26"\n\nThis reverts commit 0000000000000000000000000000000000000000.\n',
      { app: '1.1.1' },
    ],
  ])('with %s', async (_what, message, expected) => {
    const clone = await reference();
    clone.append(runtime, '// a\n');
    await clone.git('add', '--all');
    await clone.git('commit', '-q', '--allow-empty-message', '--cleanup=verbatim', '-m', message);
    expect(await nexts(clone)).toMatchObject(expected);
  });

  it.concurrent('forgets what is reverted before it is released', async () => {
    const clone = await reference();
    await clone.change('feat(runtime): one', runtime);
    await clone.git('revert', '--no-edit', 'HEAD');
    expect(await nexts(clone)).toMatchObject(idle);
  });

  it.concurrent('obeys overrides, and refuses those that make no sense', async () => {
    const clone = await reference();
    await clone.change('fix: one', plugin);
    expect(await nexts(clone, ['--bump', 'chart=major'])).toMatchObject({ chart: '1.0.0' });
    expect(await nexts(clone, ['--bump', 'chart=minor'])).toMatchObject({ chart: '0.3.0' });
    expect(await nexts(clone, ['--as', 'chart=2.0.0,app=3.0.0'])).toMatchObject({
      chart: '2.0.0',
      app: '3.0.0',
    });
    for (const wrong of [
      ['--as', 'chart=0.1.0'],
      ['--as', 'chart=x'],
      ['--as', 'chrat=1.0.0'],
      ['--bump', 'chart=huge'],
      ['--bump', 'chart'],
      ['--as', '=1.0.0'],
    ])
      expect(await clone.release(['plan', ...wrong]), wrong.join(' ')).toMatchObject({ code: 2 });
  });

  it.concurrent('with merge commits, a tag on the merge after the bump, and feature commits that bump by hand', async () => {
    const clone = await reference();
    await clone.git('switch', '-q', '-c', 'feature/one');
    clone.append(plugin, '// one\n');
    await clone.release(['bump', '--chart=minor', '--no-commit']);
    await clone.commit('feat(proxy): one, with its bump');
    await clone.git('switch', '-q', 'main');
    await clone.git('merge', '-q', '--no-ff', '-m', 'Merge branch feature/one', 'feature/one');
    expect(await clone.json(['plan'])).toMatchObject({ outcome: 'resume', tags: ['v0.3.0'] });
    await clone.git('tag', '-a', 'v0.3.0', '-m', 'Release v0.3.0');
    await clone.push('main', 'v0.3.0');
    notes(clone);
    await clone.change('fix(proxy): two', plugin);
    expect(await nexts(clone)).toMatchObject({ chart: '0.3.1', app: null, tags: ['v0.3.1'] });
    await released(clone);
    expect(await clone.version()).toBe('0.3.1');
  });

  it.concurrent('with a branch on which a release was made and tagged: its merge is no second one', async () => {
    const clone = await reference();
    await clone.git('switch', '-q', '-c', 'release/one');
    notes(clone);
    await clone.change('feat(runtime): one', runtime);
    await clone.release(['bump', '--chart=minor', '--app=minor', '--tag', '--no-push']);
    await clone.git('switch', '-q', 'main');
    await clone.git('merge', '-q', '--no-ff', '-m', 'Merge branch release/one', 'release/one');
    await clone.push('main', 'v0.3.0');
    expect(await clone.json(['plan'])).toMatchObject({ outcome: 'nothing', tags: [] });
    expect(await clone.json(['--yes'])).toMatchObject({ outcome: 'complete', tags: ['v0.3.0'] });
  });

  it.concurrent('does not forget a plugin change that went out untagged', async () => {
    const clone = await reference();
    await clone.change('fix(proxy): one', plugin);
    expect((await clone.release(['bump', '--chart=patch'])).code).toBe(0);
    await clone.change('docs: nothing', 'README.md');
    expect(await nexts(clone)).toMatchObject(idle);
    await clone.change('fix: values', values);
    expect(await nexts(clone)).toMatchObject({ chart: '0.2.28', tags: ['v0.2.28'] });
    notes(clone);
    await clone.commit('docs: notes');
    await released(clone);
    await clone.change('fix: values again', values);
    expect(await nexts(clone)).toMatchObject({ chart: '0.2.29', tags: [] });
  });

  it.concurrent('with untagged chart releases between tagged ones', async () => {
    const clone = await reference();
    for (const [file, version, tagged] of [
      [values, '0.2.27', false],
      [values, '0.2.28', false],
      [plugin, '0.2.29', true],
      [values, '0.2.30', false],
    ] as const) {
      notes(clone);
      await clone.change(`fix: towards ${version}`, file);
      await released(clone);
      expect(await clone.gitRemote('show', 'main:package.json')).toContain(`"version": "${version}"`);
      expect((await clone.gitRemote('tag')).includes(`v${version}`)).toBe(tagged);
    }
    expect(await clone.json(['--yes'])).toMatchObject({ outcome: 'complete' });
  });

  it.concurrent('begins with a first release', async () => {
    const clone = await reference({ tagged: false });
    notes(clone);
    await clone.change('feat(proxy): one', plugin);
    expect(await nexts(clone)).toMatchObject({ chart: '0.2.27', tags: ['v0.2.27'] });
    await released(clone);
  });

  it.concurrent('takes a package that is new at the version it comes with', async () => {
    const pins = ['packages/shared/jsr.json', 'packages/shared/package.json'];
    const clone = await reference({ files: Object.fromEntries(pins.map((pin) => [pin, null])) });
    expect(await clone.release(['plan'])).toMatchObject({ code: 2 });
    clone.write(Object.fromEntries(pins.map((pin) => [pin, '{ "name": "shared", "version": "0.4.0" }\n'])));
    await clone.commit('feat: a shared package');
    expect(await clone.json(['plan'])).toMatchObject({
      outcome: 'resume',
      tracks: { chart: { next: null }, shared: { next: '0.4.0' } },
    });
  });

  it.concurrent('takes a chart that is new, and does not tell that the commit before lacks it', async () => {
    const clone = await reference({ files: { 'charts/Chart.yaml': null } });
    clone.write({
      'charts/Chart.yaml': 'apiVersion: v2\nname: harbour\nversion: 0.4.0\nappVersion: 1.1.0\n',
      'package.json': '{ "version": "0.4.0" }\n',
    });
    await clone.commit('feat: the chart is back');
    const { outcome, tracks, problems } = await clone.json(['plan']);
    expect(problems).toEqual([]);
    expect({ outcome, chart: tracks['chart']?.next }).toEqual({ outcome: 'resume', chart: '0.4.0' });
  });

  it.concurrent('is told by several tracks at once', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('feat: all', plugin, runtime, values, 'packages/shared/src/mod.ts');
    const plan = await clone.json(['plan']);
    expect(plan.tracks).toMatchObject({ chart: { next: '0.2.27' }, app: { next: '1.2.0' } });
    await released(clone);
    expect(await clone.version('shared')).toBe(plan.tracks['shared']?.next);
    expect(await clone.git('log', '-1', '--format=%s')).toMatch(
      /^chore\(release\): bump chart to v0\.2\.27|to v0\.2\.27/,
    );
  });

  it.concurrent('is recognised on the release commit and on its parent, from a fresh clone too', async () => {
    const clone = await reference();
    notes(clone);
    const head = await clone.change('fix(proxy): one', plugin);
    await clone.push();
    await released(clone);
    const world = await clone.published();
    expect(await clone.json(['--yes'])).toMatchObject({ outcome: 'complete' });
    const job = install(await clone.fresh('--no-local'));
    await job.git('checkout', '-q', '--detach', head);
    const env = { GITLAB_CI: 'true', CI: 'true', CI_COMMIT_BRANCH: 'main' };
    const again = await job.json([], env);
    expect(again).toMatchObject({ outcome: 'complete', commit: await clone.gitRemote('rev-parse', 'main') });
    expect(await job.release(['--fail-if-nothing'], env)).toMatchObject({ code: 4 });
    expect(await clone.published()).toEqual(world);
  });

  it.concurrent('in a SHA-256 repository, a worktree, and with a submodule', async () => {
    const clone = await reference({ objectFormat: 'sha256' });
    const library = await reference({ objectFormat: 'sha256' });
    await clone.gitWith(
      {},
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      library.remote,
      'plugins/library',
    );
    notes(clone);
    await clone.commit('feat: a submodule');
    await clone.git('worktree', 'add', '-q', '-b', 'topic', '../tree');
    const { Clone: Kind } = await import('./world.fixture.ts');
    const tree = install(new Kind(`${clone.path}/../tree`, clone.remote));
    await clone.git('switch', '-q', '--detach');
    await tree.git('switch', '-q', 'main');
    await released(tree);
    expect(await clone.gitRemote('tag')).toBe('v0.2.26\nv0.2.27');
    expect(await tree.git('ls-tree', 'HEAD', 'plugins/library')).toMatch(/^160000 commit/);
    expect(await tree.git('status', '--porcelain')).toBe('');
  });
});
