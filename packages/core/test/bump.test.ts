import { afterAll, describe, expect, it } from 'vitest';
import { type Clone, cleanUp, reference } from './world.fixture.ts';

afterAll(cleanUp);

const refs = (clone: Clone): Promise<string> =>
  clone.gitRemote('for-each-ref', '--format=%(refname:short) %(contents:subject)');
const untouched = 'main feat: harbour 0.2.26\nv0.2.26 Release v0.2.26';

describe('release bump', () => {
  it.concurrent.each([
    [['--chart=patch'], '0.2.27', '1.1.0', 'chore(release): bump chart to v0.2.27'],
    [['--chart', 'minor'], '0.3.0', '1.1.0', 'chore(release): bump chart to v0.3.0'],
    [['--chart=major'], '1.0.0', '1.1.0', 'chore(release): bump chart to v1.0.0'],
    [['--chart=0.4.2'], '0.4.2', '1.1.0', 'chore(release): bump chart to v0.4.2'],
    [['--chart=0.3.0-rc.1'], '0.3.0-rc.1', '1.1.0', 'chore(release): bump chart to v0.3.0-rc.1'],
    [['--chart=patch', '--app=patch'], '0.2.27', '1.1.1', 'chore(release): bump to v0.2.27 (app v1.1.1)'],
    [['--app=2.0.0', '--chart=minor'], '0.3.0', '2.0.0', 'chore(release): bump to v0.3.0 (app v2.0.0)'],
    [['--chart=patch', '--no-push'], '0.2.27', '1.1.0', 'chore(release): bump chart to v0.2.27'],
  ])('%j commits here, and pushes nothing without --tag', async (args, chart, app, message) => {
    const clone = await reference();
    const { code, stderr } = await clone.release(['bump', ...args]);
    expect(code, stderr).toBe(0);
    expect(stderr.includes('APP_WITHOUT_TAG')).toBe(app !== '1.1.0');
    expect(await clone.git('log', '-1', '--format=%B')).toBe(message);
    expect([await clone.version('chart'), await clone.version('app')]).toEqual([chart, app]);
    expect(JSON.parse(clone.read('package.json'))).toMatchObject({ version: chart });
    expect(clone.read('charts/Chart.yaml')).toContain(`appVersion: "${app}" # moves`);
    expect(await clone.git('tag')).toBe('v0.2.26');
    expect(await refs(clone)).toBe(untouched);
    expect(await clone.git('status', '--porcelain')).toBe('');
  });

  it.concurrent.each([
    [['--chart=patch', '--tag'], 'v0.2.27', 'chore(release): bump chart to v0.2.27'],
    [['--chart=minor', '--app=minor', '--tag'], 'v0.3.0', 'chore(release): bump to v0.3.0 (app v1.2.0)'],
  ])('%j tags and pushes branch and tag', async (args, tag, message) => {
    const clone = await reference();
    await clone.git('tag', 'private');
    const { code, stderr } = await clone.release(['bump', ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await refs(clone)).toBe(`main ${message}\nv0.2.26 Release v0.2.26\n${tag} Release ${tag}`);
    expect(await clone.git('cat-file', '-t', tag)).toBe('tag');
    expect(await clone.git('rev-parse', 'HEAD', `${tag}^{commit}`)).toBe(
      await clone.gitRemote('rev-parse', 'main', `${tag}^{commit}`),
    );
  });

  it.concurrent('--tag --no-push leaves commit and tag here', async () => {
    const clone = await reference();
    expect((await clone.release(['bump', '--chart=patch', '--tag', '--no-push'])).code).toBe(0);
    expect(await clone.git('rev-parse', 'v0.2.27^{commit}')).toBe(await clone.git('rev-parse', 'HEAD'));
    expect(await refs(clone)).toBe(untouched);
  });

  it.concurrent.each([[[]], [['--tag']], [['--no-push']]])(
    '--no-commit %j writes the files only',
    async (more) => {
      const clone = await reference();
      const before = await clone.git('for-each-ref');
      expect(
        (await clone.release(['bump', '--chart=patch', '--app=patch', '--no-commit', ...more])).code,
      ).toBe(0);
      expect(await clone.git('status', '--porcelain')).toBe(
        'M apps/runtime/package.json\n M charts/Chart.yaml\n M package.json',
      );
      expect(await clone.git('for-each-ref')).toBe(before);
      expect(await refs(clone)).toBe(untouched);
    },
  );

  it.concurrent('--no-commit lets the commands run that make files for a release commit', async () => {
    const clone = await reference();
    const making =
      "{ name: 'made', generate: () => [{ folder: 'made', env: { WHAT: 'menu' }, run: [['node', '-e', `require('node:fs').writeFileSync('made.txt', process.env.WHAT + require('./package.json').version)`]] }] },";
    clone.write({
      'release.config.ts': clone.read('release.config.ts').replace('plugins: [', `plugins: [ ${making}`),
    });
    const { code, stderr } = await clone.release(['bump', '--chart=patch', '--no-commit']);
    expect(code, stderr).toBe(0);
    expect(clone.read('made.txt')).toBe('menu0.2.27');
  });

  it.concurrent('--no-commit says that --tag made none', async () => {
    const clone = await reference();
    const { stdout } = await clone.release(['bump', '--chart=patch', '--no-commit', '--tag']);
    expect(stdout).toContain('Wrote charts/Chart.yaml, package.json.\nNot tagged: with --no-commit');
  });

  it.concurrent.each([
    [[], 'BUMP_NOTHING', '--chart=patch|minor|major|x.y.z'],
    [['--tag'], 'BUMP_NOTHING', '--chart='],
    [['--app=patch', '--tag'], 'BUMP_INCOMPLETE', '--chart is missing'],
    [['--app=banana', '--tag'], 'VERSION', 'error BUMP_INCOMPLETE'],
    [['--chart=banana'], 'VERSION', 'banana'],
    [['--chart=0.2.26'], 'VERSION', '0.2.26'],
    [['--chart=0.2.1'], 'VERSION', '0.2.1'],
    [['--chart=v0.3.0'], 'VERSION', 'v0.3.0'],
    [['--chart=1.2'], 'VERSION', '1.2'],
    [['--chart=01.2.3'], 'VERSION', '01.2.3'],
    [['--chart='], 'USAGE_VALUE', '--chart needs a value'],
    [['--chart'], 'USAGE_VALUE', '--chart needs a value'],
    [['--chart=patch', '--chart=minor'], 'USAGE_VALUE', 'twice'],
    [['--chrat=patch'], 'USAGE_FLAG', 'Did you mean "--chart"?'],
    [['--chart=patch', 'extra'], 'USAGE_VALUE', 'one argument too many'],
    [['--chart=patch', '--tag=yes'], 'USAGE_VALUE', '--tag takes no value'],
    [['--chart=__proto__'], 'VERSION', '__proto__'],
    [['--bump', 'nope=patch'], 'TRACK', 'nope'],
  ])('%j is refused with %s', async (args, problem, says) => {
    const clone = await reference();
    const before = await clone.state();
    const { code, stderr } = await clone.release(['bump', ...args]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(new RegExp(`error [A-Z_]*${problem}`));
    expect(stderr.replace(/\s+/g, ' ')).toContain(says);
    expect(await clone.state()).toBe(before);
  });

  it.concurrent('keeps what is staged and edited beside it', async () => {
    const clone = await reference();
    clone.append('plugins/plugin-proxy/plugin.ts', '// staged\n');
    await clone.git('add', 'plugins');
    clone.append('README.md', 'edited\n');
    expect((await clone.release(['bump', '--chart=patch'])).code).toBe(0);
    expect(await clone.git('status', '--porcelain')).toBe(
      'M  README.md\nM  plugins/plugin-proxy/plugin.ts'.replace('M  README', 'M README'),
    );
    expect(await clone.git('show', '--stat', '--format=', 'HEAD')).not.toContain('plugin.ts');
  });

  it.concurrent('refuses where a file it bumps is edited', async () => {
    const clone = await reference();
    clone.append('charts/Chart.yaml', '# edited\n');
    const { code, stderr } = await clone.release(['bump', '--chart=patch']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('DIRTY_PIN')]);
  });

  it.concurrent('--no-commit bumps the files as they lie there, with what is not committed yet', async () => {
    const clone = await reference();
    clone.append('charts/Chart.yaml', '# edited\n');
    clone.write({ 'package.json': clone.read('package.json').replace('0.2.26', '0.2.20') });
    expect((await clone.release(['bump', '--chart=patch', '--no-commit'])).code).toBe(0);
    expect(clone.read('charts/Chart.yaml')).toMatch(/^version: 0\.2\.27 [\s\S]*# edited\n$/m);
    expect(clone.read('package.json')).toContain('"version": "0.2.27"');
    expect((await clone.release(['bump', '--chart=patch', '--no-commit'])).code).toBe(0);
    expect(clone.read('charts/Chart.yaml')).toMatch(/^version: 0\.2\.28 /m);
  });

  it.concurrent('of a tag that exists here or there is refused before anything is done', async () => {
    for (const [push, flags] of [
      [true, ['--tag']],
      [false, ['--tag', '--no-push']],
      [true, ['--tag', '--no-push']],
    ] as const) {
      const clone = await reference();
      await clone.git('tag', 'v0.2.27');
      if (push) await clone.push('v0.2.27');
      if (push && flags.length === 1) await clone.git('tag', '-d', 'v0.2.27');
      const before = await clone.state();
      const { code, stderr } = await clone.release(['bump', '--chart=patch', ...flags]);
      expect([code, stderr]).toEqual([expect.toBeOneOf([2, 3]), expect.stringContaining('v0.2.27')]);
      expect(await clone.state()).toBe(before);
    }
  });

  it.concurrent('prints what it did as JSON alone', async () => {
    const clone = await reference();
    const { stdout } = await clone.release(['bump', '--chart=patch', '--app=minor', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      tracks: { chart: { current: '0.2.26', next: '0.2.27' }, app: { current: '1.1.0', next: '1.2.0' } },
      message: 'chore(release): bump to v0.2.27 (app v1.2.0)',
      tags: [],
      pushed: false,
      problems: [{ code: 'APP_WITHOUT_TAG', severity: 'warning' }],
    });
  });

  it.concurrent("works on a detached HEAD and a branch that is not the flow's", async () => {
    const clone = await reference();
    await clone.git('switch', '-q', '-c', 'feature/a/b');
    expect((await clone.release(['bump', '--chart=patch'])).code).toBe(0);
    await clone.git('checkout', '-q', '--detach');
    expect((await clone.release(['bump', '--chart=patch'])).code).toBe(0);
    expect(await clone.git('log', '-2', '--format=%s')).toBe(
      'chore(release): bump chart to v0.2.28\nchore(release): bump chart to v0.2.27',
    );
  });
});
