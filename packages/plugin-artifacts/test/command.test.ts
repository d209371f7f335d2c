import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandInvocation, isReleaseError, type Plugin } from '@launchway/core';
import { buildPlan, compileFlow, openWorkspace } from '@launchway/core/engine';
import { quietGit, type TestRepository } from '@launchway/sandbox';
import { afterEach, describe, expect, test } from 'vitest';
import { artifacts } from '../src/index.ts';
import { thisHost } from '../src/targets.ts';
import { tool } from '../../sandbox/test/tool.fixture.ts';
import { compiled, run, shelved, worldOfTest } from './world.fixture.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Call {
  readonly plugins?: readonly Plugin[];
  readonly options?: CommandInvocation['options'];
  readonly env?: Readonly<Record<string, string>>;
  readonly json?: boolean;
}

/** Calls `release artifacts` as the core does, with a folder to write to. */
async function call({ path }: TestRepository, given: Call = {}) {
  const { plugins = [artifacts(compiled)], options = {}, json = false } = given;
  const out = mkdtempSync(join(tmpdir(), 'out-'));
  folders.push(out);
  const [printed, said]: [string[], string[]] = [[], []];
  const env = { PATH: process.env['PATH'] ?? '', HOME: path, ...quietGit, ...given.env };
  const workspace = await openWorkspace({ cwd: path, env, say: (line) => void said.push(line) });
  try {
    workspace.tools.files.open(out);
    const flow = compileFlow({ name: 'test', plugins: [tool, ...plugins] });
    const namesakes = flow.plugins.flatMap(({ commands }) => commands ?? []);
    const code = await namesakes[0]?.run({
      args: [],
      options: { out, ...options },
      cwd: path,
      json,
      effects: workspace.effects,
      namesakes,
      plan: async () => (await buildPlan(flow, workspace.source(flow))).context,
      print: (text) => void printed.push(text),
    });
    return { code, out, printed: printed.join(''), said, codes: [] };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return { code: 2, out, printed: '', said, codes: error.problems.map(({ code }) => code) };
  }
}

describe('release artifacts', () => {
  test('makes the files of a commit without a release, named by it', async () => {
    const { repository } = await worldOfTest();
    const sha = (await repository.git('rev-parse', 'HEAD')).slice(0, 7);
    const before = await repository.snapshot();
    const { code, out, printed } = await call(repository);
    expect(code).toBe(0);
    expect(Object.keys(shelved(out))).toEqual([
      `sheep_${sha}_checksums.txt`,
      `sheep_${sha}_darwin_amd64.tar.gz`,
      `sheep_${sha}_darwin_arm64.tar.gz`,
      `sheep_${sha}_linux_amd64.tar.gz`,
      `sheep_${sha}_linux_arm64.tar.gz`,
      `sheep_${sha}_windows_amd64.zip`,
    ]);
    run(out, 'sha256sum', '--check', `sheep_${sha}_checksums.txt`);
    run(out, 'tar', '-xzf', `sheep_${sha}_linux_amd64.tar.gz`);
    expect(run(out, './sheep')).toMatch(new RegExp(`^${sha} linux amd64 `));
    expect(printed).toContain(`${out}/sheep_${sha}_linux_amd64.tar.gz\nsha256:`);
    expect(await repository.snapshot()).toEqual(before);
  });

  test.each([
    ['its tag', 'tool/v9.8.7', {}, '9.8.7'],
    [
      'the tag that its CI runs for',
      undefined,
      { CI: 'true', GITLAB_CI: 'true', CI_COMMIT_TAG: 'tool/v9.8.6' },
      '9.8.6',
    ],
    [
      "its CI's short name where the tag is another track's",
      'v9.8.7',
      { CI_COMMIT_SHORT_SHA: 'abcd1234' },
      'abcd1234',
    ],
  ])('takes the version of %s', async (_, tag, env, version) => {
    const { repository } = await worldOfTest();
    if (tag !== undefined) await repository.git('tag', tag);
    const plugins = [artifacts({ ...compiled, targets: ['linux/arm64'] })];
    const { out } = await call(repository, { plugins, env });
    expect(Object.keys(shelved(out))).toEqual([
      `sheep_${version}_checksums.txt`,
      `sheep_${version}_linux_arm64.tar.gz`,
    ]);
  });

  test('takes the version of a release commit, and makes what the release offers', async () => {
    const { repository, offer, shelf } = await worldOfTest();
    await offer(compiled);
    await repository.git('fetch', '-q', 'origin');
    await repository.git('reset', '-q', '--hard', 'origin/main');
    const { out } = await call(repository);
    expect(shelved(out)).toEqual(shelved(shelf));
  });

  test('makes the targets that are asked for, without a list that would be of some alone', async () => {
    const { repository } = await worldOfTest();
    const options = { target: ['linux/arm64', 'windows/amd64'] };
    const plugins = [artifacts({ ...compiled, archive: false })];
    const { out, printed } = await call(repository, { plugins, options, json: true });
    const names = Object.keys(shelved(out));
    expect(names).toEqual([
      expect.stringMatching(/^sheep_\w{7}_linux_arm64$/),
      expect.stringMatching(/^sheep_\w{7}_windows_amd64\.exe$/),
    ]);
    expect(run(out, `./${names[0]}`)).toContain('linux arm64');
    const { files } = JSON.parse(printed) as { files: { name: string; sha256: string; size: number }[] };
    expect(files.map(({ name, sha256 }) => [name, sha256])).toEqual(Object.entries(shelved(out)));
    expect(files[0]?.size).toBe(readFileSync(join(out, names[0] ?? '')).length);
  });

  test('leaves out what only another host can build, and says so', async () => {
    const { repository } = await worldOfTest();
    const host = thisHost() === 'windows' ? 'darwin' : 'windows';
    const plugins = [artifacts({ ...compiled, targets: ['linux/arm64', { os: host, arch: 'arm64', host }] })];
    const { out, said } = await call(repository, { plugins });
    expect(Object.keys(shelved(out))).toHaveLength(1);
    expect(said).toContain(`${host}/arm64 is left out: it can only be built on ${host}.`);
    expect((await call(repository, { plugins, options: { target: [`${host}/arm64`] } })).codes).toEqual([
      'ARTIFACT_HOST',
    ]);
  });

  test('refuses a target that is not configured, and a tool that is not there', async () => {
    const { repository } = await worldOfTest();
    expect((await call(repository, { options: { target: ['plan9/mips'] } })).codes).toEqual([
      'ARTIFACT_TARGET_UNKNOWN',
    ]);
    const plugins = [artifacts({ name: 'sheep', build: ['no-such-compiler'] })];
    expect((await call(repository, { plugins })).codes).toEqual(Array(5).fill('ARTIFACT_TOOL_MISSING'));
  });

  test('makes the files of every tool of the flow', async () => {
    const { repository } = await worldOfTest();
    writeFileSync(join(repository.path, 'notes.txt'), 'from CI');
    const plugins = [
      artifacts({ ...compiled, targets: ['linux/arm64'], checksums: false }),
      artifacts({ name: 'dog', id: 'dog', files: ['notes.txt'], checksums: false }),
    ];
    const { out } = await call(repository, { plugins });
    expect(Object.keys(shelved(out))).toEqual(['notes.txt', expect.stringMatching(/^sheep_/)]);
  });
});
