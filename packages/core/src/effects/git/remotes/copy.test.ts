import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MadeRepository, makeRepository, run, scratch } from '../reading/repository.fixture.ts';
import { openRepository } from '../reading/repository.ts';
import { type CopyRequest, copyRepository } from './copy.ts';

const made = (): MadeRepository =>
  makeRepository([
    { id: 'first', files: { 'apps/menu/package.json': '{}', 'soup.md': 'Leek.' } },
    { id: 'second', files: { 'soup.md': 'Carrot.' }, tags: ['v2.7.1'] },
  ]);

const filesBelow = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => [
    name,
    statSync(join(path, name)).mtimeMs,
  ]);

async function copyOf(
  { path }: MadeRepository,
  request: Partial<CopyRequest> = {},
  settings: Readonly<Record<string, string>> = {},
) {
  const repository = await openRepository(path);
  const place = {
    cwd: path,
    env: { ...process.env, ...settings },
    credentials: { require: () => ({ secret: '', source: '' }) },
    clock: { now: Date.now, sleep: async () => undefined },
  };
  const before = filesBelow(path);
  const copy = await copyRepository(place, repository, { folder: scratch(), ...request });
  repository.close();
  expect(filesBelow(path)).toEqual(before);
  return copy;
}

const refs = (folder: string) => run(folder, ['for-each-ref', '--format=%(refname)']).split('\n');

describe('a throw-away copy', () => {
  it('is a clone at HEAD, and a remote that holds what remote-tracking branches and tags tell', async () => {
    const repository = made();
    repository.git('remote', 'add', 'origin', 'https://git.example/team/menu.git');
    repository.git('update-ref', 'refs/remotes/origin/main', repository.sha('first'));
    repository.git('update-ref', 'refs/remotes/origin/next', repository.sha('second'));
    const { folder, remotes, invented } = await copyOf(repository);
    expect(invented).toBe(false);
    expect(run(folder, ['rev-parse', 'HEAD', 'main'])).toBe(
      `${repository.sha('second')}\n${repository.sha('second')}`,
    );
    expect(readFileSync(join(folder, 'soup.md'), 'utf8')).toBe('Carrot.');
    expect(run(folder, ['status', '--porcelain'])).toBe('');
    const [remote] = remotes;
    expect(remote?.addresses).toEqual(['https://git.example/team/menu.git']);
    expect(refs(remote?.folder ?? '')).toEqual(['refs/heads/main', 'refs/heads/next', 'refs/tags/v2.7.1']);
    expect(run(remote?.folder ?? '', ['rev-parse', 'main'])).toBe(repository.sha('first'));
  });

  it('has its remotes also where git takes no bare repository it comes across', async () => {
    const repository = made();
    repository.git('remote', 'add', 'origin', 'https://git.example/team/menu.git');
    const { remotes } = await copyOf(
      repository,
      { branch: 'main' },
      {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'safe.bareRepository',
        GIT_CONFIG_VALUE_0: 'explicit',
      },
    );
    expect(refs(remotes[0]?.folder ?? '')).toEqual(['refs/heads/main', 'refs/tags/v2.7.1']);
  });

  it('takes no credential along: neither in an address nor in a header that CI left', async () => {
    const repository = made();
    repository.git('remote', 'add', 'origin', 'https://ci:t0k3n-4711@git.example/team/menu.git');
    repository.git('config', 'http.https://git.example/.extraHeader', 'Authorization: Basic t0k3n-4711');
    repository.git('config', 'user.name', 'Ada');
    const { folder, remotes } = await copyOf(repository);
    const config = readFileSync(join(folder, '.git/config'), 'utf8');
    expect(config + JSON.stringify(remotes)).not.toContain('t0k3n-4711');
    expect(config).toContain('https://git.example/team/menu.git');
    expect(config).toContain('Ada');
  });

  it('keeps what is switched on by standing alone', async () => {
    const repository = made();
    const config = join(repository.path, '.git/config');
    writeFileSync(config, `${readFileSync(config, 'utf8')}[commit]\n\tgpgSign\n`);
    const { folder } = await copyOf(repository);
    expect(run(folder, ['config', '--type=bool', 'commit.gpgSign'])).toBe('true');
  });

  it('finds the installed packages, which git does not see', async () => {
    const repository = made();
    for (const place of ['node_modules/soup', 'apps/menu/node_modules/leek'])
      mkdirSync(join(repository.path, place), { recursive: true });
    const { folder } = await copyOf(repository);
    expect(existsSync(join(folder, 'node_modules/soup'))).toBe(true);
    expect(existsSync(join(folder, 'apps/menu/node_modules/leek'))).toBe(true);
    expect(run(folder, ['status', '--porcelain'])).toBe('');
  });

  it('gives the branch of a CI run to a remote of which nothing was fetched but the commit', async () => {
    const repository = made();
    repository.git('remote', 'add', 'origin', 'git@git.example:team/menu.git');
    repository.git('checkout', '-q', '--detach');
    const { folder, remotes } = await copyOf(repository, { branch: 'release/7' });
    expect(refs(remotes[0]?.folder ?? '')).toContain('refs/heads/release/7');
    expect(run(folder, ['rev-parse', '--abbrev-ref', 'HEAD'])).toBe('HEAD');
  });

  it('names a remote of the file system by its whole path, and invents one where there is none', async () => {
    const repository = made();
    const alone = await copyOf(repository);
    expect(alone.invented).toBe(true);
    expect(alone.remotes[0]?.addresses[0]).toMatch(/^https:\/\/rehearsal\.invalid\//);
    repository.git('remote', 'add', 'origin', '../menu.git');
    const beside = await copyOf(repository);
    expect(beside.remotes[0]?.addresses).toEqual([join(repository.path, '../menu.git')]);
  });

  it('leaves out what is not committed', async () => {
    const repository = made();
    writeFileSync(join(repository.path, 'soup.md'), 'Onion.');
    const { folder } = await copyOf(repository);
    expect(readFileSync(join(folder, 'soup.md'), 'utf8')).toBe('Carrot.');
  });
});
