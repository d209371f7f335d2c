import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quietGit } from '../repository.ts';
import { placeOf, type Remotes, startRemotes } from './remotes.ts';

const run = promisify(execFile);
let root = '';
let remotes: Remotes;
const assumed: string[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'launchway-remotes-'));
  remotes = await startRemotes(join(root, 'git'), [], (sentence) => assumed.push(sentence));
});
afterAll(async () => {
  await remotes.close();
  await rm(root, { recursive: true });
});

test.each([
  ['https://github.com/acme/app.git', 'github.com/acme/app'],
  ['https://user:word@github.com/acme/app', 'github.com/acme/app'],
  ['git@github.com:acme/app.git', 'github.com/acme/app'],
  ['ssh://git@host.example:2222/acme/app.git', 'host.example:2222/acme/app'],
  ['github.com/acme/app.git/info/refs', 'github.com/acme/app'],
  ['/srv/../git/app.git', 'srv/_/git/app'],
])('%s is the place %s', (address, place) => {
  expect(placeOf(address)).toBe(place);
});

test.each([
  'https://git.example/acme/one.git',
  'git@git.example:acme/two.git',
  'ssh://git@git.example:2222/acme/three.git',
  'file:///srv/acme/four.git',
  '/srv/acme/five.git',
])('git goes to the stand-in for %s', async (address) => {
  const folder = await mkdtemp(join(root, 'clone-'));
  const env = remotes.environment({ PATH: process.env['PATH'], ...quietGit });
  const git = (...args: readonly string[]) =>
    run('git', args, { cwd: folder, env: env as NodeJS.ProcessEnv });
  await git('init', '-q');
  await git('commit', '-q', '--allow-empty', '-m', 'feat: a soup');
  await git('push', '-q', address, 'HEAD:refs/heads/main');
  const places = await remotes.places();
  const found = places.find(({ name }) => name === placeOf(address));
  expect(found?.items[0]?.detail).toMatch(/ feat: a soup$/);
  expect(assumed.join()).toContain(`The repository ${placeOf(address)} is taken to be empty`);
});

test('a remote whose name no address takes as it is has its stand-in', async () => {
  const address = "git@git.example:acme/my soup's 100% für #1?.git";
  const at = await mkdtemp(join(root, 'odd-'));
  const env = { ...process.env, ...quietGit };
  await run('git', ['init', '-q', '--bare', '--initial-branch=main', at]);
  const odd = await startRemotes(
    join(at, 'git'),
    [{ name: 'origin', folder: at, addresses: [address] }],
    () => undefined,
  );
  try {
    const routed = odd.environment(env) as NodeJS.ProcessEnv;
    const clone = await mkdtemp(join(root, 'clone-'));
    await run('git', ['init', '-q', clone]);
    await run('git', ['commit', '-q', '--allow-empty', '-m', 'feat: salt'], { cwd: clone, env });
    await run('git', ['push', '-q', address, 'HEAD:refs/heads/main'], { cwd: clone, env: routed });
    expect((await odd.places())[0]).toMatchObject({ name: placeOf(address), items: [{ name: 'main' }] });
  } finally {
    await odd.close();
  }
});

test.each(['', 'file://'])(
  'a repository that is a folder of this machine holds what it holds (%s/...)',
  async (scheme) => {
    const folder = await mkdtemp(join(root, 'menu-'));
    const env = { ...process.env, ...quietGit };
    await run('git', ['init', '-q', '--initial-branch=charts', folder]);
    await run('git', ['commit', '-q', '--allow-empty', '-m', 'feat: a menu'], { cwd: folder, env });
    const routed = remotes.environment({ PATH: process.env['PATH'], ...quietGit }) as NodeJS.ProcessEnv;
    const { stdout } = await run('git', ['ls-remote', `${scheme}${folder}`], { cwd: root, env: routed });
    expect(stdout).toMatch(/refs\/heads\/charts$/m);
    expect(assumed.join()).not.toContain(placeOf(folder));
  },
);
