import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { quietGit } from '@launchway/sandbox';
import { commitReference, type Ended, type Env, execute, type Git } from './world.fixture.ts';

const run = promisify(execFile);
const top = resolve(import.meta.dirname, '../..');

/** A repository on somebody's desk, whose remote is an address that no test may reach. */
export interface Desk {
  readonly path: string;
  /** A folder beside it that is not there yet. */
  readonly beside: string;
  git(...args: readonly string[]): Promise<string>;
  /** Runs `release` with these arguments. */
  release(args: readonly string[], env?: Env, wrapper?: readonly string[]): Promise<Ended>;
  /** The same by another copy of the program, which finds no packages in the repository. */
  releaseBy(program: string, args: readonly string[]): Promise<Ended>;
  /** Everything of the repository that a rehearsal must leave alone: refs, index, configuration, files with their times. */
  state(): Promise<string>;
  remove(): Promise<void>;
}

/** Puts the reference example on a desk, as it is, at a branch that its remote has, too. */
export async function referenceDesk(branch: string, remote: string): Promise<Desk> {
  const desk = await emptyDesk();
  await commitReference(desk.path, branch, (cwd, ...args) => git(cwd, ...args));
  await desk.git('remote', 'add', 'origin', remote);
  await desk.git('update-ref', `refs/remotes/origin/${branch}`, 'HEAD');
  return desk;
}

/** Makes a repository of these files on the branch `main`; nothing is released yet. */
export async function deskOf(
  files: Readonly<Record<string, string>>,
  remote = 'https://git.example.org/team/thing.git',
): Promise<Desk> {
  const desk = await emptyDesk();
  await run('git', ['init', '-q', '-b', 'main', desk.path], { env });
  for (const [path, text] of Object.entries({ '.gitignore': 'node_modules\n', ...files })) {
    await mkdir(dirname(join(desk.path, path)), { recursive: true });
    await writeFile(join(desk.path, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  await desk.git('add', '--all');
  await desk.git('commit', '-q', '-m', 'feat: a first version');
  if (remote !== '') await desk.git('remote', 'add', 'origin', remote);
  if (remote !== '') await desk.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return desk;
}

const env: Env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...quietGit };
const git: Git = async (cwd, ...args) => (await run('git', args, { cwd, env })).stdout.trim();

async function emptyDesk(): Promise<Desk> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'launchway-desk-')));
  const path = join(root, 'work');
  const here = { ...env, HOME: root, DENO_DIR: join(root, 'deno') };
  return {
    path,
    beside: join(root, 'kept'),
    git: (...args) => git(path, ...args),
    release: async (args, given = {}, wrapper = []) => {
      await symlink(join(top, 'node_modules'), join(path, 'node_modules')).catch(() => undefined);
      return execute(path, args, { ...here, ...given }, undefined, wrapper);
    },
    releaseBy: (program, args) => execute(path, args, here, program),
    state: async () => {
      const all = ['.', '-path', './node_modules', '-prune', '-o', '-type', 'f', '-printf', '%p %s %T@ %i\n'];
      const { stdout } = await run('find', all, { cwd: path });
      return `${stdout.split('\n').sort().join('\n')}${await git(path, 'for-each-ref')}`;
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
