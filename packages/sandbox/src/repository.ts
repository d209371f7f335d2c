import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Environment in which git asks nobody and reads nobody's configuration. */
export const quietGit: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'gc.auto',
  GIT_CONFIG_VALUE_0: '0',
  GIT_CONFIG_KEY_1: 'maintenance.auto',
  GIT_CONFIG_VALUE_1: 'false',
  GIT_AUTHOR_NAME: 'Ada Tester',
  GIT_AUTHOR_EMAIL: 'ada@example.test',
  GIT_COMMITTER_NAME: 'Ada Tester',
  GIT_COMMITTER_EMAIL: 'ada@example.test',
};

export interface CommitOptions {
  readonly message: string;
  /** New contents by path; `null` removes a file. */
  readonly files?: Readonly<Record<string, string | null>>;
}

/** How a repository begins. */
export interface RepositoryOptions {
  /** Of the first commit. */
  readonly message?: string;
  /** `main` unless told. */
  readonly branch?: string;
}

/** A throw-away repository with a bare remote named `origin`. */
export interface TestRepository {
  /** Top of the working tree. */
  readonly path: string;
  /** The bare remote's folder. */
  readonly remote: string;
  /** Runs git in the working tree and gives its output without the last line end. */
  git(...args: readonly string[]): Promise<string>;
  /** Writes files and commits them; gives the commit. Dates go up by a minute a commit, from 2026-01-01. */
  commit(options: CommitOptions): Promise<string>;
  push(): Promise<void>;
  /** Another clone of the remote, as a CI job has it. */
  clone(): Promise<TestRepository>;
  /** The same repository with a remote of its own, as if both had been made again. */
  copy(): Promise<TestRepository>;
  /** Everything visible: the remote's refs, and the local refs, HEAD, index and files. */
  snapshot(): Promise<RepositorySnapshot>;
  remove(): Promise<void>;
}

export interface RepositorySnapshot {
  readonly remote: Readonly<Record<string, string>>;
  readonly refs: Readonly<Record<string, string>>;
  readonly head: string;
  readonly index: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Makes a repository with these files as its first commit, pushed. */
export async function createTestRepository(
  files: Readonly<Record<string, string>>,
  { message = 'chore: first commit', branch = 'main' }: RepositoryOptions = {},
): Promise<TestRepository> {
  const root = await mkdtemp(join(tmpdir(), 'launchway-test-'));
  const [path, remote] = [join(root, 'work'), join(root, 'remote.git')];
  const init = ['init', '-q', '--template=', '-b', branch];
  await run('git', [...init, '--bare', remote]);
  await run('git', [...init, path]);
  const repository = open(root, path, remote, { commits: 0 });
  await repository.git('remote', 'add', 'origin', remote);
  await repository.commit({ message, files });
  await repository.push();
  return repository;
}

function open(root: string, path: string, remote: string, clock: { commits: number }): TestRepository {
  const git = async (...args: readonly string[]): Promise<string> => {
    const at = new Date(Date.UTC(2026, 0, 1, 0, clock.commits)).toISOString();
    const env = { ...process.env, ...quietGit, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
    const { stdout } = await run('git', args, { cwd: path, env, maxBuffer: 1 << 28 });
    return stdout.replace(/\n$/, '');
  };
  return {
    path,
    remote,
    git,
    commit: async ({ message, files = {} }) => {
      clock.commits += 1;
      for (const [name, content] of Object.entries(files)) await put(join(path, name), content);
      await git('add', '--all');
      await git('commit', '-q', '--allow-empty', '--allow-empty-message', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    push: async () => void (await git('push', '-q', '-u', 'origin', 'HEAD')),
    clone: async () => {
      const copy = await mkdtemp(join(tmpdir(), 'launchway-test-'));
      await run('git', ['clone', '-q', remote, join(copy, 'work')], { env: { ...process.env, ...quietGit } });
      return open(copy, join(copy, 'work'), remote, clock);
    },
    copy: async () => {
      const other = await mkdtemp(join(tmpdir(), 'launchway-test-'));
      await cp(root, other, { recursive: true, verbatimSymlinks: true });
      const copied = open(other, join(other, 'work'), join(other, 'remote.git'), { ...clock });
      await copied.git('remote', 'set-url', 'origin', copied.remote);
      return copied;
    },
    snapshot: async () => ({
      remote: refsOf(await git('--git-dir', remote, 'for-each-ref', '--format=%(refname) %(objectname)')),
      refs: refsOf(await git('for-each-ref', '--format=%(refname) %(objectname)')),
      head: await git('symbolic-ref', '-q', 'HEAD').catch(() => git('rev-parse', 'HEAD')),
      index: await git('ls-files', '-s'),
      files: await filesBelow(path),
    }),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function put(file: string, content: string | null): Promise<void> {
  if (content === null) return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

function refsOf(output: string): Readonly<Record<string, string>> {
  const lines = output.split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
}

async function filesBelow(root: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(root, '.git')));
  return Object.fromEntries(
    await Promise.all(
      files.sort().map(async (file) => [file.slice(root.length + 1), await readFile(file, 'utf8')]),
    ),
  );
}
