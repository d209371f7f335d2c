import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import {
  type Ended,
  type Env,
  execute,
  gitlabEnv,
  type ReferenceWorld,
  worldOfTest,
} from './world.fixture.ts';

const gitlabCiLocal = join(
  dirname(createRequire(import.meta.url).resolve('gitlab-ci-local/package.json')),
  'dist/index.js',
);

const run = promisify(execFile);

test('the committed pipelines of the example are those its configuration calls for', async () => {
  const one = await worldOfTest('main');
  const {
    HARBOUR_IMAGE: _,
    HARBOUR_CHARTS: __,
    HARBOUR_CATALOGUE: ___,
    HARBOUR_MUSEUM: ____,
    ...env
  } = one.settings;
  const checked = await execute(await one.checkout(), ['ci', '--check', '--github'], env);
  expect(checked.code, checked.stdout + checked.stderr).toBe(0);
});

test('the pipeline of the example, run job by job, builds the image and releases everything', async () => {
  const branch = 'test/gitlab-ci';
  const one = await worldOfTest(branch);
  const job = gitlabEnv(one, branch);
  const clone = await one.checkout(branch);
  const ended = await runPipeline(one, clone, job);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  expect(ended.stdout).toMatch(/image:build.*PASS|PASS.*image:build/);

  const archives = (await readdir(join(clone, 'dist'))).map((name) =>
    name.replace(/_[0-9a-f]{7,8}_/, '_COMMIT_'),
  );
  expect(archives.toSorted()).toEqual([
    'harbour_COMMIT_linux_amd64.tar.gz',
    'harbour_COMMIT_linux_arm64.tar.gz',
    'harbour_COMMIT_windows_amd64.zip',
  ]);
  const tags = one.registry.tags('group/harbour');
  expect(Object.keys(tags)).toEqual(expect.arrayContaining(['latest', 'test-gitlab-ci', 'v0.2.27']));
  const built = tags[`sha-${one.head.slice(0, 7)}`];
  expect(built).toBeDefined();
  for (const tag of ['latest', 'test-gitlab-ci', 'v0.2.27']) expect(tags[tag]).toBe(built);
  const seen = JSON.stringify(await one.snapshot());
  expect(seen).toContain('refs/tags/v0.2.27');
  expect(JSON.stringify(one.gitlab.snapshot())).toContain('stops at once');
  for (const secret of one.secrets) expect(ended.stdout + ended.stderr).not.toContain(secret);
});

test('where the plan is split, its pipeline waits for a person, and then each part is published', async () => {
  const branch = 'test/gitlab-ci';
  const one = await worldOfTest(branch);
  const clone = await one.checkout();
  const config = join(clone, 'release.config.ts');
  const text = await readFile(config, 'utf8');
  const meant = "when: { branch: 'test/gitlab-ci', ci: 'gitlab' },";
  expect(text).toContain(meant);
  await writeFile(config, text.replace(meant, `${meant} ci: { split: 'production' },`));
  const written = await execute(clone, ['ci', '--flow', 'gitlab'], one.settings);
  expect(written.code, written.stdout + written.stderr).toBe(0);

  const job = gitlabEnv(one, branch);
  const before = await one.snapshot();
  const stage = async (...jobs: readonly string[]): Promise<void> => {
    // A runner checks the pipeline's commit out for each job.
    await run('git', ['checkout', '-q', '--detach', one.head], { cwd: clone, env: { ...one.settings } });
    const ended = await runPipeline(one, clone, job, jobs);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  };
  await stage('release:plan:branch');
  expect(await one.snapshot()).toEqual(before);
  await stage('release:push');
  expect(JSON.stringify(await one.snapshot())).toContain('refs/tags/v0.2.27');
  await stage('release:docker', 'release:helm-catalog', 'release:gitlab');
  expect(one.registry.tags('group/harbour')).toHaveProperty('v0.2.27');
  expect(JSON.stringify(one.gitlab.snapshot())).toContain('harbour_0.2.27_linux_amd64.tar.gz');
});

test('the pipeline of a merge request shows the plan and changes nothing', async () => {
  const branch = 'test/gitlab-ci';
  const one = await worldOfTest(branch);
  const clone = await one.checkout(branch);
  const before = await one.snapshot();
  const { CI_COMMIT_BRANCH: _, ...request } = {
    ...gitlabEnv(one, branch),
    ...one.gitlab.job({ request: 7, branch, commit: one.head }),
  };
  const ended = await runPipeline(one, clone, request, ['--unset-variable', 'CI_COMMIT_BRANCH']);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  expect(ended.stdout).toContain('v0.2.27');
  expect(ended.stdout).not.toMatch(/image:build +starting/);
  expect(await one.snapshot()).toEqual(before);
});

/** Runs a pipeline with gitlab-ci-local; `docker` and `npm` stand in for what is not here. */
async function runPipeline(
  one: ReferenceWorld,
  clone: string,
  job: Env,
  args: readonly string[] = [],
): Promise<Ended> {
  const programs = join(clone, '../programs');
  await mkdir(programs, { recursive: true });
  await copyFile(join(import.meta.dirname, 'docker.fixture.mjs'), join(programs, 'docker.mjs'));
  await program(programs, 'docker', `exec ${process.execPath} ${join(programs, 'docker.mjs')} "$@"`);
  // The packages are there already.
  await program(programs, 'npm', 'exit 0');
  const env = { ...one.settings, PATH: `${programs}:${one.settings['PATH'] ?? ''}`, ...job };
  const variables = Object.entries(env).filter(([name]) => name !== 'PATH' && name !== 'HOME');
  return execute(
    clone,
    [
      '--force-shell-executor',
      '--shell-isolation=false',
      '--no-evaluate-rule-changes',
      '--ignore-predefined-vars',
      Object.keys(job).join(','),
      ...variables.flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
      ...args,
    ],
    env,
    gitlabCiLocal,
  );
}

async function program(folder: string, name: string, line: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${line}\n`);
  await chmod(join(folder, name), 0o755);
}
