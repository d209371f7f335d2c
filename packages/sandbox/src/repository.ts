import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type FolderImage, imageOf, restoreImage } from './folder-image.ts';

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
  /** What is committed after the first commit, and pushed with it. */
  readonly commits?: readonly CommitOptions[];
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

/** Everything visible of a repository and its remote. */
export interface RepositorySnapshot {
  readonly remote: Readonly<Record<string, string>>;
  readonly refs: Readonly<Record<string, string>>;
  readonly head: string;
  readonly index: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A repository at one moment, to be made again without git. */
interface Template {
  readonly root: string;
  readonly commits: number;
  readonly image: FolderImage;
}

/** By all that they are made of. Git takes two dozen processes for what is one copy. */
const templates = new Map<string, Promise<Template>>();

/** Makes a repository with these files as its first commit, pushed. */
export async function createTestRepository(
  files: Readonly<Record<string, string>>,
  options: RepositoryOptions = {},
): Promise<TestRepository> {
  const key = JSON.stringify([files, options.message, options.branch, options.commits]);
  let first: TestRepository | undefined;
  const make = async (): Promise<Template> => {
    first = await makeRepository(files, options);
    const commits = 1 + (options.commits ?? []).length;
    return templateOf(dirname(first.path), commits);
  };
  const template = templates.get(key) ?? make();
  templates.set(key, template);
  const made = await template;
  return first ?? copyOf(made);
}

async function makeRepository(
  files: Readonly<Record<string, string>>,
  { message = 'chore: first commit', branch = 'main', commits = [] }: RepositoryOptions,
): Promise<TestRepository> {
  const root = await mkdtemp(join(tmpdir(), 'launchway-test-'));
  const [path, remote] = [join(root, 'work'), join(root, 'remote.git')];
  const init = ['init', '-q', '--template=', '-b', branch];
  await run('git', [...init, '--bare', remote]);
  await run('git', [...init, path]);
  const repository = open(root, path, remote, { commits: 0 });
  await repository.git('remote', 'add', 'origin', remote);
  for (const commit of [{ message, files }, ...commits]) await repository.commit(commit);
  await repository.push();
  return repository;
}

const templateOf = async (root: string, commits: number): Promise<Template> => ({
  root,
  commits,
  image: await imageOf(root),
});

/** Makes the repository of a template again, with a remote of its own. */
async function copyOf({ root, commits, image }: Template): Promise<TestRepository> {
  const other = await mkdtemp(join(tmpdir(), 'launchway-test-'));
  await restoreImage(image, other);
  const path = join(other, 'work');
  const config = join(path, '.git', 'config');
  await writeFile(config, (await readFile(config, 'utf8')).replaceAll(root, other));
  const copied = open(other, path, join(other, 'remote.git'), { commits });
  // The index knows files by when they were written, too.
  await copied.git('update-index', '-q', '--refresh');
  return copied;
}

function open(root: string, path: string, remote: string, clock: { commits: number }): TestRepository {
  const env = () => {
    const at = new Date(Date.UTC(2026, 0, 1, 0, clock.commits)).toISOString();
    return { ...process.env, ...quietGit, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
  };
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', args, { cwd: path, env: env(), maxBuffer: 1 << 28 });
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
      await run('git', ['clone', '-q', '--template=', remote, join(copy, 'work')], { env: env() });
      return open(copy, join(copy, 'work'), remote, clock);
    },
    copy: async () => copyOf(await templateOf(root, clock.commits)),
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
