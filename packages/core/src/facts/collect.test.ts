import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPin } from '../edits/pins.ts';
import { openRepository } from '../effects/git/reading/repository.ts';
import {
  type MadeCommit,
  type MadeRepository,
  makeRepository,
  run,
  scratch,
} from '../effects/git/reading/repository.fixture.ts';
import type { Facts } from '../model/facts.ts';
import type { Track } from '../model/track.ts';
import { collectFacts } from './collect.ts';

const chart: Track = {
  name: 'chart',
  pins: [{ file: 'charts/Chart.yaml', format: 'yaml', pointer: ['version'] }],
  paths: ['charts/**', 'plugins/**', 'apps/runtime/**'],
  tag: { name: 'v{version}', when: ['plugins/**', 'apps/runtime/**'] },
};
const app: Track = {
  name: 'app',
  pins: [{ file: 'apps/runtime/package.json', format: 'json', pointer: ['version'] }],
  paths: ['apps/runtime/**'],
};

const atChart = (version: string) => ({ 'charts/Chart.yaml': `apiVersion: v2\nversion: ${version}\n` });
const atApp = (version: string) => ({ 'apps/runtime/package.json': `{"version":"${version}"}\n` });
const first: MadeCommit = {
  id: 'first',
  files: { ...atChart('0.1.0'), ...atApp('1.0.0'), 'plugins/p.ts': '0' },
};

async function collect(
  path: string,
  tracks: readonly Track[] = [chart, app],
  env: Record<string, string> = {},
  at?: string,
) {
  const repository = await openRepository(path);
  try {
    return await collectFacts({
      repository,
      tracks,
      env: (name) => env[name],
      readPin,
      ...(at !== undefined && { at }),
    });
  } finally {
    repository.close();
  }
}

const subjects = (facts: Facts, track: string) =>
  facts.tracks[track]?.commits.map((index) => facts.commits[index]?.message.split('\n')[0]);
const codes = (error: unknown) =>
  (error as { problems: { code: string }[] }).problems.map((problem) => problem.code);
const baseline = async (made: MadeRepository, track = 'chart') =>
  (await collect(made.path)).tracks[track]?.baseline;

