import { execFile, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { quietGit } from '@launchway/sandbox';

const run = promisify(execFile);
const workspace = resolve(import.meta.dirname, '../../..');

/** The built command. */
export const command = join(workspace, 'packages/core/bin/release.js');

/** Long variants of the tests run when it is set. */
export const all = process.env['LAUNCHWAY_ALL'] === '1';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Env = Readonly<Record<string, string>>;

/** What the command may know of this machine. */
export const baseEnv: Env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...quietGit };

/** A clone of the reference repository, with its remote. */
export class Clone {
  readonly path: string;
  /** Folder of the bare remote. */
  readonly remote: string;
  /** Environment of the commands that are run here. */
  env: Env = {};

  constructor(path: string, remote: string) {
    this.path = path;
    this.remote = remote;
  }

  /** Runs git here and gives its output without white space round it. */
  async git(...args: readonly string[]): Promise<string> {
    return (await this.gitWith({}, ...args)).trim();
  }

  async gitWith(env: Env, ...args: readonly string[]): Promise<string> {
    const options = { cwd: this.path, env: { ...baseEnv, ...env }, maxBuffer: 1 << 28 };
    return (await run('git', args, options)).stdout;
  }

  /** Runs git in the remote. */
  async gitRemote(...args: readonly string[]): Promise<string> {
    return this.git('--git-dir', this.remote, ...args);
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), content);
    }
  }

  append(file: string, text: string): void {
    mkdirSync(dirname(join(this.path, file)), { recursive: true });
    appendFileSync(join(this.path, file), text);
  }

  /** Appends a line to each file and commits it all; gives the commit. */
  async change(message: string, ...files: readonly string[]): Promise<string> {
    for (const file of files) this.append(file, `# ${message}\n`);
    return this.commit(message);
  }

  async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '-q', '--allow-empty', '--allow-empty-message', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  push(...refs: readonly string[]): Promise<string> {
    return this.git('push', '-q', this.remote, ...(refs.length === 0 ? ['HEAD'] : refs));
  }

  /** Starts the built command here. */
  start(args: readonly string[], env: Env = {}): { readonly ended: Promise<Ended> } {
    return start(this.path, args, { ...this.env, ...env });
  }

  /** Runs the built command here. */
  release(args: readonly string[], env: Env = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** Runs the built command and gives the JSON it prints. */
  async json<T = PlanOrReport>(args: readonly string[], env: Env = {}): Promise<T> {
    const { stdout } = await this.release([...args, '--json'], env);
    return JSON.parse(stdout) as T;
  }

  /** A fresh clone of the remote, as a CI job has it. */
  async fresh(...options: readonly string[]): Promise<Clone> {
    const path = mkdtempSync(join(dirname(this.path), 'clone-'));
    const source = options.length === 0 ? this.remote : `file://${this.remote}`;
    await run('git', ['clone', '-q', ...options, source, path], { env: baseEnv });
    const clone = new Clone(path, this.remote);
    clone.env = this.env;
    await clone.git('remote', 'set-url', 'origin', await this.git('remote', 'get-url', 'origin'));
    return clone;
  }

  /** What everybody sees: the remote's refs with what their commits and tags say, and the files at their tips. */
  async published(): Promise<readonly string[]> {
    const format = '%(refname) %(objecttype) %(contents:subject) %(*objectname) %(tree)%(*tree)';
    const lines = (await this.gitRemote('for-each-ref', `--format=${format}`)).split('\n');
    const count = await this.gitRemote('rev-list', '--count', 'main');
    return [...lines.map((line) => line.replace(/ [0-9a-f]{40} /, ' ')), `${count} commits`];
  }

  /** Everything here that a command must leave alone: refs, HEAD, index, and files. */
  async state(): Promise<string> {
    const parts = [
      this.git('for-each-ref', '--format=%(refname) %(objectname)'),
      this.git('rev-parse', '--symbolic-full-name', 'HEAD'),
      this.git('ls-files', '-s'),
      this.git('status', '--porcelain', '--untracked-files=all'),
      this.git('config', '--local', '--list'),
      this.gitRemote('for-each-ref', '--format=%(refname) %(objectname)'),
    ];
    return (await Promise.all(parts)).join('\n--\n');
  }

  async version(track: 'chart' | 'app' | 'shared' = 'chart', commit = 'HEAD'): Promise<string | undefined> {
    const [file, pattern] = {
      chart: ['charts/Chart.yaml', /^version: (\S+)/m] as const,
      app: ['apps/runtime/package.json', /"version": "([^"]+)/] as const,
      shared: ['packages/shared/jsr.json', /"version": "([^"]+)/] as const,
    }[track];
    return pattern.exec(await this.git('show', `${commit}:${file}`))?.[1];
  }
}

