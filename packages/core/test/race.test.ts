import { afterAll, describe, expect, it } from 'vitest';
import { all, cleanUp, install, notes, type PlanOrReport, reference } from './world.fixture.ts';

afterAll(cleanUp);

const job = { GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_REF: 'refs/heads/main' };

describe('processes that release at once', () => {
  it.each([[2], [5], ...(all ? [[20]] : [])])(
    '%i of them, of the same commit, make one release',
    async (count) => {
      const clone = await reference();
      notes(clone);
      await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
      await clone.push();
      const racers = await Promise.all(
        Array.from({ length: count }, async () => install(await clone.fresh('--no-local'))),
      );
      const ended = await Promise.all(racers.map((racer) => racer.release(['--yes', '--json'], job)));
      const tip = await clone.gitRemote('rev-parse', 'main');
      const reports = ended.map(({ code, stdout }) => ({ code, ...(JSON.parse(stdout) as PlanOrReport) }));
      expect(reports.map(({ outcome }) => outcome)).toContain('released');
      for (const { code, outcome, commit } of reports) {
        expect(outcome).toBeOneOf(['released', 'resumed', 'complete', 'lost']);
        expect(code).toBe(outcome === 'lost' ? 3 : 0);
        // Within one second the same commit is the same object, whoever makes it.
        if (code === 0) expect(commit).toBe(tip);
      }
      expect(await clone.gitRemote('for-each-ref', '--format=%(refname:short)')).toBe(
        'main\nv0.2.26\nv0.2.27',
      );
      expect(await clone.gitRemote('log', '--format=%s', 'main', '-2')).toBe(
        'chore(release): bump chart to v0.2.27\nfix(proxy): one',
      );
    },
  );

  it('of one clone make one release, and leave the clone whole', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    const ended = await Promise.all([1, 2, 3].map(() => clone.release(['--yes'])));
    for (const { code, stderr } of ended) expect(code, stderr).toBeOneOf([0, 3]);
    expect(await clone.gitRemote('log', '--format=%s', 'main', '-2')).toBe(
      'chore(release): bump chart to v0.2.27\nfix(proxy): one',
    );
    expect(await clone.git('status', '--porcelain')).toBe('');
    expect(await clone.git('rev-parse', 'HEAD')).toBe(await clone.gitRemote('rev-parse', 'main'));
  });

  it('of different commits make one version each, none twice', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    await clone.push();
    const older = install(await clone.fresh('--no-local'));
    await clone.change('feat(proxy): two', 'plugins/plugin-proxy/plugin.ts');
    await clone.push();
    const newer = install(await clone.fresh('--no-local'));
    const [lost, won] = await Promise.all(
      [older, newer].map((racer) => racer.release(['--yes', '--json'], job)),
    );
    expect([lost?.code, won?.code]).toEqual([3, 0]);
    expect(JSON.parse(lost?.stdout ?? '')).toMatchObject({ outcome: 'lost' });
    expect(await clone.gitRemote('tag')).toBe('v0.2.26\nv0.2.27');
  });
});
