import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeOf } from './log.ts';
import { openRepository, type Repository } from './repository.ts';
import { type MadeCommit, makeRepository, run, scratch } from './repository.fixture.ts';

const codeOf = (error: unknown) => (error as { problems?: { code: string }[] }).problems?.[0]?.code;

async function using<T>(cwd: string, read: (repository: Repository) => Promise<T>): Promise<T> {
  const repository = await openRepository(cwd);
  try {
    return await read(repository);
  } finally {
    repository.close();
  }
}

const history: MadeCommit[] = [
  {
    files: { 'charts/Chart.yaml': 'version: 0.1.0\n', 'docs/ü ñ\t".md': 'x', 'a.txt': 'a\r\n' },
    tags: ['v0.1.0'],
  },
  { files: { 'charts/Chart.yaml': 'version: 0.2.0\n', 'charts/templates/a.yaml': 'a' }, light: ['v0.2.0'] },
  { files: { 'a.txt': null, 'docs/ü ñ\t".md': 'y' } },
];

describe.each(['sha1', 'sha256'])('a %s repository', (format) => {
  const made = makeRepository(history, [`--object-format=${format}`]);

  it('is opened from a folder below its top', async () => {
    await using(join(made.path, 'charts'), async (repository) => {
      expect(repository).toMatchObject({
        top: made.path,
        head: made.sha('#2'),
        branch: 'main',
        objectFormat: format,
        shallow: new Set(),
      });
    });
  });

  it('gives commits and their files by any name', async () => {
    await using(made.path, async (repository) => {
      expect(await repository.commit('HEAD~1')).toBe(made.sha('#1'));
      expect(await repository.commit('v0.1.0')).toBe(made.sha('#0'));
      expect(await repository.commit('refs/tags/none')).toBeUndefined();
      expect(await repository.commit('bad\nname')).toBeUndefined();
      const tree = repository.tree('v0.1.0');
      expect(await tree.text('charts/Chart.yaml')).toBe('version: 0.1.0\n');
      expect(await tree.text('a.txt')).toBe('a\r\n');
      expect(await tree.text('charts')).toBeUndefined();
      expect(await tree.text('a.txt/b')).toBeUndefined();
      expect((await tree.list()).map((entry) => entry.path)).toEqual([
        'a.txt',
        'charts/Chart.yaml',
        'docs/ü ñ\t".md',
      ]);
      expect(await repository.tree('HEAD').list('charts/')).toMatchObject([
        { path: 'charts/Chart.yaml', kind: 'file' },
        { path: 'charts/templates/a.yaml', kind: 'file' },
      ]);
      expect(await repository.message('HEAD~1')).toBe('commit 1');
    });
  });

  it('compares two commits', async () => {
    await using(made.path, async (repository) => {
      const [first, last] = [made.sha('#0'), made.sha('#2')];
      const all = ['a.txt', 'charts/Chart.yaml', 'charts/templates/a.yaml', 'docs/ü ñ\t".md'];
      expect(await repository.changedPaths(first, last)).toEqual(all);
      expect(await repository.changedPaths(last, first)).toEqual(all);
      expect(await repository.changedPaths(last, last)).toEqual([]);
      expect(await repository.changedPaths(first, last, (folder) => folder !== 'charts/')).toEqual([
        'a.txt',
        'docs/ü ñ\t".md',
      ]);
    });
  });

  it('streams commits with the paths they change', async () => {
    await using(made.path, async (repository) => {
      const commits = [];
      for await (const some of repository.log('HEAD')) commits.push(...some);
      expect(commits).toMatchObject([
        {
          sha: made.sha('#2'),
          parents: [made.sha('#1')],
          message: 'commit 2',
          paths: ['a.txt', 'docs/ü ñ\t".md'],
        },
        { sha: made.sha('#1'), author: { name: 'A', email: 'a@x' }, date: '2023-11-14T22:13:22+00:00' },
        { sha: made.sha('#0'), parents: [] },
      ]);
    });
  });

  it('gives the index as the next commit would have it', async () => {
    writeFileSync(join(made.path, 'charts/Chart.yaml'), 'version: 0.3.0\n');
    writeFileSync(join(made.path, 'new.sh'), 'x');
    chmodSync(join(made.path, 'new.sh'), 0o755);
    run(made.path, ['add', 'charts/Chart.yaml', 'new.sh']);
    run(made.path, ['rm', '-q', 'charts/templates/a.yaml']);
    writeFileSync(join(made.path, 'charts/Chart.yaml'), 'version: 0.4.0\n');
    await using(made.path, async (repository) => {
      const { tree, changed } = await repository.index();
      expect(changed).toEqual(['charts/Chart.yaml', 'charts/templates/a.yaml', 'new.sh']);
      expect(await tree.text('charts/Chart.yaml')).toBe('version: 0.3.0\n');
      expect(await tree.text('charts/templates/a.yaml')).toBeUndefined();
      expect(await tree.text('docs/ü ñ\t".md')).toBe('y');
      expect((await tree.list()).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
        'charts/Chart.yaml file',
        'docs/ü ñ\t".md file',
        'new.sh executable',
      ]);
      expect(await repository.dirty(['charts/Chart.yaml', 'docs/ü ñ\t".md', 'new.sh'])).toEqual([
        'charts/Chart.yaml',
        'new.sh',
      ]);
    });
  });
});

