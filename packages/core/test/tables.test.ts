import { afterAll, describe, expect, it } from 'vitest';
import { cleanUp, notes, type PlanOrReport, reference } from './world.fixture.ts';

afterAll(cleanUp);

const plugin = 'plugins/plugin-proxy/plugin.ts';
const manifest = 'plugins/plugin-proxy/manifest.yaml';
const runtime = 'apps/runtime/src/server.js';
const values = 'charts/values.yaml';
const shared = 'packages/shared/src/mod.ts';

const next = ({ tracks }: PlanOrReport) =>
  Object.fromEntries(Object.entries(tracks).map(([name, track]) => [name, track.next]));

describe('what changed decides what moves', () => {
  it.concurrent.each([
    ['runtime code', 'fix: a', [runtime], { chart: '0.2.27', app: '1.1.1', shared: null }, ['v0.2.27']],
    ['plugin code', 'fix: a', [plugin], { chart: '0.2.27', app: null, shared: null }, ['v0.2.27']],
    ['a plugin manifest', 'fix: a', [manifest], { chart: '0.2.27', app: null, shared: null }, ['v0.2.27']],
    ['the chart only', 'fix: a', [values], { chart: '0.2.27', app: null, shared: null }, []],
    [
      'the chart and the runtime',
      'fix: a',
      [values, runtime],
      { chart: '0.2.27', app: '1.1.1', shared: null },
      ['v0.2.27'],
    ],
    ['the shared package', 'feat: a', [shared], { chart: null, app: null, shared: expect.any(String) }, []],
    [
      'a feature of the runtime',
      'feat: a',
      [runtime],
      { chart: '0.2.27', app: '1.2.0', shared: null },
      ['v0.2.27'],
    ],
    [
      'a breaking change of the runtime',
      'feat!: a',
      [runtime],
      { chart: '0.3.0', app: '2.0.0', shared: null },
      ['v0.3.0'],
    ],
    ['the chart, by a chore', 'chore: a', [values], { chart: '0.2.27', app: null, shared: null }, []],
    ['plugin code, by a chore', 'chore: a', [plugin], { chart: null, app: null, shared: null }, []],
    ['the README', 'feat: a', ['README.md'], { chart: null, app: null, shared: null }, []],
  ])('%s', async (_what, message, files, versions, tags) => {
    const clone = await reference();
    await clone.change(message, ...files);
    const plan = await clone.json(['plan']);
    expect(next(plan)).toEqual(versions);
    expect(plan.tags).toEqual(tags);
  });

  it('and the release pushes that, and nothing else', async () => {
    const clone = await reference();
    await clone.git('tag', 'private-local-tag');
    await clone.git('branch', 'private');
    notes(clone);
    await clone.change('fix(server): one', runtime);
    const { code, stderr } = await clone.release(['--yes']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(await clone.gitRemote('for-each-ref', '--format=%(refname)')).toBe(
      'refs/heads/main\nrefs/tags/v0.2.26\nrefs/tags/v0.2.27',
    );
    expect(await clone.gitRemote('log', '-1', '--format=%B', 'main')).toBe(
      'chore(release): bump to v0.2.27 (app v1.1.1)',
    );
    expect(await clone.gitRemote('tag', '-l', '--format=%(objecttype) %(contents)', 'v0.2.27')).toBe(
      'tag Release v0.2.27',
    );
    expect(await clone.gitRemote('rev-parse', 'v0.2.27^{commit}')).toBe(
      await clone.gitRemote('rev-parse', 'main'),
    );
    expect(await clone.git('diff', '-U0', 'HEAD~1', '--', ':!charts/release-notes.md')).toMatch(
      /^-version: 0\.2\.26 /m,
    );
    expect(await clone.git('diff', '--stat', 'HEAD~1')).toMatch(
      /3 files changed, 4 insertions\(\+\), 4 deletions\(-\)/,
    );
    expect(await clone.git('status', '--porcelain')).toBe('');
    expect(await clone.git('rev-parse', 'HEAD')).toBe(await clone.gitRemote('rev-parse', 'main'));
    expect(await clone.git('rev-parse', 'origin/main')).toBe(await clone.git('rev-parse', 'HEAD'));
    expect(await clone.json(['--yes'])).toMatchObject({ outcome: 'complete' });
  });
});
