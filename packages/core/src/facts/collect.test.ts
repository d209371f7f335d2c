import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPin } from '../edits/pins.ts';
import { type MadeCommit, makeRepository, scratch } from '../effects/git/reading/repository.fixture.ts';
import { openRepository } from '../effects/git/reading/repository.ts';
import type { Facts } from '../model/facts.ts';
import type { Track } from '../model/track.ts';
import { app, atApp, atChart, chart, collect, first, subjects } from './collect.fixture.ts';
import { collectFacts } from './collect.ts';

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