export interface PlanOrReport {
  readonly outcome: string;
  readonly commit: string | { readonly message: string } | null;
  readonly tags: readonly string[];
  readonly tracks: Readonly<Record<string, { readonly current: string; readonly next: string | null }>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly id: string; readonly state: string }[];
  readonly problems: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly fix: string;
  }[];
}

/** Runs the built command in a folder. */
export function start(
  cwd: string,
  args: readonly string[],
  env: Env = {},
  using: readonly string[] = [],
): { readonly ended: Promise<Ended> } {
  const [program = process.execPath, ...rest] = [...using, process.execPath, command, ...args];
  const child = spawn(program, rest, { cwd, env: { ...baseEnv, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
  const ended = new Promise<Ended>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => {
      const text = (name: 'stdout' | 'stderr'): string => Buffer.concat(chunks[name]).toString('utf8');
      done({ code, signal, stdout: text('stdout'), stderr: text('stderr') });
    });
  });
  return { ended };
}

export interface WorldOptions {
  /** More files, or others, for the first commit; `null` leaves one out. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly objectFormat?: 'sha1' | 'sha256';
  /** Whether the tag of the current version is there; it is unless told. */
  readonly tagged?: boolean;
}

/** Makes a repository of the reference's shape with a bare remote on disk, both at release 0.2.26. */
export async function reference(options: WorldOptions = {}): Promise<Clone> {
  const key = JSON.stringify(options);
  const made = templates.get(key) ?? makeReference(options);
  templates.set(key, made);
  const from = await made;
  const root = temporary();
  cpSync(dirname(from.path), root, { recursive: true, verbatimSymlinks: true });
  const clone = new Clone(join(root, 'work'), join(root, 'remote.git'));
  clone.write({ '.git/config': clone.read('.git/config').replaceAll(from.remote, clone.remote) });
  return clone;
}

async function makeReference({
  files = {},
  objectFormat = 'sha1',
  tagged = true,
}: WorldOptions): Promise<Clone> {
  const root = temporary();
  const clone = new Clone(join(root, 'work'), join(root, 'remote.git'));
  cpSync(join(workspace, 'examples/reference'), clone.path, {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
  rmSync(join(clone.path, 'lefthook.yml'), { force: true });
  cpSync(join(import.meta.dirname, 'reference.config.ts'), join(clone.path, 'release.config.ts'));
  clone.write({ '.gitignore': 'node_modules\n' });
  for (const [name, content] of Object.entries(files)) {
    if (content === null) rmSync(join(clone.path, name), { force: true });
    else clone.write({ [name]: content });
  }
  const bare = ['init', '-q', '--bare', '-b', 'main', `--object-format=${objectFormat}`, clone.remote];
  await run('git', bare, { env: baseEnv });
  await clone.git('init', '-q', '-b', 'main', `--object-format=${objectFormat}`);
  await clone.git('remote', 'add', 'origin', clone.remote);
  await clone.commit('feat: harbour 0.2.26');
  if (tagged) await clone.git('tag', '-a', 'v0.2.26', '-m', 'Release v0.2.26');
  await clone.push('main', ...(tagged ? ['v0.2.26'] : []));
  await clone.git('fetch', '-q');
  return install(clone);
}

const templates = new Map<string, Promise<Clone>>();

/** A new folder, gone after {@link cleanUp}. */
export function temporary(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'launchway-e2e-')));
  roots.push(root);
  return root;
}

const roots: string[] = [];

/** Removes all repositories that were made. */
export function cleanUp(): void {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}

/** Gives a clone what a clone of the remote lacks: the packages that its configuration imports. */
export function install(clone: Clone): Clone {
  mkdirSync(join(clone.path, 'node_modules'), { recursive: true });
  symlinkSync(join(workspace, 'node_modules/@launchway'), join(clone.path, 'node_modules/@launchway'));
  return clone;
}

/** Writes what chart users are told, so that the notes are not those of the last release. */
export const notes = (clone: Clone): void =>
  clone.append(
    'charts/release-notes.md',
    `- More of it, after ${clone.read('charts/release-notes.md').length} letters.\n`,
  );