describe('the baseline', () => {
  it('is the tag of the current version', async () => {
    const made = makeRepository([
      first,
      { id: 'release', files: atChart('0.2.0') },
      { id: 'after', message: 'between', files: { 'plugins/p.ts': '1' }, tags: ['v0.2.0'] },
      { message: 'new', files: { 'plugins/p.ts': '2' } },
    ]);
    const facts = await collect(made.path);
    expect(facts.tracks['chart']).toMatchObject({
      current: '0.2.0',
      baseline: { how: 'tag', tag: 'v0.2.0', commit: made.sha('after') },
      newestTag: { name: 'v0.2.0', version: '0.2.0' },
      tagPathsChanged: true,
    });
    expect(subjects(facts, 'chart')).toEqual(['new']);
  });

  it('is the commit that set the version where it has no tag, whoever made it', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      { message: 'fix: old', files: { 'plugins/p.ts': '1' } },
      { id: 'hand', message: 'feat: bumped by hand', files: { ...atChart('0.2.0'), 'plugins/p.ts': '2' } },
      { message: 'fix: new', files: { 'plugins/p.ts': '3', 'charts/Chart.yaml': 'version: 0.2.0\n' } },
    ]);
    const facts = await collect(made.path);
    expect(facts.tracks['chart']?.baseline).toEqual({ how: 'pin', commit: made.sha('hand') });
    expect(facts.tracks['app']?.baseline).toEqual({ how: 'pin', commit: made.sha('first') });
    expect(subjects(facts, 'chart')).toEqual(['fix: new']);
    expect(facts.tracks['chart']?.newestTag?.version).toBe('0.1.0');
  });

  it('is a tag on the merge after the commit that set the version', async () => {
    const made = makeRepository([
      first,
      { id: 'bump', message: 'chore: bump', files: atChart('0.2.0') },
      { id: 'main', message: 'fix: meanwhile', parents: ['first'], files: { 'plugins/p.ts': '1' } },
      { id: 'merge', parents: ['main', 'bump'], files: atChart('0.2.0'), tags: ['v0.2.0'] },
      { message: 'fix: after', files: { 'plugins/p.ts': '2' } },
    ]);
    const facts = await collect(made.path);
    expect(facts.tracks['chart']?.baseline).toMatchObject({ how: 'tag', commit: made.sha('merge') });
    expect(subjects(facts, 'chart')).toEqual(['fix: after']);
  });

  it('is the commit on the branch, not its merge, where there is no tag', async () => {
    const made = makeRepository([
      first,
      { id: 'bump', files: atChart('0.2.0') },
      {
        id: 'main',
        message: 'fix: meanwhile',
        parents: ['first'],
        files: { 'plugins/p.ts': '1', ...atApp('1.0.1') },
      },
      { id: 'merge', parents: ['main', 'bump'], files: atChart('0.2.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('bump') });
    expect(subjects(await collect(made.path), 'chart')).toContain('fix: meanwhile');
  });

  it('is not a tag that was moved to where the version is another', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.2.0'] },
      { id: 'release', files: { ...atChart('0.2.0'), 'plugins/p.ts': '1' } },
      { message: 'fix: new', files: { 'plugins/p.ts': '2' } },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('release') });
    expect(subjects(await collect(made.path), 'chart')).toEqual(['fix: new']);
  });

  it('is not a tag of another branch', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      { id: 'other', files: atChart('0.2.0'), tags: ['v0.2.0'] },
      { id: 'own', parents: ['first'], files: atChart('0.2.0') },
      { message: 'fix: own', files: { 'plugins/p.ts': '1' } },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('own') });
  });

  it('goes back to the newest commit that set the version when it was set twice', async () => {
    const made = makeRepository([
      first,
      { files: atChart('0.2.0') },
      { files: atChart('0.1.0') },
      { id: 'again', files: atChart('0.2.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('again') });
  });

  it('is found where clocks were wrong more than once on the way', async () => {
    const at = (days: number) => 1_700_000_000 + days * 86_400;
    const made = makeRepository([
      { ...first, date: at(10) },
      { id: 'release', date: at(20), files: { ...atChart('0.2.0'), ...atApp('1.1.0') } },
      { id: 'wrong', date: at(1), files: atApp('1.2.0') },
      { id: 'right', date: at(30), files: atApp('1.3.0') },
      { id: 'wrong again', date: at(0), files: atApp('1.4.0') },
      { id: 'other', date: at(40), parents: ['right'], files: atApp('1.5.0') },
      { id: 'side', date: at(41), parents: ['release'], files: { 'plugins/p.ts': '1' } },
      { id: 'merge', date: at(42), parents: ['wrong again', 'other', 'side'], files: atApp('1.6.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('release') });
  });

  it('is found within a moment behind many merges that join two changes of its file', async () => {
    const holding = (ours: number, theirs: number) => ({
      'apps/runtime/package.json': `{"version":"1.1.0","ours":${ours},"theirs":${theirs}}`,
    });
    const merges = Array.from({ length: 40 }, (_, place): MadeCommit[] => [
      { id: `ours ${place}`, files: holding(place + 1, place) },
      { parents: [place === 0 ? 'release' : `merge ${place - 1}`], files: holding(place, place + 1) },
      {
        id: `merge ${place}`,
        parents: [`ours ${place}`, `#${3 * place + 3}`],
        files: holding(place + 1, place + 1),
      },
    ]);
    const made = makeRepository([first, { id: 'release', files: holding(0, 0) }, ...merges.flat()]);
    const facts = await collect(made.path, [app]);
    expect(facts.tracks['app']?.baseline).toEqual({ how: 'pin', commit: made.sha('release') });
  });

  it('survives a time when the file did not parse', async () => {
    const made = makeRepository([
      first,
      { files: { 'charts/Chart.yaml': 'version: [\n' } },
      { id: 'mended', files: atChart('0.1.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('mended') });
  });

  it.each([
    ['0.1.0', 'v0.1.0', 'v{version}'],
    ['v0.1.0', '0.1.0', undefined],
  ])('is not the commit that wrote %s as %s', async (before, after, form) => {
    const made = makeRepository([
      { id: 'set', files: atChart(before) },
      { message: 'fix: one', files: { 'plugins/p.ts': '1' } },
      { message: 'chore: as they write it', files: atChart(after) },
    ]);
    const pins = chart.pins.map((pin) => ({ ...pin, ...(form !== undefined && { form }) }));
    const facts = await collect(made.path, [{ ...chart, pins }]);
    expect(facts.tracks['chart']?.baseline).toEqual({ how: 'pin', commit: made.sha('set') });
    expect(subjects(facts, 'chart')).toContain('fix: one');
  });

  it('is a tag at a commit that wrote the same version in another way', async () => {
    const made = makeRepository([
      { id: 'tagged', files: atChart('v0.1.0'), tags: ['v0.1.0'] },
      { message: 'fix: one', files: { 'plugins/p.ts': '1' } },
      { message: 'chore: as helm wants it', files: atChart('0.1.0') },
    ]);
    expect((await collect(made.path, [chart])).tracks['chart']?.baseline).toMatchObject({ how: 'tag' });
  });

  it('is the beginning for a track that was never released', async () => {
    const made = makeRepository([first, { message: 'feat: lib', files: { 'lib/a.ts': '1' } }]);
    const lib: Track = {
      name: 'lib',
      pins: [{ file: 'lib/jsr.json', format: 'json', pointer: ['version'] }],
      paths: ['lib/**'],
      initial: '0.1.0',
    };
    const facts = await collect(made.path, [lib]);
    expect(facts.tracks['lib']).toMatchObject({ current: '0.0.0', baseline: { how: 'beginning' } });
    expect(subjects(facts, 'lib')).toEqual(['feat: lib']);
  });

  it('is that of another commit when the facts of that one are asked for', async () => {
    const made = makeRepository([
      first,
      { id: 'fix', message: 'fix: x', files: { 'plugins/p.ts': '1' } },
      { files: atChart('0.1.1'), tags: ['v0.1.1'] },
    ]);
    const facts = await collect(made.path, [chart], {}, made.sha('fix'));
    expect(facts).toMatchObject({
      head: made.sha('fix'),
      tracks: { chart: { current: '0.1.0', baseline: { commit: made.sha('first') } } },
    });
    expect(subjects(facts, 'chart')).toEqual(['fix: x']);
  });
});

describe('the commits of a track', () => {
  it('are those of its own range, though tracks begin at different places', async () => {
    const made = makeRepository([
      first,
      { message: 'runtime one', files: { 'apps/runtime/a.ts': '1' } },
      { files: atChart('0.2.0'), message: 'chart release' },
      { message: 'runtime two', files: { 'apps/runtime/a.ts': '2' } },
      { message: 'docs', files: { 'README.md': '1' } },
    ]);
    const facts = await collect(made.path);
    expect(subjects(facts, 'app')).toEqual(['runtime two', 'runtime one']);
    expect(subjects(facts, 'chart')).toEqual(['runtime two']);
    expect(facts.commits.map((commit) => commit.message)).toEqual([
      'docs',
      'runtime two',
      'chart release',
      'runtime one',
    ]);
  });

  it('are right where the baselines lie on branches that do not hold each other', async () => {
    const made = makeRepository([
      first,
      { id: 'l1', message: 'left fix', files: { 'apps/runtime/l.ts': '1' } },
      { id: 'r1', parents: ['first'], message: 'right fix', files: { 'apps/runtime/r.ts': '1' } },
      { id: 'l2', parents: ['l1'], message: 'left release', files: atChart('0.2.0') },
      { id: 'r2', parents: ['r1'], message: 'right release', files: atApp('1.1.0') },
      { id: 'cross1', parents: ['l2', 'r1'], message: 'cross 1', files: { 'apps/runtime/r.ts': '1' } },
      { id: 'cross2', parents: ['r2', 'l1'], message: 'cross 2', files: { 'apps/runtime/l.ts': '1' } },
      { id: 'head', parents: ['cross1', 'cross2'], message: 'head', files: atApp('1.1.0') },
    ]);
    const facts = await collect(made.path);
    expect(facts.tracks['chart']?.baseline.commit).toBe(made.sha('l2'));
    expect(facts.tracks['app']?.baseline.commit).toBe(made.sha('r2'));
    const oracle = (commit: string, ...paths: string[]) =>
      made
        .git(
          'log',
          '--format=%s',
          '--no-patch',
          '--diff-merges=first-parent',
          '--full-history',
          `${commit}..main`,
          '--',
          ...paths,
        )
        .split('\n');
    expect(subjects(facts, 'app')?.toSorted()).toEqual(oracle(made.sha('r2'), 'apps/runtime').toSorted());
    expect(subjects(facts, 'chart')?.toSorted()).toEqual(
      oracle(made.sha('l2'), 'apps/runtime', 'charts', 'plugins').toSorted(),
    );
    expect(subjects(facts, 'app')).toContain('left fix');
    expect(subjects(facts, 'chart')).toContain('right fix');
  });

  it('hold both sides of merges, of two and of eight', async () => {
    const sides = Array.from(
      { length: 7 },
      (_, index): MadeCommit => ({
        id: `s${index}`,
        parents: ['first'],
        message: `side ${index}`,
        files: { [`plugins/s${index}.ts`]: '1' },
      }),
    );
    const merged = Object.fromEntries(sides.map((_, index) => [`plugins/s${index}.ts`, '1']));
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      ...sides,
      {
        id: 'octopus',
        message: 'octopus',
        parents: ['first', ...sides.map(({ id = '' }) => id)],
        files: merged,
      },
    ]);
    const facts = await collect(made.path, [chart]);
    expect(new Set(subjects(facts, 'chart'))).toEqual(
      new Set(['octopus', ...sides.map(({ message }) => message)]),
    );
    expect(facts.commits[0]?.paths).toEqual(Object.keys(merged));
  });

  it('know paths of any letters', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      { files: { 'plugins/ä "q"\n\t.ts': '1', 'plugins/p.ts': 'a\r\nb' }, message: 'fix: ä\r\n\r\nbody' },
    ]);
    const facts = await collect(made.path, [chart]);
    expect(facts.commits[0]).toMatchObject({
      paths: ['plugins/p.ts', 'plugins/ä "q"\n\t.ts'].toSorted(),
      message: 'fix: ä\n\nbody',
    });
  });

  it('are found when the clock went backwards', async () => {
    const made = makeRepository([
      { ...first, date: 2_000_000_000, tags: ['v0.1.0'] },
      { message: 'early', date: 1_000_000_000, files: { 'plugins/p.ts': '1' } },
      { message: 'late', date: 1_900_000_000, files: { 'plugins/p.ts': '2' } },
    ]);
    expect(subjects(await collect(made.path), 'chart')).toEqual(['late', 'early']);
  });

  it('give the nearest time that has a name to a commit of the year 318857', async () => {
    const made = makeRepository([{ ...first, date: 9_999_999_999_999 }]);
    expect((await collect(made.path)).headDate).toBe('9999-12-31T23:59:59.000Z');
  });
});

describe('the newest tag', () => {
  const tagged = (versions: string[]) =>
    versions.map((version): MadeCommit => ({ files: atChart(version), tags: [`v${version}`] }));

  it('is the highest by number, and its paths are compared with HEAD', async () => {
    const made = makeRepository([
      first,
      ...tagged(['0.9.0', '0.10.0']),
      { files: atChart('0.10.1') },
      { message: 'chart only', files: { 'charts/x': '1' } },
    ]);
    expect((await collect(made.path)).tracks['chart']).toMatchObject({
      newestTag: { name: 'v0.10.0' },
      tagPathsChanged: false,
    });
    run(made.path, ['commit', '-q', '--allow-empty', '-m', 'x']);
    writeFileSync(join(made.path, 'plugins/p.ts'), 'changed');
    run(made.path, ['commit', '-qam', 'plugin']);
    expect((await collect(made.path)).tracks['chart']?.tagPathsChanged).toBe(true);
  });

  it('passes over higher ones of other branches, however many', async () => {
    const others = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'].map(
      (version, index): MadeCommit => ({
        ...(index === 0 ? { parents: ['first'] } : {}),
        files: atChart(version),
        tags: [`v${version}`],
      }),
    );
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      ...others,
      { parents: ['first'], files: atChart('0.1.1') },
    ]);
    expect((await collect(made.path)).tracks['chart']?.newestTag?.name).toBe('v0.1.0');
    const ahead = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      ...others,
      { parents: ['first'], files: atChart('9.0.0') },
    ]);
    expect((await collect(ahead.path)).tracks['chart']?.newestTag?.name).toBe('v0.1.0');
  });

  it('is of the track by its template, and strict', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.1.0', 'chart-v5.0.0', 'v7', 'vnext', 'v1.2.3.4', 'v01.0.0'] },
    ]);
    expect((await collect(made.path)).tracks['chart']?.newestTag?.name).toBe('v0.1.0');
    const own = { ...chart, tag: { name: 'chart-v{version}' } };
    expect((await collect(made.path, [own])).tracks['chart']?.newestTag?.name).toBe('chart-v5.0.0');
  });

  it('may be light, or a tag of a tag', async () => {
    const made = makeRepository([{ ...first, light: ['v0.0.9'] }]);
    made.git('tag', '-a', '-m', 'one', 'inner');
    made.git('-c', 'advice.nestedTag=false', 'tag', '-a', '-m', 'two', 'v0.1.0', 'inner');
    const facts = await collect(made.path);
    expect(facts.tracks['chart']).toMatchObject({
      baseline: { how: 'tag', commit: made.sha('first') },
      newestTag: { commit: made.sha('first') },
    });
  });
});

