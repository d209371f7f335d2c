import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { track } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { openWorkspace } from '@launchway/core/engine';
import { quietGit } from '@launchway/sandbox';
import { artifacts } from '../src/index.ts';
import { itemsOf } from '../src/items.ts';
import { readyToMake } from '../src/make/ready.ts';
import { thisHost } from '../src/targets.ts';
import { compiled, lacks, releaseTime, run, shelved, type World, worldOfTest } from './world.fixture.ts';

/** Writes files into the working tree, as an earlier job's artifacts. */
async function built({ repository }: World, contents: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(repository.path, path)), { recursive: true });
    writeFileSync(join(repository.path, path), content, { mode: 0o755 });
  }
}

const another = thisHost() === 'linux' ? 'darwin' : 'linux';

describe('a tool that is built', () => {
  test.skipIf(lacks('tar') || lacks('unzip', '-v') || lacks('sha256sum'))(
    'is offered for every platform, packed as the platform has it, with checksums that hold',
    async () => {
      const { offer, shelf } = await worldOfTest();
      expect(await offer(compiled)).toMatchObject({ outcome: 'released', codes: [] });
      expect(Object.keys(shelved(shelf))).toEqual([
        'sheep_3.2.0_checksums.txt',
        'sheep_3.2.0_darwin_amd64.tar.gz',
        'sheep_3.2.0_darwin_arm64.tar.gz',
        'sheep_3.2.0_linux_amd64.tar.gz',
        'sheep_3.2.0_linux_arm64.tar.gz',
        'sheep_3.2.0_windows_amd64.zip',
      ]);
      expect(run(shelf, 'sha256sum', '--check', 'sheep_3.2.0_checksums.txt').match(/: OK$/gm)).toHaveLength(
        5,
      );
      expect(run(shelf, 'tar', '-xvzf', 'sheep_3.2.0_linux_arm64.tar.gz').split('\n')).toEqual([
        'sheep',
        'LICENSE',
        'README.md',
        '',
      ]);
      expect(run(shelf, './sheep')).toBe(`3.2.0 linux arm64 linux arm64 ${releaseTime} calm none\n`);
      run(shelf, 'unzip', '-q', '-o', 'sheep_3.2.0_windows_amd64.zip');
      expect(readFileSync(join(shelf, 'sheep.exe'), 'utf8')).toContain('3.2.0 windows amd64');
      expect(await offer(compiled)).toMatchObject({ outcome: 'complete' });
    },
  );

  test.skipIf(lacks('tar') || lacks('unzip', '-v'))('is built and packed as the options say', async () => {
    const { offer, shelf } = await worldOfTest();
    const outcome = await offer({
      name: 'sheep',
      targets: ['linux/amd64', { os: 'freebsd', arch: 'armv7', env: { GOARCH: 'arm', MOOD: '{os}-mood' } }],
      build: {
        run: ['node', 'compile.mjs', '../out/{os}/{name}{exe}', '{version}-{arch}-{unknown}'],
        folder: 'src',
        output: 'out/{os}/{name}{exe}',
        env: { MOOD: 'brave' },
      },
      archive: {
        name: '{name}-{os}-{arch}-v{version}',
        format: { freebsd: 'zip' },
        program: '{name}-{os}{exe}',
        with: ['docs/*.md', 'src/compile.mjs'],
        folder: '{name}-{version}',
      },
      checksums: 'SHA256SUMS.txt',
    });
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(Object.keys(shelved(shelf))).toEqual([
      'SHA256SUMS.txt',
      'sheep-freebsd-armv7-v3.2.0.zip',
      'sheep-linux-amd64-v3.2.0.tar.gz',
    ]);
    expect(run(shelf, 'tar', '-xvzf', 'sheep-linux-amd64-v3.2.0.tar.gz').split('\n')).toEqual([
      'sheep-3.2.0/sheep-linux',
      'sheep-3.2.0/compile.mjs',
      'sheep-3.2.0/docs/manual.md',
      '',
    ]);
    expect(run(shelf, 'sheep-3.2.0/sheep-linux')).toBe(
      `3.2.0 linux amd64 linux amd64 ${releaseTime} brave 3.2.0-amd64-{unknown}\n`,
    );
    run(shelf, 'unzip', '-q', '-o', 'sheep-freebsd-armv7-v3.2.0.zip');
    expect(run(shelf, 'sheep-3.2.0/sheep-freebsd')).toContain(
      'freebsd armv7 freebsd arm 1770091506 freebsd-mood',
    );
  });

  test('is packed with the licence of the repository and the readme of its own folder', async () => {
    const { offer, shelf } = await worldOfTest({ 'apps/sheep/README.md': '# Sheep\n' });
    const build = { run: ['node', '../../src/compile.mjs', '{output}'], folder: 'apps/sheep' };
    await offer({ name: 'sheep', build, targets: ['linux/amd64'] });
    expect(run(shelf, 'tar', '-xvzf', 'sheep_3.2.0_linux_amd64.tar.gz').split('\n')).toEqual([
      'sheep',
      'LICENSE',
      'README.md',
      '',
    ]);
    expect(readFileSync(join(shelf, 'README.md'), 'utf8')).toBe('# Sheep\n');
  });

  test('has an archive of the same bytes wherever and whenever it is made', async () => {
    const first = await worldOfTest();
    await first.offer(compiled);
    const digests = shelved(first.shelf);
    const second = await worldOfTest();
    await second.offer(compiled);
    expect(shelved(second.shelf)).toEqual(digests);
  });

  test('is offered bare, and without checksums, where one wants it so', async () => {
    const { offer, shelf } = await worldOfTest();
    await offer({ ...compiled, archive: false, checksums: false, targets: ['windows/amd64', 'linux/amd64'] });
    expect(Object.keys(shelved(shelf))).toEqual(['sheep_3.2.0_linux_amd64', 'sheep_3.2.0_windows_amd64.exe']);
  });

  test('is not offered by a release without a tag', async () => {
    const { release, shelf, repository } = await worldOfTest({ 'docs.json': '{ "version": "1.0.0" }\n' });
    await repository.git('reset', '-q', '--hard', 'HEAD^');
    await repository.commit({ message: 'feat: a page', files: { 'docs/manual.md': 'Read me again.\n' } });
    await repository.git('push', '-q', '--force', 'origin', 'main');
    const docs = track({ name: 'docs', pins: ['docs.json'], paths: ['docs/**'] });
    expect(await release([docs, artifacts(compiled)])).toMatchObject({ outcome: 'released', codes: [] });
    expect(Object.keys(shelved(shelf))).toEqual([]);
  });
});

