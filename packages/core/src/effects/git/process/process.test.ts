import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { machineTrouble } from '../../../hooks/machine.ts';
import { openObjects } from '../objects/cat-file.ts';
import { makeRepository } from '../reading/repository.fixture.ts';
import { git, gitStream } from './process.ts';

const cwd = mkdtempSync(join(tmpdir(), 'launchway-process-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const codeOf = (error: unknown) => (error as { problems: { code: string }[] }).problems[0]?.code;

describe('git', () => {
  it('gives bytes and takes input', async () => {
    const { stdout, exitCode } = await git(['hash-object', '--stdin'], { cwd, input: 'hello\n' });
    expect(stdout.toString()).toBe('ce013625030ba8dba906f756967f9e9ca394464a\n');
    expect(exitCode).toBe(0);
  });

  it('lets an expected exit code through and refuses any other', async () => {
    const args = ['config', '--get', 'launchway.nothing'];
    expect((await git(args, { cwd, exitCodes: [0, 1] })).exitCode).toBe(1);
    await expect(git(args, { cwd }).catch(codeOf)).resolves.toBe('GIT_FAILED');
  });

  it('says that a folder is not a repository, and that a folder is missing', async () => {
    await expect(git(['rev-parse', 'HEAD'], { cwd }).catch(codeOf)).resolves.toBe('NOT_A_REPOSITORY');
    await expect(git(['version'], { cwd: join(cwd, 'none') }).catch(codeOf)).resolves.toBe(
      'NOT_A_REPOSITORY',
    );
  });

  it('says that git is missing', async () => {
    await expect(git(['version'], { cwd, env: { PATH: cwd } }).catch(codeOf)).resolves.toBe('GIT_MISSING');
  });

  it('that cannot be started because too many files are open fails with that', async () => {
    const taken: number[] = [];
    const takeAll = () => {
      for (;;) taken.push(openSync(cwd, 'r'));
    };
    try {
      expect(takeAll).toThrow('EMFILE');
      const failed = git(['version'], { cwd });
      const unread = openObjects({ cwd }).read('HEAD');
      await expect(failed.catch(machineTrouble)).resolves.toMatchObject({
        code: 'MACHINE_FAILED',
        message: 'The machine refused "spawn git": too many files are open (EMFILE).',
      });
      await expect(unread).rejects.toMatchObject({ code: 'EMFILE' });
    } finally {
      for (const file of taken) closeSync(file);
    }
  });

  it('speaks English, and asks nothing', async () => {
    const { stdout } = await git(['-c', 'alias.x=!env', 'x'], { cwd });
    expect(stdout.toString()).toMatch(/^LC_ALL=C$/m);
    expect(stdout.toString()).toMatch(/^GIT_TERMINAL_PROMPT=0$/m);
    expect(stdout.toString()).toMatch(/^GIT_OPTIONAL_LOCKS=0$/m);
  });

  it('takes paths for what they are, whatever the environment says', async () => {
    const base = { PATH: process.env['PATH'] ?? '', GIT_ICASE_PATHSPECS: '1', GIT_GLOB_PATHSPECS: '1' };
    const args = ['--literal-pathspecs', '-c', 'alias.x=!git ls-files -- A', 'x'];
    await git(['init', '--quiet', join(cwd, 'paths')], { cwd });
    await expect(git(args, { cwd: join(cwd, 'paths'), base })).resolves.toMatchObject({ exitCode: 0 });
  });

  it('gives up on a silent server after two minutes, or when the environment says', async () => {
    const told = async (base: Readonly<Record<string, string>>) => {
      const show = 'alias.x=!echo $GIT_HTTP_LOW_SPEED_LIMIT $GIT_HTTP_LOW_SPEED_TIME';
      const { stdout } = await git(['-c', show, 'x'], { cwd, base });
      return stdout.toString().trim();
    };
    const path = { PATH: process.env['PATH'] ?? '' };
    expect(await told(path)).toBe('1 120');
    expect(await told({ ...path, GIT_HTTP_LOW_SPEED_TIME: '900' })).toBe('1 900');
  });

  it.each([
    [
      'fatal: unable to write loose object file: No space left on device',
      'unable to write loose object file: No',
    ],
    ['error: unable to write file a.md\nerror: unable to write file b.md', 'unable to write file a.md'],
  ])('that finds no room is told as such (%j)', async (words, told) => {
    const failed = git(['-c', `alias.x=!printf '${words.replaceAll('\n', '\\n')}' >&2; exit 128`, 'x'], {
      cwd,
    });
    await expect(failed).rejects.toThrow(new RegExp(`could not write: ${told}`));
    await expect(failed.catch(codeOf)).resolves.toBe('GIT_DISK_FULL');
  });

  it('tells what git says went wrong, and nothing of what keeps grafts away', async () => {
    const { path, sha } = makeRepository([{ id: 'first' }]);
    await expect(git(['rev-list', sha('first'), 'v2.7.1', '--'], { cwd: path })).rejects.toThrow(
      /ended with code 128: fatal: bad revision 'v2.7.1'$/,
    );
  });

  it('in a partial clone says why what was left out cannot be fetched', async () => {
    const { path } = makeRepository([{ id: 'first', files: { 'soup.md': 'Leek.' } }]);
    const clone = join(cwd, 'partial');
    await git(['config', 'uploadpack.allowFilter', 'true'], { cwd: path });
    await git(['clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${path}`, clone], { cwd });
    await git(['config', 'remote.origin.url', join(cwd, 'moved')], { cwd: clone });
    const failed = git(['cat-file', 'blob', 'HEAD:soup.md'], { cwd: clone });
    await expect(failed).rejects.toThrow(
      /git cat-file could not fetch what it left out: '\S+\/moved' does not appear to be a git repository/,
    );
    await expect(failed.catch(codeOf)).resolves.toBe('PARTIAL_CLONE');
  });

  it('is told in git’s own words, whatever traces the environment asks for', async () => {
    const file = join(cwd, 'trace');
    const base = { ...process.env, GIT_TRACE: '1', GIT_TRACE_SETUP: '2', GIT_TRACE2: 'true' };
    const failed = git(['rev-parse', '--verify', 'v2.7.1'], {
      cwd: makeRepository([{ id: 'first' }]).path,
      base: { ...base, GIT_TRACE_PERFORMANCE: file },
    });
    await expect(failed).rejects.toThrow(
      /^git rev-parse ended with code 128: fatal: Needed a single revision$/,
    );
    expect(existsSync(file)).toBe(true);
  });

  it('that something else has killed is told so', async () => {
    await expect(git(['-c', 'alias.x=!kill -KILL $PPID', 'x'], { cwd })).rejects.toThrow(
      'git x ended with code 128: fatal: git was ended by SIGKILL',
    );
  });

  it('ends when it is interrupted', async () => {
    const abort = new AbortController();
    const running = git(['-c', 'alias.x=!sleep 2', 'x'], { cwd, signal: abort.signal });
    abort.abort();
    await expect(running.catch(codeOf)).resolves.toBe('INTERRUPTED');
  });
});

describe('gitStream', () => {
  it('gives what git writes as it comes, and ends git when the reader leaves', async () => {
    let seen = 0;
    for await (const chunk of gitStream(['-c', 'alias.x=!yes', 'x'], { cwd })) {
      seen += chunk.length;
      if (seen > 100_000) break;
    }
    expect(seen).toBeGreaterThan(100_000);
  });

  it('fails as git fails', async () => {
    const read = async () => {
      for await (const chunk of gitStream(['log'], { cwd })) expect(chunk).toBeUndefined();
    };
    await expect(read().catch(codeOf)).resolves.toBe('NOT_A_REPOSITORY');
  });
});
