import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { baseEnv, type Clone, cleanUp, command, reference } from './world.fixture.ts';

afterAll(cleanUp);

const run = promisify(execFile);

/** Sets a version in a file. */
const set = (clone: Clone, file: string, from: string, to: string): void =>
  clone.write({ [file]: clone.read(file).replace(from, to) });

describe('release check --staged', () => {
  it.concurrent.each<[string, (clone: Clone) => unknown, readonly string[]]>([
    ['nothing is staged', (clone) => clone.append('charts/values.yaml', '# a\n'), []],
    ['a plugin', (clone) => clone.append('plugins/plugin-proxy/plugin.ts', '// a\n'), []],
    [
      'the chart without its version',
      (clone) => clone.append('charts/values.yaml', '# a\n'),
      ['CHART_NOT_BUMPED'],
    ],
    [
      'a deleted template',
      (clone) => clone.git('rm', '-q', 'charts/templates/service.yaml'),
      ['CHART_NOT_BUMPED'],
    ],
    [
      'a renamed template',
      (clone) => clone.git('mv', 'charts/templates/service.yaml', 'charts/templates/svc.yaml'),
      ['CHART_NOT_BUMPED'],
    ],
    ['one of a pair', (clone) => set(clone, 'package.json', '0.2.26', '0.2.27'), ['VERSION_SYNC']],
    [
      'the runtime without appVersion',
      (clone) => set(clone, 'apps/runtime/package.json', '1.1.0', '1.1.1'),
      ['VERSION_SYNC'],
    ],
    [
      'appVersion alone',
      (clone) => set(clone, 'charts/Chart.yaml', '"1.1.0"', '"1.1.1"'),
      ['CHART_NOT_BUMPED', 'VERSION_SYNC'],
    ],
    [
      'the chart with a lower version',
      (clone) => set(clone, 'charts/Chart.yaml', '0.2.26', '0.2.25'),
      ['CHART_NOT_BUMPED', 'VERSION_SYNC'],
    ],
  ])('%s', async (what, change, codes) => {
    const clone = await reference();
    await change(clone);
    if (what !== 'nothing is staged') await clone.git('add', '--all');
    const before = await clone.state();
    const { code, stdout } = await clone.release([
      'check',
      'version-sync',
      'chart-version',
      '--staged',
      '--json',
    ]);
    const { problems } = JSON.parse(stdout) as { problems: { code: string; fix: string }[] };
    expect(problems.map((problem) => problem.code).sort()).toEqual(codes);
    expect(code).toBe(codes.length === 0 ? 0 : 2);
    expect(await clone.state()).toBe(before);
  });

  it.concurrent('a file that two checks cannot read is told of once', async () => {
    const clone = await reference();
    clone.append('charts/Chart.yaml', '  - : [\n');
    await clone.git('add', '--all');
    const { code, stdout } = await clone.release(['check', '--staged', '--json']);
    const { problems } = JSON.parse(stdout) as { problems: { code: string }[] };
    expect({ code, codes: problems.map((problem) => problem.code) }).toEqual({
      code: 2,
      codes: ['PIN_UNREADABLE'],
    });
  });

  it.concurrent('reads the index, not the working tree', async () => {
    const clone = await reference();
    clone.append('charts/values.yaml', '# a\n');
    await clone.release(['bump', '--chart=patch', '--no-commit']);
    await clone.git('add', 'charts/values.yaml');
    const partly = await clone.release(['check', '--staged']);
    expect(partly).toMatchObject({ code: 2, stderr: expect.stringContaining('CHART_NOT_BUMPED') });
    await clone.git('add', 'charts/Chart.yaml');
    expect((await clone.release(['check', '--staged'])).stderr).toContain('VERSION_SYNC');
    await clone.git('add', 'package.json');
    expect((await clone.release(['check', '--staged'])).code).toBe(0);
    set(clone, 'package.json', '0.2.27', 'rubbish');
    expect((await clone.release(['check', '--staged'])).code).toBe(0);
  });

  it.concurrent('says what is wrong, the next version, and a command that mends it', async () => {
    const clone = await reference();
    clone.append('charts/values.yaml', '# a\n');
    await clone.git('add', '--all');
    const { stderr } = await clone.release(['check', '--staged']);
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'charts/values.yaml changed, but the version in charts/Chart.yaml is still 0.2.26.',
    );
    const fix = /`npx --no-install release (bump [^`]+)` for 0\.2\.27/.exec(stderr.replace(/\s+/g, ' '))?.[1];
    expect((await clone.release((fix ?? '').split(' '))).code).toBe(0);
    await clone.git('add', '--all');
    expect((await clone.release(['check', '--staged'])).code).toBe(0);
  });

  it.concurrent('mends a pair that differs by the command it names', async () => {
    const clone = await reference();
    set(clone, 'package.json', '0.2.26', '0.2.30');
    await clone.git('add', '--all');
    const { stderr } = await clone.release(['check', '--staged']);
    const fix = /`npx --no-install release (bump [^`]+)`/.exec(stderr.replace(/\s+/g, ' '))?.[1];
    expect((await clone.release((fix ?? '').split(' '))).code).toBe(0);
    await clone.git('add', '--all');
    expect(await clone.release(['check', '--staged'])).toMatchObject({ code: 0 });
  });

  it.concurrent('works before the first commit, and during a merge', async () => {
    const clone = await reference();
    await clone.git('update-ref', '-d', 'HEAD');
    expect(await clone.release(['check', '--staged'])).toMatchObject({ code: 0 });
    set(clone, 'package.json', '0.2.26', '0.2.30');
    await clone.git('add', '--all');
    expect((await clone.release(['check', '--staged'])).stderr).toContain('VERSION_SYNC');
  });

  it.concurrent('of files with a conflict is a problem, not a crash', async () => {
    const clone = await reference();
    await clone.git('switch', '-q', '-c', 'other');
    set(clone, 'charts/Chart.yaml', '0.2.26', '0.2.27');
    await clone.commit('fix: other');
    await clone.git('switch', '-q', 'main');
    set(clone, 'charts/Chart.yaml', '0.2.26', '0.2.28');
    await clone.commit('fix: this');
    await clone.git('merge', 'other').catch(() => undefined);
    const { code, stderr } = await clone.release(['check', '--staged']);
    expect(stderr).not.toContain('UNEXPECTED');
    expect(code).toBe(2);
  });
});