describe('before anything is pushed', () => {
  test.each([
    [
      'the compiler fails',
      { build: ['node', 'src/compile.mjs', '{output}', 'fail'] },
      'COMMAND_FAILED',
      'no such sheep',
    ],
    [
      'the compiler makes nothing',
      { build: ['node', 'src/compile.mjs', '{output}', 'nothing'] },
      'ARTIFACT_OUTPUT_MISSING',
      '{output} told it to',
    ],
    [
      'the compiler takes too long',
      { build: { run: ['sleep', '60'], timeout: 0.2 } },
      'COMMAND_TIMEOUT',
      'within 0.2 seconds',
    ],
    [
      'there is no compiler',
      { build: ['no-such-compiler'] },
      'ARTIFACT_TOOL_MISSING',
      'no-such-compiler was not found',
    ],
    [
      'the commit has no such script',
      { build: ['./src/none.sh'] },
      'ARTIFACT_TOOL_MISSING',
      'no src/none.sh',
    ],
    [
      'a file to pack is not in the commit',
      { ...compiled, archive: { with: ['NOTICE*'] } },
      'ARTIFACT_EXTRA_MISSING',
      '"NOTICE*"',
    ],
    [
      'what CI builds is not there',
      { files: ['dist/{os}/sheep{exe}'] },
      'ARTIFACT_FILE_MISSING',
      'no file dist/linux/sheep',
    ],
    [
      'only another host could build it',
      { ...compiled, targets: [{ os: another, arch: 'arm64', host: another }] },
      'ARTIFACT_HOST',
      `only be built on ${another}`,
    ],
    ['no such track is there', { ...compiled, track: 'tol' }, 'ARTIFACT_TRACK', '"tol"'],
  ] as const)('it is told that %s', async (_, options, code, words) => {
    const { offer, repository, shelf } = await worldOfTest();
    const before = await repository.snapshot();
    const outcome = await offer({ name: 'sheep', targets: ['linux/arm64'], ...options } as never);
    expect(outcome).toMatchObject({ outcome: 'refused', codes: [code] });
    expect(outcome.problems[0]?.message).toContain(words);
    expect((await repository.snapshot()).remote).toEqual(before.remote);
    expect(Object.keys(shelved(shelf))).toEqual([]);
  });

  test('a dry run tells what is built and taken, and builds nothing', async () => {
    const here = await worldOfTest();
    const log = join(here.shelf, 'log');
    const { preview } = await here.rehearse([artifacts({ ...compiled, targets: ['linux/arm64'] })], {
      LOG: log,
    });
    expect(preview).toEqual(
      expect.arrayContaining([
        'run node src/compile.mjs {output} in a throw-away checkout',
        'sheep_3.2.0_linux_arm64.tar.gz',
        'SHA-256 of 1 file',
      ]),
    );
    expect(Object.keys(shelved(here.shelf))).toEqual([]);
  });
});