describe('a shallow clone', () => {
  const made = makeRepository([
    first,
    { id: 'release', files: { ...atChart('0.2.0'), ...atApp('1.1.0') }, tags: ['v0.2.0'] },
    { message: 'fix: a', files: { 'plugins/p.ts': '1' } },
    { message: 'fix: b', files: { 'plugins/p.ts': '2' } },
  ]);
  const clone = (depth: number, ...flags: string[]) => {
    const path = scratch();
    run(path, ['clone', '-q', `--depth=${depth}`, ...flags, `file://${made.path}`, '.']);
    return path;
  };

  it('that hides the last release is refused with the lines to add', async () => {
    const error = await collect(clone(2)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      problems: [{ code: 'SHALLOW_CLONE', message: expect.stringContaining('chart 0.2.0, app 1.1.0') }],
    });
    const fix = (error as { problems: { fix: string }[] }).problems[0]?.fix;
    expect(fix).toMatch(/^ *fetch-depth: 0$/m);
    expect(fix).toMatch(/^ *GIT_DEPTH: 0$/m);
  });

  it('is refused when the release is its edge: what set the version cannot be told', async () => {
    await expect(collect(clone(3, '--no-tags'), [app]).catch(codes)).resolves.toEqual(['SHALLOW_CLONE']);
  });

  it('is refused when there are no tags to compare with', async () => {
    await expect(collect(clone(4, '--no-tags')).catch(codes)).resolves.toEqual(['SHALLOW_CLONE']);
  });

  it('of a depth that reaches the first commit works', async () => {
    const whole = makeRepository([
      first,
      { id: 'fix', message: 'fix: a', files: { 'apps/runtime/a.ts': '1' } },
    ]);
    const path = scratch();
    run(path, ['clone', '-q', '--depth=2', '--no-tags', `file://${whole.path}`, '.']);
    const facts = await collect(path, [app]);
    expect(facts.tracks['app']?.baseline).toMatchObject({ how: 'pin' });
    expect(subjects(facts, 'app')).toEqual(['fix: a']);
  });

  it('that holds all that is needed works', async () => {
    const facts = await collect(clone(3), [chart]);
    expect(facts.tracks['chart']?.baseline).toMatchObject({ how: 'tag', commit: made.sha('release') });
    expect(subjects(facts, 'chart')).toEqual(['fix: b', 'fix: a']);
  });
});