describe('tags', () => {
  const made = makeRepository([
    { id: 'base', tags: ['v1.0.0'] },
    { id: 'other', light: ['v2.0.0'] },
    { id: 'head', parents: ['base'], light: ['v1.1.0'] },
  ]);

  it('are listed as they are, and those on a history told from others', async () => {
    await using(made.path, async (repository) => {
      expect(await repository.tags()).toEqual(['v1.0.0', 'v1.1.0', 'v2.0.0']);
      expect(await repository.merged(made.sha('head'), ['v1.0.0', 'v1.1.0', 'v2.0.0'])).toEqual(
        new Set(['v1.0.0', 'v1.1.0']),
      );
      expect(await repository.isAncestor(made.sha('base'), made.sha('head'))).toBe(true);
      expect(await repository.isAncestor(made.sha('other'), made.sha('head'))).toBe(false);
    });
  }, 10_000);
});

describe('the log', () => {
  it('is the same whatever the user has configured', async () => {
    const made = makeRepository([
      { files: { 'a/one.txt': 'same' } },
      { files: { 'a/one.txt': null, 'b/two.txt': 'same' } },
    ]);
    const settings = {
      'diff.renames': 'copies',
      'diff.relative': 'true',
      'log.showSignature': 'true',
      'log.showRoot': 'false',
      'log.follow': 'true',
      'color.ui': 'always',
      'log.decorate': 'full',
      'log.diffMerges': 'off',
      'format.pretty': 'oneline',
      'core.quotePath': 'true',
      'core.abbrev': '5',
    };
    for (const [key, value] of Object.entries(settings)) made.git('config', key, value);
    await using(join(made.path, 'b'), async (repository) => {
      const commits = [];
      for await (const some of repository.log('HEAD')) commits.push(...some);
      const [moved, first] = commits;
      const none = '0'.repeat(40);
      expect(commits.map(({ paths }) => paths)).toEqual([['a/one.txt', 'b/two.txt'], ['a/one.txt']]);
      expect(moved && changeOf(moved, 'a/one.txt')).toMatchObject({ after: none });
      expect(moved && changeOf(moved, 'b/two.txt')).toMatchObject({ before: none });
      expect(moved && changeOf(moved, 'c/three.txt')).toBeUndefined();
      expect(first && changeOf(first, 'a/one.txt')).toMatchObject({ before: none });
    });
  });

  it('gives merges by what they changed against their first parent, and messages of any kind', async () => {
    const made = makeRepository([
      { id: 'root', files: { f: '1' }, message: '' },
      { id: 'side', files: { s: '1' }, message: 'line one\r\n\r\nünïcode :100644 x\n' },
      { id: 'main', parents: ['root'], files: { m: '1' }, message: `big\n\n${'ä'.repeat(100_000)}` },
      { id: 'merge', parents: ['main', 'side'], files: { s: '1' } },
    ]);
    await using(made.path, async (repository) => {
      const commits = [];
      for await (const some of repository.log('HEAD')) commits.push(...some);
      expect(commits.map(({ paths }) => paths)).toEqual([['s'], ['m'], ['s'], ['f']]);
      expect(commits.map((commit) => commit.message.length)).toEqual([8, 100_005, 28, 0]);
      expect(commits[2]?.message).toBe('line one\n\nünïcode :100644 x\n');
    });
  });
});

