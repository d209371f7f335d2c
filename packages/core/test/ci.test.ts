import { afterAll, describe, expect, it } from 'vitest';
import { Clone, cleanUp, type Env, install, notes, reference, temporary } from './world.fixture.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

afterAll(cleanUp);

const github = { GITHUB_ACTIONS: 'true', CI: 'true' };
const gitlab = { GITLAB_CI: 'true', CI: 'true' };

/** A clone that a commit waits to be released from, as a job has it: detached. */
async function job(branch = 'main', ...options: readonly string[]): Promise<Clone> {
  const clone = await reference();
  if (branch !== 'main') await clone.git('switch', '-q', '-c', branch);
  notes(clone);
  await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
  await clone.push(branch);
  const fresh = install(await clone.fresh('--no-local', ...options));
  await fresh.git('checkout', '-q', '--detach', `origin/${branch}`);
  return fresh;
}

describe('a job with a detached HEAD', () => {
  it.concurrent.each<[string, Env]>([
    ['GitHub', { ...github, GITHUB_REF: 'refs/heads/main' }],
    ['GitLab', { ...gitlab, CI_COMMIT_BRANCH: 'main', CI_COMMIT_REF_NAME: 'main' }],
  ])('of %s releases its branch, and tells later jobs', async (_what, env) => {
    const clone = await job();
    const folder = temporary();
    const files = {
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      LAUNCHWAY_DOTENV: join(folder, 'env'),
    };
    const { code, stderr, stdout } = await clone.release([], { ...env, ...files });
    expect(code, stderr + stdout).toBe(0);
    expect(await clone.gitRemote('log', '-1', '--format=%s', 'main')).toBe(
      'chore(release): bump chart to v0.2.27',
    );
    expect(
      readFileSync('GITHUB_ACTIONS' in env ? files.GITHUB_OUTPUT : files.LAUNCHWAY_DOTENV, 'utf8'),
    ).toContain('0.2.27');
  });

  it.concurrent.each<[string, Env]>([
    [
      'a pull request of GitHub',
      {
        ...github,
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_REF: 'refs/pull/7/merge',
        GITHUB_HEAD_REF: 'main',
        GITHUB_BASE_REF: 'main',
      },
    ],
    [
      'a pull request of GitHub, by pull_request_target',
      {
        ...github,
        GITHUB_EVENT_NAME: 'pull_request_target',
        GITHUB_REF: 'refs/heads/main',
        GITHUB_HEAD_REF: 'topic',
        GITHUB_BASE_REF: 'main',
      },
    ],
    [
      'a merge request of GitLab',
      {
        ...gitlab,
        CI_PIPELINE_SOURCE: 'merge_request_event',
        CI_MERGE_REQUEST_IID: '7',
        CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'main',
        CI_COMMIT_REF_NAME: 'refs/merge-requests/7/head',
      },
    ],
    [
      'a merge queue of GitHub',
      {
        ...github,
        GITHUB_EVENT_NAME: 'merge_group',
        GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7-abc',
      },
    ],
    ['a tag of GitHub', { ...github, GITHUB_REF: 'refs/tags/v0.2.26', GITHUB_REF_TYPE: 'tag' }],
    ['a tag of GitLab', { ...gitlab, CI_COMMIT_TAG: 'v0.2.26', CI_COMMIT_REF_NAME: 'v0.2.26' }],
    ['no branch at all', { CI: 'true' }],
  ])('of %s never releases', async (_what, env) => {
    const clone = await job();
    const before = await clone.published();
    for (const args of [[], ['--yes'], ['--yes', '--flow', 'github']]) {
      const { code, stderr, stdout } = await clone.release(args, env);
      expect(code, stderr + stdout).toBeOneOf([0, 2]);
      expect(await clone.published(), stdout).toEqual(before);
    }
    expect((await clone.release(['plan'], env)).code).toBe(0);
  });

  it.concurrent('of a request shows the plan of the branch that it is to go to', async () => {
    const clone = await job();
    const asked = { GITHUB_REF: 'refs/pull/7/merge', GITHUB_HEAD_REF: 'topic', GITHUB_BASE_REF: 'main' };
    const { code, stdout } = await clone.release([], { ...github, ...asked });
    expect([code, stdout]).toEqual([0, expect.stringContaining('This pipeline is for request 7')]);
    expect(stdout).toContain('Release chart');
    const elsewhere = await clone.release([], { ...github, ...asked, GITHUB_BASE_REF: 'attic' });
    expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('FLOW_ELSEWHERE')]);
  });

  it.concurrent.each([
    ['publish', ['publish', 'v0.2.26']],
    ['a bump by hand', ['bump', '--chart=patch', '--tag']],
  ])('of a merge request pushes and publishes nothing by %s either', async (_what, args) => {
    const clone = await job();
    const before = await clone.published();
    const env = { ...gitlab, CI_PIPELINE_SOURCE: 'merge_request_event', CI_MERGE_REQUEST_IID: '7' };
    const { code, stderr } = await clone.release(args, env);
    expect([code, stderr]).toEqual([2, expect.stringContaining('This pipeline is for request 7')]);
    expect(stderr).toContain('PUBLISH_IN_REQUEST');
    expect(await clone.published()).toEqual(before);
    expect(await clone.json(['plan'], env)).toMatchObject({ outcome: 'release', problems: [] });
  });

  it.concurrent('plans from a shallow clone that holds enough, and refuses one that does not with the lines to add', async () => {
    const enough = await job('main', '--depth=2');
    await enough.git('fetch', '-q', '--depth=2', 'origin', 'tag', 'v0.2.26');
    expect(await enough.json(['plan'], gitlab)).toMatchObject({ outcome: 'release' });
    const little = await job('main', '--depth=1');
    for (const [env, line] of [
      [github, 'fetch-depth: 0'],
      [gitlab, 'GIT_DEPTH: 0'],
    ] as const) {
      const { code, stderr } = await little.release(['plan'], env);
      expect([code, stderr]).toEqual([2, expect.stringContaining('SHALLOW_CLONE')]);
      expect(stderr.replaceAll('"', '').replaceAll("'", '')).toContain(line);
    }
  });
});