const lefthook = resolve(import.meta.dirname, '../../../node_modules/lefthook');
const program = ((): string | undefined => {
  if (!existsSync(lefthook)) return undefined;
  const { platform, arch } = process;
  const part = createRequire(join(lefthook, 'package.json'));
  try {
    return part.resolve(`lefthook-${platform}-${arch}/bin/lefthook`);
  } catch {
    return undefined;
  }
})();

describe.skipIf(program === undefined)('a commit with lefthook (skipped where it is not installed)', () => {
  const configured = async (): Promise<{ clone: Clone; env: Record<string, string> }> => {
    const example = resolve(import.meta.dirname, '../../../examples/reference/lefthook.yml');
    const clone = await reference({ files: { 'lefthook.yml': readFileSync(example, 'utf8') } });
    mkdirSync(join(clone.path, 'node_modules/.bin'));
    symlinkSync(command, join(clone.path, 'node_modules/.bin/release'));
    const env = { LEFTHOOK_BIN: program ?? '', CI: '', HOME: clone.path };
    await run(program ?? '', ['install'], { cwd: clone.path, env: { ...baseEnv, ...env } });
    return { clone, env };
  };

  it('is let through where the checks hold, and held back where they do not', async () => {
    const { clone, env } = await configured();
    clone.append('charts/values.yaml', '# a\n');
    await clone.git('add', 'charts/values.yaml');
    const refused = clone.gitWith(env, 'commit', '-q', '-m', 'fix: values');
    await expect(refused).rejects.toThrow(/CHART_NOT_BUMPED/);
    await clone.release(['bump', '--chart=patch', '--no-commit']);
    await clone.git('add', 'charts/Chart.yaml', 'package.json');
    await clone.gitWith(env, 'commit', '-q', '-m', 'fix: values');
    expect(await clone.git('log', '-1', '--format=%s')).toBe('fix: values');
  });

  it('is not asked of the commit that a release makes', async () => {
    const { clone, env } = await configured();
    await clone.change('fix: proxy', 'plugins/plugin-proxy/plugin.ts');
    clone.append('charts/release-notes.md', '- More.\n');
    await clone.git('commit', '-q', '--no-verify', '-am', 'docs: notes');
    expect(await clone.release(['--yes'], env)).toMatchObject({ code: 0 });
    expect(await clone.gitRemote('log', '-1', '--format=%s', 'main')).toBe(
      'chore(release): bump chart to v0.2.27',
    );
  });
});
