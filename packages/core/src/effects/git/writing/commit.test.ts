import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Clone, release } from './clone.fixture.ts';
import { createGitWrites } from './writes.ts';

let clone = new Clone();
afterEach(() => clone.remove());

const codeOf = (error: unknown) => (error as { problems: { code: string }[] }).problems[0]?.code;

describe('the release commit', () => {
  it('is made on its parent without anything else changing', async () => {
    clone = Clone.begin();
    clone.write('run.sh', 'edited\n');
    clone.write('staged.txt', 'staged\n');
    clone.git('add', 'staged.txt');
    const before = clone.state();
    const parent = clone.head();
    const commit = await createGitWrites(clone.place()).commit({ parent, ...release });
    expect(clone.state()).toBe(before);
    expect(clone.git('show', '--format=%P %an <%ae>%n%B', '--name-status', commit)).toBe(
      `${parent} Ada <ada@example.com>\n${release.message}\n\n\nM\tcharts/Chart.yaml`,
    );
    expect(clone.git('show', `${commit}:charts/Chart.yaml`)).toBe('name: demo\nversion: 1.3.0');
  });

  it('keeps modes, adds new files and writes bytes as they are', async () => {
    clone = Clone.begin();
    clone.git('config', 'core.autocrlf', 'true');
    const bytes = new Uint8Array([0xff, 0x0d, 0x0a, 0x00]);
    const files = [
      { path: 'run.sh', content: '#!/bin/sh\r\necho\r\n' },
      { path: 'docs/ä "b".bin', content: bytes },
    ];
    const commit = await createGitWrites(clone.place()).commit({ parent: clone.head(), message: 'x', files });
    expect(clone.git('-c', 'core.quotePath=false', 'ls-tree', '-r', '-z', commit).split('\0')).toEqual([
      expect.stringMatching(/^100644 blob .*\tcharts\/Chart.yaml$/),
      expect.stringMatching(/^100644 blob .*\tdocs\/ä "b".bin$/),
      expect.stringMatching(/^100755 blob .*\trun.sh$/),
      '',
    ]);
    expect(clone.git('cat-file', '-s', `${commit}:run.sh`)).toBe('17');
    expect(clone.git('cat-file', '-s', `${commit}:docs/ä "b".bin`)).toBe('4');
  });

  it('takes contents that are objects already, and takes files away', async () => {
    clone = Clone.begin();
    const writes = createGitWrites(clone.place());
    const blob = await writes.blob(new Uint8Array([0xff, 0x00]));
    const files = [
      { path: 'run.sh/inner.bin', blob },
      { path: 'charts/Chart.yaml', blob },
      { path: 'run.sh', blob: null },
    ];
    const commit = await writes.commit({ parent: clone.head(), message: 'x', files });
    expect(clone.git('ls-tree', '-r', commit).split('\n')).toEqual([
      `100644 blob ${blob}\tcharts/Chart.yaml`,
      `100644 blob ${blob}\trun.sh/inner.bin`,
    ]);
    expect(clone.git('cat-file', '-s', blob)).toBe('2');
  });

  it('runs no hook and leaves nothing beside the objects', async () => {
    clone = Clone.begin();
    for (const hook of [
      'pre-commit',
      'commit-msg',
      'post-commit',
      'reference-transaction',
      'post-index-change',
    ]) {
      clone.write(`.git/hooks/${hook}`, '#!/bin/sh\ntouch "$GIT_DIR/../HOOKED"\nexit 1\n');
      chmodSync(join(clone.path, '.git/hooks', hook), 0o755);
    }
    clone.git('config', 'core.splitIndex', 'true');
    await createGitWrites(clone.place()).commit({ parent: clone.head(), ...release });
    expect(existsSync(join(clone.path, 'HOOKED'))).toBe(false);
    expect(clone.git('ls-files', '--others', '--exclude-standard')).toBe('');
  });

  it('refuses to write through a symbolic link', async () => {
    clone = Clone.begin();
    symlinkSync('charts/Chart.yaml', join(clone.path, 'link'));
    clone.git('add', 'link');
    const parent = clone.commit('feat: link');
    const commit = createGitWrites(clone.place()).commit({
      parent,
      message: 'x',
      files: [{ path: 'link', content: 'y' }],
    });
    expect(await commit.catch(codeOf)).toBe('COMMIT_NOT_A_FILE');
  });

  it('is made by a bot in CI, and by nobody elsewhere, when git knows no identity', async () => {
    clone = Clone.begin();
    clone.git('config', '--unset', 'user.name');
    clone.git('config', '--unset', 'user.email');
    const parent = clone.head();
    const refused = createGitWrites(clone.place()).commit({ parent, ...release });
    expect(await refused.catch(codeOf)).toBe('GIT_IDENTITY_MISSING');
    const commit = await createGitWrites(clone.place({ CI: 'true' })).commit({ parent, ...release });
    expect(clone.git('show', '-s', '--format=%an %cn', commit)).toBe('launchway launchway');
  });

  it('is made by whom the environment names', async () => {
    clone = Clone.begin();
    const commit = await createGitWrites(clone.place({ GIT_AUTHOR_NAME: 'Grace' })).commit({
      parent: clone.head(),
      ...release,
    });
    expect(clone.git('show', '-s', '--format=%an %cn', commit)).toBe('Grace Ada');
  });

  it('is not made when it cannot be signed', async () => {
    clone = Clone.begin();
    clone.git('config', 'commit.gpgSign', 'true');
    clone.git('config', 'gpg.program', '/nowhere/gpg');
    const commit = createGitWrites(clone.place()).commit({ parent: clone.head(), ...release });
    expect(await commit.catch(codeOf)).toBe('SIGNING_FAILED');
  });
});