describe('what is around', () => {
  it('is the branch, the remote without its password, the forge and the CI', async () => {
    const made = makeRepository([first]);
    made.git('remote', 'add', 'origin', 'https://user:secret@gitlab.example/group/project.git');
    const facts = await collect(made.path);
    expect(facts).toMatchObject({
      branch: 'main',
      headDate: '2023-11-14T22:13:21.000Z',
      remote: { name: 'origin', url: 'https://gitlab.example/group/project.git' },
      forge: { kind: 'gitlab', url: 'https://gitlab.example/group/project' },
      ci: { provider: 'none' },
    });
    expect(JSON.stringify(facts)).not.toContain('secret');
  });

  it('takes the branch from the CI on a detached HEAD, except for a request', async () => {
    const made = makeRepository([first]);
    made.git('checkout', '-q', '--detach');
    const ci = { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'test/gitlab-ci' };
    expect((await collect(made.path, [chart], ci)).branch).toBe('test/gitlab-ci');
    const request = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/pull/4/merge', GITHUB_HEAD_REF: 'main' };
    expect(await collect(made.path, [chart], request)).not.toHaveProperty('branch');
  });
});

describe('what cannot be read', () => {
  it('is told once of a file in which two tracks keep a version', async () => {
    const made = makeRepository([{ files: { 'charts/Chart.yaml': 'version: [\n' } }]);
    const pin = { file: 'charts/Chart.yaml', format: 'yaml', pointer: ['appVersion'] } as const;
    const found = collect(made.path, [chart, { ...app, pins: [pin] }]).catch(codes);
    await expect(found).resolves.toEqual(['PIN_UNREADABLE']);
  });

  it('is told all at once', async () => {
    const made = makeRepository([
      { files: { 'charts/Chart.yaml': 'version: v1\n', 'x.json': '{"version": 1}' } },
    ]);
    const x: Track = { ...app, name: 'x', pins: [{ file: 'x.json', format: 'json', pointer: ['version'] }] };
    const none: Track = {
      ...app,
      name: 'none',
      pins: [{ file: 'charts/Chart.yaml', format: 'yaml', pointer: ['appVersion'] }],
    };
    const found = await collect(made.path, [chart, app, x, none]).catch(codes);
    expect((found as string[]).toSorted()).toEqual([
      'PIN_FILE_MISSING',
      'PIN_NOT_A_STRING',
      'PIN_NOT_SEMVER',
      'PIN_WITHOUT_VERSION',
    ]);
  });

  it.each([
    ['charts', 'Is it charts/shop/Chart.yaml? Correct the path'],
    ['charts/shop/Chart.yaml', 'Is it charts/shop/Chart.yaml?'],
    ['charts/*', 'Is it charts/shop/Chart.yaml, deploy/chart.yml?'],
    ['deploy', 'Is it deploy/chart.yml?'],
    ['linked', 'linked is a symbolic link'],
    ['nowhere/at/all', 'Is it charts/shop/Chart.yaml, deploy/chart.yml?'],
  ])('names what is there in place of a chart in %s', async (folder, says) => {
    const made = makeRepository([
      { files: { 'charts/shop/Chart.yaml': 'version: 1.2.0\n', 'deploy/chart.yml': 'version: 1.2.0\n' } },
    ]);
    symlinkSync('charts/shop', join(made.path, 'linked'));
    made.git('add', 'linked');
    made.git('commit', '-q', '-m', 'chore: a link');
    const pin = { file: `${folder}/Chart.yaml`, format: 'yaml', pointer: ['version'] } as const;
    const told = await collect(made.path, [{ ...chart, pins: [pin] }]).catch(
      (error: { problems: { message: string; fix: string }[] }) =>
        error.problems.map(({ message, fix }) => `${message} ${fix}`).join(' '),
    );
    expect(told).toContain(says);
  });

  it('is a repository without a commit', async () => {
    const path = scratch();
    run(path, ['init', '-q']);
    await expect(collect(path).catch(codes)).resolves.toEqual(['NO_COMMITS']);
  });
});

