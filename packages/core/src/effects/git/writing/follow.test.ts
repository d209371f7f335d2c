import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Clone, release } from './clone.fixture.ts';
import { createGitWrites } from './writes.ts';

let clone = new Clone();
afterEach(() => clone.remove());

async function released(): Promise<{ from: string; to: string }> {
  const from = clone.head();
  return { from, to: await createGitWrites(clone.place()).commit({ parent: from, ...release }) };
}

const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

describe('the clone', () => {
  it('follows: branch, tag, index and files', async () => {
    clone = Clone.begin();
    clone.write('notes.txt', 'untracked\n');
    clone.write('run.sh', 'edited\n');
    const { from, to } = await released();
    const tag = await createGitWrites(clone.place()).tag({
      name: 'v1.3.0',
      target: to,
      message: 'Release v1.3.0',
    });
    const request = { branch: 'main', from, to, tags: [{ name: 'v1.3.0', target: tag }] };
    expect(await createGitWrites(clone.place()).follow(request)).toEqual([]);
    expect(clone.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(clone.head()).toBe(to);
    expect(clone.git('rev-parse', 'v1.3.0')).toBe(tag);
    expect(clone.read('charts/Chart.yaml')).toBe(release.files[0]?.content);
    expect(clone.git('status', '--short')).toBe(' M run.sh\n?? notes.txt');
    expect(await createGitWrites(clone.place()).follow({ ...request, from: to })).toEqual([]);
  });

  it('keeps an edited file, and the edit stands on top of the release', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.write('charts/Chart.yaml', 'mine\n');
    const problems = await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] });
    expect(codes(problems)).toEqual(['LOCAL_FILES_BEHIND']);
    expect(problems[0]?.message).toContain('charts/Chart.yaml');
    expect(clone.head()).toBe(to);
    expect(clone.read('charts/Chart.yaml')).toBe('mine\n');
    expect(clone.git('diff', '--cached', '--name-only')).toBe('');
  });

  it('keeps what is staged', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.write('charts/Chart.yaml', 'staged\n');
    clone.git('add', 'charts/Chart.yaml');
    expect(
      codes(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })),
    ).toEqual(['LOCAL_FILES_BEHIND']);
    expect(clone.git('show', ':charts/Chart.yaml')).toBe('staged');
  });

  it('keeps an untracked file where the release brings a new one', async () => {
    clone = Clone.begin();
    const from = clone.head();
    const files = [...release.files, { path: 'CHANGELOG.md', content: '# 1.3.0\n' }];
    const to = await createGitWrites(clone.place()).commit({ parent: from, message: 'x', files });
    clone.write('CHANGELOG.md', 'mine\n');
    expect(
      codes(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })),
    ).toEqual(['LOCAL_FILES_BEHIND']);
    expect(clone.read('CHANGELOG.md')).toBe('mine\n');
    expect(clone.read('charts/Chart.yaml')).toBe(release.files[0]?.content);
  });

  it('takes files that were only touched for clean', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.write('charts/Chart.yaml', clone.read('charts/Chart.yaml'));
    expect(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })).toEqual([]);
    expect(clone.git('status', '--short')).toBe('');
  });

  it('stays where it is when the branch has moved', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    const mine = clone.commit('feat: mine');
    const before = clone.state();
    expect(
      codes(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })),
    ).toEqual(['LOCAL_BRANCH_BEHIND']);
    expect(clone.head()).toBe(mine);
    expect(clone.state()).toBe(before);
  });

  it('follows with a detached HEAD, and takes the branch along', async () => {
    clone = Clone.begin();
    clone.git('checkout', '--quiet', '--detach');
    const { from, to } = await released();
    expect(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })).toEqual([]);
    expect([clone.head(), clone.git('rev-parse', 'main')]).toEqual([to, to]);
    expect(clone.git('rev-parse', '--symbolic-full-name', 'HEAD')).toBe('HEAD');
    expect(clone.git('status', '--short')).toBe('');
  });

  it('moves the branch alone when another one is checked out', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.git('checkout', '--quiet', '-b', 'feat/other');
    expect(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })).toEqual([]);
    expect([clone.head(), clone.git('rev-parse', 'main')]).toEqual([from, to]);
    expect(clone.read('charts/Chart.yaml')).toContain('1.2.3');
  });

  it('follows in a worktree, and not in one that belongs to another', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.git('worktree', 'add', '--quiet', '-b', 'side', '.git/side-tree');
    const side = new Clone(join(clone.path, '.git/side-tree'), []);
    const elsewhere = await createGitWrites(side.place()).follow({ branch: 'main', from, to, tags: [] });
    expect(codes(elsewhere)).toEqual(['LOCAL_BRANCH_BEHIND']);
    expect(elsewhere[0]?.message).toContain(`the worktree at ${clone.git('rev-parse', '--show-toplevel')}`);
    expect(await createGitWrites(side.place()).follow({ branch: 'side', from, to, tags: [] })).toEqual([]);
    expect(side.read('charts/Chart.yaml')).toBe(release.files[0]?.content);
    expect(clone.head()).toBe(from);
  });

  it('tells of a local tag that is another one', async () => {
    clone = Clone.begin();
    clone.git('tag', 'v1.3.0');
    const { from, to } = await released();
    const tag = await createGitWrites(clone.place()).tag({ name: 'v1.3.0', target: to, message: 'x' });
    const problems = await createGitWrites(clone.place()).follow({
      branch: 'main',
      from,
      to,
      tags: [{ name: 'v1.3.0', target: tag }],
    });
    expect(codes(problems)).toEqual(['LOCAL_TAG_DIFFERS']);
    expect(clone.git('rev-parse', 'v1.3.0')).toBe(from);
    expect(clone.head()).toBe(to);
  });

  it('follows inside a submodule, whose .git is a file', async () => {
    clone = Clone.begin();
    const inner = Clone.begin();
    clone.git('submodule', '--quiet', 'add', inner.path, 'inner');
    inner.remove();
    const module = new Clone(join(clone.path, 'inner'), []);
    module.git('config', 'user.name', 'Ada');
    module.git('config', 'user.email', 'ada@example.com');
    const from = module.head();
    const to = await createGitWrites(module.place()).commit({ parent: from, ...release });
    expect(await createGitWrites(module.place()).follow({ branch: 'main', from, to, tags: [] })).toEqual([]);
    expect([module.head(), module.git('status', '--short')]).toEqual([to, '']);
  });

  it('is whole again when a file can be written and another cannot', async () => {
    clone = Clone.begin();
    const from = clone.head();
    const files = [...release.files, { path: 'notes.txt', content: '1.3.0\n' }];
    const to = await createGitWrites(clone.place()).commit({ parent: from, message: 'x', files });
    clone.write('notes.txt/mine', 'a folder where the file would be\n');
    const problems = await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] });
    expect(codes(problems)).toEqual(['LOCAL_BRANCH_BEHIND']);
    expect(problems[0]?.message).toContain('its files could not be written, ');
    expect([clone.head(), clone.git('status', '--short')]).toEqual([from, '?? notes.txt/']);
    expect(clone.git('ls-files', '--others')).toBe('notes.txt/mine');
  });

  it.each(['its files', 'its files and the index'])(
    'goes on where a run was killed that had brought %s already',
    async (brought) => {
      clone = Clone.begin();
      const { from, to } = await released();
      clone.write('charts/Chart.yaml', release.files[0]?.content ?? '');
      if (brought !== 'its files') clone.git('read-tree', to);
      expect(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })).toEqual([]);
      expect([clone.head(), clone.git('status', '--short')]).toEqual([to, '']);
    },
  );

  it('writes nothing through a link that stands where a folder was', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.write('elsewhere/Chart.yaml', 'mine\n');
    rmSync(join(clone.path, 'charts'), { recursive: true });
    symlinkSync('elsewhere', join(clone.path, 'charts'));
    const problems = await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] });
    expect(codes(problems)).toEqual(['LOCAL_FILES_BEHIND']);
    expect(clone.read('elsewhere/Chart.yaml')).toBe('mine\n');
  });

  it('keeps a file that git was told to assume unchanged', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.git('update-index', '--assume-unchanged', 'charts/Chart.yaml');
    clone.write('charts/Chart.yaml', 'mine\n');
    const problems = await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] });
    expect(codes(problems)).toEqual(['LOCAL_FILES_BEHIND']);
    expect([clone.head(), clone.read('charts/Chart.yaml')]).toEqual([to, 'mine\n']);
  });

  it('brings no file that a sparse checkout leaves out, and leaves it out further on', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.git('sparse-checkout', 'set', '--no-cone', '/run.sh');
    expect(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })).toEqual([]);
    expect(existsSync(join(clone.path, 'charts/Chart.yaml'))).toBe(false);
    expect([clone.head(), clone.git('status', '--short')]).toEqual([to, '']);
  });

  it('follows a release of very many files', async () => {
    clone = Clone.begin();
    const from = clone.head();
    const blob = await createGitWrites(clone.place()).blob('made\n');
    const files = Array.from({ length: 1001 }, (_, at) => ({ path: `made/${at}.txt`, blob }));
    const to = await createGitWrites(clone.place()).commit({ parent: from, message: 'x', files });
    clone.write('made/7.txt', 'mine\n');
    const problems = await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] });
    expect(problems).toMatchObject([{ message: expect.stringMatching(/left alone: made\/7\.txt\.$/) }]);
    expect(clone.read('made/1000.txt')).toBe('made\n');
    expect(clone.git('status', '--short')).toBe(' M made/7.txt');
  });

  it('takes a file away that the release has no more, and keeps line ends as this clone has them', async () => {
    clone = Clone.begin();
    clone.git('config', 'core.autocrlf', 'true');
    const from = clone.head();
    const files = [...release.files, { path: 'run.sh', blob: null }];
    const to = await createGitWrites(clone.place()).commit({ parent: from, message: 'x', files });
    expect(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })).toEqual([]);
    expect(existsSync(join(clone.path, 'run.sh'))).toBe(false);
    expect(clone.read('charts/Chart.yaml')).toBe('name: demo\r\nversion: 1.3.0\r\n');
    expect(clone.git('status', '--short')).toBe('');
  });

  it('stays as it was when a file cannot be written', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.write('.git/info/attributes', 'Chart.yaml filter=gone\n');
    clone.git('config', 'filter.gone.clean', 'cat');
    clone.git('config', 'filter.gone.smudge', "awk '/1.3.0/ { exit 1 } { print }'");
    clone.git('config', 'filter.gone.required', 'true');
    const problems = await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] });
    expect(codes(problems)).toEqual(['LOCAL_BRANCH_BEHIND']);
    expect([clone.head(), clone.git('status', '--short')]).toEqual([from, '']);
  });

  it('says so when git holds a lock on the index', async () => {
    clone = Clone.begin();
    const { from, to } = await released();
    clone.write('.git/index.lock', '');
    expect(
      codes(await createGitWrites(clone.place()).follow({ branch: 'main', from, to, tags: [] })),
    ).toEqual(['LOCAL_BRANCH_BEHIND']);
    expect(clone.head()).toBe(from);
    expect(existsSync(join(clone.path, '.git/index.lock'))).toBe(true);
  });
});

describe('the working tree', () => {
  it('takes files that are only to be written', async () => {
    clone = Clone.begin();
    const writes = createGitWrites(clone.place());
    await writes.writeFiles([...release.files, { path: 'new/a.txt', content: 'a' }]);
    expect(clone.git('status', '--short')).toBe(' M charts/Chart.yaml\n?? new/');
    await expect(writes.writeFiles([{ path: '../outside.txt', content: 'x' }])).rejects.toMatchObject({
      problems: [{ code: 'FILE_OUTSIDE' }],
    });
    await expect(writes.writeFiles([{ path: 'charts', content: 'x' }])).rejects.toMatchObject({
      problems: [{ code: 'COMMIT_NOT_A_FILE' }],
    });
  });
});