describe('what a run leaves for other jobs', () => {
  const onMain = { ...gitlab, CI_COMMIT_BRANCH: 'main' };
  it.concurrent.each([
    ['the outputs', { ...github, GITHUB_REF: 'refs/heads/main', GITHUB_OUTPUT: '/dev/full' }, []],
    ['the summary', { ...github, GITHUB_REF: 'refs/heads/main', GITHUB_STEP_SUMMARY: '/dev/full' }, []],
    ['a dotenv file', { ...onMain, LAUNCHWAY_DOTENV: '/dev/full' }, []],
    ['the journal', onMain, ['--events', '/dev/full']],
  ])('cannot be written (%s): the release is whole, and the run says so', async (_what, env, args) => {
    const clone = await job();
    const { code, stdout, stderr } = await clone.release(['--json', ...args], {
      LAUNCHWAY_DOTENV: '/dev/null',
      ...env,
    });
    expect(code, stderr).toBe(1);
    const problem = expect.objectContaining({
      code: 'OUTPUTS_UNWRITTEN',
      message: expect.stringContaining('/dev/full cannot be written: the disk is full (ENOSPC).'),
    });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'released', problems: [problem] });
    expect(await clone.gitRemote('tag')).toBe('v0.2.26\nv0.2.27');
  });
});

describe('a file for other jobs that could not be written', () => {
  const onMain = { ...gitlab, CI_COMMIT_BRANCH: 'main' };
  it.concurrent.each([
    ['a folder', 'charts', /charts cannot be written: .*EISDIR/],
    ['below a file', 'package.json/jobs/left', /left cannot be written: .*ENOTDIR/],
    ['where nothing can be made', '/proc/left', /left cannot be written: /],
  ])('ends the run before anything is changed (%s)', async (_what, file, message) => {
    for (const [args, env] of [
      [['--dotenv', file], {}],
      [[], { LAUNCHWAY_DOTENV: file }],
      [['--events', file], {}],
    ] as const) {
      const clone = await job();
      const { code, stdout } = await clone.release(['--json', ...args], { ...onMain, ...env });
      expect([code, stdout]).toEqual([2, expect.stringMatching(/"code": "FILE_UN(?:WRIT|READ)ABLE"/)]);
      if (args[0] !== '--events') expect(stdout).toMatch(message);
      expect(await clone.gitRemote('tag')).toBe('v0.2.26');
    }
  });
});

describe('a branch', () => {
  it.concurrent('with slashes is released where the flow is named', async () => {
    const clone = await job('release/0.2/x');
    const { code, stderr } = await clone.release(['--flow', 'github'], {
      ...gitlab,
      CI_COMMIT_BRANCH: 'release/0.2/x',
    });
    expect(code, stderr).toBe(0);
    expect(await clone.gitRemote('log', '-1', '--format=%s', 'release/0.2/x')).toContain('v0.2.27');
    expect(await clone.gitRemote('log', '-1', '--format=%s', 'main')).toBe('feat: harbour 0.2.26');
  });

  it.concurrent('that moved on the remote is lost to the newer run, with exit code 3', async () => {
    const clone = await job();
    const other = await clone.fresh('--no-local');
    await other.change('docs: other', 'README.md');
    await other.push('HEAD:main');
    const before = await clone.published();
    const { code, stdout } = await clone.release(['--json'], { ...github, GITHUB_REF: 'refs/heads/main' });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'lost', problems: [{ code: 'BRANCH_MOVED' }] });
    expect(await clone.published()).toEqual(before);
  });

  it.concurrent('whose tag exists elsewhere on the remote is refused', async () => {
    const clone = await job();
    await clone.gitRemote('tag', 'v0.2.27', 'v0.2.26');
    const before = await clone.published();
    const { code, stderr } = await clone.release([], { ...github, GITHUB_REF: 'refs/heads/main' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('TAG_ELSEWHERE')]);
    expect(await clone.published()).toEqual(before);
  });
});