describe('objects', () => {
  it('of any size are read whole, many at once, and in order', async () => {
    const large = 'x'.repeat(3_000_000);
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`f${index}`, `content ${index}\n`]),
    );
    const made = makeRepository([{ files: { ...files, large, empty: '' } }]);
    await using(made.path, async (repository) => {
      const tree = repository.tree('HEAD');
      const texts = await Promise.all(
        ['f7', 'large', 'none', 'empty', 'f299'].map((path) => tree.text(path)),
      );
      expect(texts).toEqual(['content 7\n', large, undefined, '', 'content 299\n']);
    });
  });

  it('never keep the process alive', () => {
    const made = makeRepository([{ files: { f: '1' } }]);
    const script = `import { openRepository } from ${JSON.stringify(new URL('repository.ts', import.meta.url).href)};
      openRepository(${JSON.stringify(made.path)}).then(async (repository) => {
        console.log(await repository.tree('HEAD').text('f'));
      });`;
    writeFileSync(join(made.path, 'script.mts'), script);
    const jiti = import.meta.resolve('jiti/register');
    const { stdout, status } = spawnSync(process.execPath, ['--import', jiti, 'script.mts'], {
      cwd: made.path,
      timeout: 60_000,
    });
    expect(status).toBe(0);
    expect(stdout.toString().trim()).toBe('1');
  });
});