describe('the cost', () => {
  /** Gives the git processes that a call starts in a repository, by a stand-in on the PATH. */
  async function counted(repository: string, call: () => Promise<unknown>): Promise<string[]> {
    const bin = scratch();
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho "$PWD: $*" >> ${bin}/calls\nexec ${real} "$@"\n`);
    chmodSync(join(bin, 'git'), 0o755);
    const path = process.env['PATH'];
    process.env['PATH'] = `${bin}:${path}`;
    try {
      await call();
    } finally {
      process.env['PATH'] = path;
    }
    const calls = readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n');
    return calls.filter((line) => line.startsWith(`${realpathSync(repository)}: `));
  }

  it('is five git processes with two hundred tracks, tagged and not, and thousands of tags', async () => {
    const tracks = Array.from(
      { length: 200 },
      (_, index): Track => ({
        name: `p${index}`,
        pins: [{ file: `packages/p${index}/package.json`, format: 'json', pointer: ['version'] }],
        paths: [`packages/p${index}/**`],
        ...(index % 2 === 0 && { tag: { name: `p${index}@{version}`, when: [`packages/p${index}/src/**`] } }),
      }),
    );
    const commits = Array.from({ length: 2000 }, (_, index): MadeCommit => {
      const [name, round] = [`p${index % 200}`, Math.floor(index / 200)];
      return {
        message: `fix: ${index}`,
        files: {
          [`packages/${name}/package.json`]: `{"version":"1.${round % 9}.0"}`,
          [`packages/${name}/src/a.ts`]: `${index}`,
        },
        light: round < 9 ? [`${name}@1.${round}.0`] : [],
      };
    });
    const made = makeRepository(commits);
    let facts: Facts | undefined;
    const calls = await counted(made.path, async () => {
      facts = await collect(made.path, tracks);
    });
    expect(calls.length, calls.join('\n')).toBe(5);
    expect(facts?.tracks['p0']).toMatchObject({
      current: '1.0.0',
      baseline: { how: 'tag' },
      newestTag: { version: '1.8.0' },
      tagPathsChanged: true,
    });
    expect(facts?.tracks['p1']).toMatchObject({
      current: '1.0.0',
      baseline: { how: 'pin', commit: made.sha('#1801') },
    });
    expect(facts?.tracks['p0']?.commits).toHaveLength(9);
  });

  it('is few commits more than are unreleased, where one track has a tag and another has none', async () => {
    const before = Array.from({ length: 300 }, (_, index): MadeCommit => ({ message: `fix: ${index}` }));
    const released: MadeCommit = {
      id: 'released',
      files: { ...atChart('0.1.0'), ...atApp('1.0.0') },
      tags: ['v0.1.0'],
    };
    const made = makeRepository([...before, released, { message: 'fix: a' }, { message: 'fix: b' }]);
    const repository = await openRepository(made.path);
    let read = 0;
    const facts = await collectFacts({
      repository: {
        ...repository,
        log: async function* (commit) {
          for await (const logged of repository.log(commit)) {
            for (const one of logged) {
              read += 1;
              yield [one];
            }
          }
        },
      },
      tracks: [chart, app],
      env: () => undefined,
      readPin,
    });
    repository.close();
    expect(facts.tracks['app']?.baseline).toEqual({ how: 'pin', commit: made.sha('released') });
    expect(read).toBeLessThan(30);
  });

  it('is four where the newest commits hold the highest tag', async () => {
    const made = makeRepository([{ ...first, tags: ['v0.1.0'] }]);
    expect(await counted(made.path, () => collect(made.path, [chart]))).toHaveLength(4);
  });

  it('is five where the highest tag lies far back, and it is found', async () => {
    const since = Array.from({ length: 1100 }, (_, index): MadeCommit => ({ message: `fix: ${index}` }));
    const made = makeRepository([{ ...first, id: 'released', tags: ['v0.1.0'] }, ...since]);
    let facts: Facts | undefined;
    const calls = await counted(made.path, async () => {
      facts = await collect(made.path, [chart]);
    });
    expect(calls.length, calls.join('\n')).toBe(5);
    expect(facts?.tracks['chart']?.baseline).toMatchObject({ how: 'tag', commit: made.sha('released') });
  });
});

describe('a pin that may be missing', () => {
  const manifests = ['deno.json', 'jsr.json', 'package.json'];
  const shared: Track = {
    name: 'shared',
    pins: manifests.map((file) => ({ file, format: 'json', pointer: ['version'], missing: 'skip' })),
    paths: ['**'],
  };

  it('leaves the truth to the next one that is there', async () => {
    const made = makeRepository([
      {
        id: 'a',
        files: {
          'deno.json': '{}',
          'jsr.json': '{"version":"0.4.1"}',
          'package.json': '{"version":"0.4.0"}',
        },
      },
      { id: 'b', files: { 'src.ts': '1' } },
    ]);
    const { tracks } = await collect(made.path, [shared]);
    expect(tracks['shared']).toMatchObject({
      current: '0.4.1',
      baseline: { how: 'pin', commit: made.sha('a') },
    });
    expect(tracks['shared']?.pins.map((pin) => pin.value)).toEqual([undefined, '0.4.1', '0.4.0']);
  });

  it('is refused where all of them are missing', async () => {
    const made = makeRepository([{ id: 'a', files: { 'other.json': '{}' } }]);
    const error: unknown = await collect(made.path, [shared]).catch((reason: unknown) => reason);
    expect(codes(error)).toEqual(['PIN_FILE_MISSING']);
    expect(String(error)).toContain('deno.json, jsr.json, package.json');
  });
});