describe('files that CI has built', () => {
  test('are packed by platform, offered as they are, and both are in the checksums', async () => {
    const here = await worldOfTest();
    await built(here, {
      'dist/sheep_linux_amd64_v1/sheep': '#!/bin/sh\necho from CI\n',
      'dist/sheep-3.2.0-linux-amd64.deb': 'debian',
      'reports/sbom.json': '{}',
    });
    const outcome = await here.offer({
      name: 'sheep',
      targets: ['linux/amd64'],
      files: [
        'dist/{name}_{os}_{arch}*/sheep{exe}',
        'dist/{name}-{version}-{os}-{arch}.deb',
        'reports/sbom.json',
      ],
    });
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(Object.keys(shelved(here.shelf))).toEqual([
      'sbom.json',
      'sheep-3.2.0-linux-amd64.deb',
      'sheep_3.2.0_checksums.txt',
      'sheep_3.2.0_linux_amd64.tar.gz',
    ]);
    run(here.shelf, 'sha256sum', '--check', 'sheep_3.2.0_checksums.txt');
    run(here.shelf, 'tar', '-xzf', 'sheep_3.2.0_linux_amd64.tar.gz');
    expect(run(here.shelf, './sheep')).toBe('from CI\n');
  });

  test('must be one file each', async () => {
    const here = await worldOfTest();
    await built(here, { 'dist/a-linux/sheep': '1', 'dist/b-linux/sheep': '2' });
    const outcome = await here.offer({
      name: 'sheep',
      targets: ['linux/amd64'],
      files: ['dist/*-{os}/sheep'],
    });
    expect(outcome).toMatchObject({ outcome: 'refused', codes: ['ARTIFACT_FILE_AMBIGUOUS'] });
    expect(outcome.problems[0]?.message).toContain('means 2: dist/a-linux/sheep, dist/b-linux/sheep');
  });

  test('of another host are taken as that host has packed them', async () => {
    const here = await worldOfTest();
    await built(here, { [`handed/sheep_3.2.0_${another}_arm64.tar.gz`]: 'packed elsewhere' });
    const outcome = await here.offer({
      ...compiled,
      from: 'handed',
      targets: ['linux/arm64', { os: another, arch: 'arm64', host: another }].slice(
        another === 'linux' ? 1 : 0,
      ) as never,
    });
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(readFileSync(join(here.shelf, `sheep_3.2.0_${another}_arm64.tar.gz`), 'utf8')).toBe(
      'packed elsewhere',
    );
  });

  test('of another commit are not taken', async () => {
    const here = await worldOfTest();
    const { repository } = here;
    await built(here, { 'dist/sheep': 'of a later commit' });
    const released = await repository.git('rev-parse', 'HEAD');
    for (const message of ['docs: one', 'docs: two']) await repository.commit({ message });
    const env = { PATH: process.env['PATH'] ?? '', HOME: repository.path, ...quietGit };
    const workspace = await openWorkspace({ cwd: repository.path, env, say: () => undefined });
    const [item] = itemsOf({ name: 'sheep', files: ['dist/sheep'] }, { version: '3.2.0', commit: released });
    const problems = item === undefined ? [] : await readyToMake(item.make, workspace.reads);
    await workspace.close();
    expect(problems).toMatchObject([
      { code: 'ARTIFACT_OTHER_COMMIT', fix: expect.stringContaining(`Check out ${released.slice(0, 12)}`) },
    ]);
  });
});

describe('two tools of one flow', () => {
  test('are offered side by side, each with its own checksums', async () => {
    const { release, shelf } = await worldOfTest();
    const outcome = await release([
      artifacts({ ...compiled, targets: ['linux/arm64'] }),
      artifacts({ ...compiled, name: 'dog', id: 'dog', targets: ['linux/arm64'] }),
    ]);
    expect(outcome.outcome).toBe('released');
    expect(Object.keys(shelved(shelf))).toEqual([
      'dog_3.2.0_checksums.txt',
      'dog_3.2.0_linux_arm64.tar.gz',
      'sheep_3.2.0_checksums.txt',
      'sheep_3.2.0_linux_arm64.tar.gz',
    ]);
  });

  test('with one name are refused', async () => {
    const { release } = await worldOfTest();
    const targets = ['linux/arm64'];
    const { outcome, problems } = await release([
      artifacts({ ...compiled, targets }),
      artifacts({ ...compiled, targets, id: 'again' }),
    ]);
    expect(outcome).toBe('refused');
    const twice = (file: string) => ({
      code: 'ASSET_DUPLICATE',
      message: expect.stringContaining(`"artifacts" and "again" offer 2 files named "${file}"`),
    });
    expect(problems).toMatchObject([
      twice('sheep_3.2.0_linux_arm64.tar.gz'),
      twice('sheep_3.2.0_checksums.txt'),
    ]);
  });
});