describe('a repository of another shape', () => {
  const made = makeRepository([{ files: { f: '1' }, branches: ['feature/one'] }]);

  it('may be a worktree', async () => {
    const path = join(scratch(), 'tree');
    made.git('worktree', 'add', '-q', path, 'feature/one');
    await using(path, async (repository) => {
      expect(repository).toMatchObject({
        top: path,
        branch: 'feature/one',
        commonDir: join(made.path, '.git'),
      });
      expect(await repository.tree('HEAD').text('f')).toBe('1');
    });
  });

  it('may have a .git file or be a submodule, and hold one', async () => {
    const outer = makeRepository([{ files: { g: '2' } }]);
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', made.path, 'vendor/sub');
    run(outer.path, ['commit', '-qm', 'sub']);
    await using(join(outer.path, 'vendor/sub'), async (repository) => {
      expect(repository.top).toBe(join(outer.path, 'vendor/sub'));
      expect(await repository.tree('HEAD').text('f')).toBe('1');
      expect((await repository.remote())?.url).toBe(made.path);
    });
    await using(outer.path, async (repository) => {
      expect(await repository.tree('HEAD').list('vendor')).toMatchObject([
        { path: 'vendor/sub', kind: 'submodule' },
      ]);
      expect(await repository.tree('HEAD').text('vendor/sub')).toBeUndefined();
      expect(await repository.changedPaths('HEAD~1', 'HEAD')).toEqual(['.gitmodules', 'vendor/sub']);
    });
  });

  it('may have a detached HEAD, or none yet', async () => {
    const detached = makeRepository([{}]);
    detached.git('checkout', '-q', '--detach');
    await using(detached.path, async (repository) => {
      expect(repository.branch).toBeUndefined();
      expect(repository.head).toBe(detached.sha('#0'));
    });
    const unborn = scratch();
    run(unborn, ['init', '-q', '-b', 'trunk/new']);
    writeFileSync(join(unborn, 'f'), 'staged');
    run(unborn, ['add', 'f']);
    await using(unborn, async (repository) => {
      expect(repository.head).toBeUndefined();
      expect(repository.branch).toBe('trunk/new');
      const { tree, changed } = await repository.index();
      expect(changed).toEqual(['f']);
      expect(await tree.text('f')).toBe('staged');
    });
  });

  it('is refused when it is bare, none, or the .git folder', async () => {
    const bare = scratch();
    run(bare, ['clone', '-q', '--bare', made.path, '.']);
    await expect(openRepository(bare).catch(codeOf)).resolves.toBe('NO_WORKING_TREE');
    await expect(openRepository(join(made.path, '.git')).catch(codeOf)).resolves.toBe('NO_WORKING_TREE');
    await expect(openRepository(scratch()).catch(codeOf)).resolves.toBe('NOT_A_REPOSITORY');
  });

  it.skipIf(process.getuid?.() !== 0)(
    'is refused with the line to run when another user owns it',
    async () => {
      const path = scratch();
      run(path, ['init', '-q']);
      execFileSync('chown', ['-R', '12345', path]);
      const error = await openRepository(path).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        problems: [
          { code: 'DUBIOUS_OWNERSHIP', fix: expect.stringContaining(`--add safe.directory ${path}`) },
        ],
      });
    },
  );

  it('is refused when git is too old', async () => {
    const bin = scratch();
    writeFileSync(
      join(bin, 'git'),
      '#!/bin/sh\ncase "$*" in *" version") echo "git version 2.25.1";; *) echo --path-format=absolute;; esac\n',
    );
    chmodSync(join(bin, 'git'), 0o755);
    const path = process.env['PATH'];
    process.env['PATH'] = `${bin}:${path}`;
    try {
      await expect(openRepository(made.path)).rejects.toMatchObject({
        problems: [{ code: 'GIT_TOO_OLD', message: expect.stringContaining('2.25.1') }],
      });
    } finally {
      process.env['PATH'] = path;
    }
  });
});

describe('the remote', () => {
  const made = makeRepository([{}]);
  const remote = () => using(made.path, (repository) => repository.remote());

  it('is the upstream, else origin, else the only one', async () => {
    expect(await remote()).toBeUndefined();
    made.git('remote', 'add', 'only', 'https://host/only.git');
    expect(await remote()).toEqual({ name: 'only', url: 'https://host/only.git' });
    made.git('remote', 'add', 'second', 'git@host:second "quoted" #1.git');
    expect(await remote()).toBeUndefined();
    made.git('remote', 'add', 'origin', 'https://host/origin.git');
    expect(await remote()).toEqual({ name: 'origin', url: 'https://host/origin.git' });
    made.git('config', 'branch.main.remote', 'second');
    expect(await remote()).toEqual({ name: 'second', url: 'git@host:second "quoted" #1.git' });
  });

  it('may come from an included file', async () => {
    writeFileSync(join(made.path, '.git/more'), '[remote "extra"]\n\turl = https://host/extra.git\n');
    made.git('config', 'include.path', 'more');
    made.git('config', 'branch.main.remote', 'extra');
    expect(await remote()).toEqual({ name: 'extra', url: 'https://host/extra.git' });
  });

  it('and other settings are found by any spelling of their key', async () => {
    made.git('config', 'User.signingKey', 'ABC');
    expect(await using(made.path, (repository) => repository.config('user.SigningKey'))).toBe('ABC');
    expect(await using(made.path, (repository) => repository.config('tag.none'))).toBeUndefined();
  });
});
