import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reads } from '@launchway/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGit } from './tags-facts.ts';

/** Runs git for real, as the core does. */
const reads = {
  query: async ([command = '', ...args]: readonly string[], { cwd = '' } = {}) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    return { exitCode: status ?? 1, stdout, stderr };
  },
} as Partial<Reads> as Reads;

describe('what git says of the commit', () => {
  let folder = '';
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tags-facts-'));
    git('init', '--quiet', '-b', 'trunk');
    const date = { GIT_AUTHOR_DATE: '2026-02-03T04:05:06Z', GIT_COMMITTER_DATE: '2026-02-03T04:05:06Z' };
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '--allow-empty', '-m', 'x'],
      {
        cwd: folder,
        env: { ...process.env, ...date },
      },
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('on a branch', async () => {
    const facts = await readGit(reads, folder);
    expect(facts).toMatchObject({ sha: git('rev-parse', 'HEAD'), branch: 'trunk' });
    expect(Date.parse(facts.commitDate ?? '')).toBe(Date.UTC(2026, 1, 3, 4, 5, 6));
  });

  test('on a tag that is checked out', async () => {
    git('tag', 'v1.2.3');
    git('checkout', '--quiet', 'v1.2.3');
    const facts = await readGit(reads, folder);
    expect([facts.branch, facts.tag]).toEqual([undefined, 'v1.2.3']);
  });

  test.each([
    ['https://user:secret@git.example.org/acme/api.git', 'https://git.example.org/acme/api'],
    ['git@git.example.org:acme/api.git', 'https://git.example.org/acme/api'],
    ['ssh://git@git.example.org:2222/acme/api', 'https://git.example.org/acme/api'],
    ['/srv/git/api.git', undefined],
    ['../api.git', undefined],
  ])('the page of the remote %s is %s', async (remote, page) => {
    git('config', 'remote.origin.url', remote);
    expect((await readGit(reads, folder)).url).toBe(page);
  });

  test('outside a repository it says nothing', async () => {
    expect(await readGit(reads, tmpdir())).toEqual({});
  });
});
