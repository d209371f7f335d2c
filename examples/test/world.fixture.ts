import { execFile, spawn } from 'node:child_process';
import { appendFile, cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  type ChartRepository,
  type GithubStandIn,
  type GitlabStandIn,
  type GitServer,
  type JsrStandIn,
  quietGit,
  type RegistryStandIn,
  startChartRepository,
  startGithub,
  startGitlab,
  startGitServer,
  startJsr,
  startRegistry,
} from '@launchway/sandbox';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);
const top = resolve(import.meta.dirname, '../..');
const command = join(top, 'packages/core/bin/release.js');
const token = 'a-token-for-git-4711';

export type Env = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The reference example on a git server, with everything it publishes to. */
export interface ReferenceWorld {
  readonly server: GitServer;
  readonly registry: RegistryStandIn;
  readonly museum: ChartRepository;
  readonly jsr: JsrStandIn;
  readonly github: GithubStandIn;
  readonly gitlab: GitlabStandIn;
  /** The remote's folder. */
  readonly remote: string;
  /** Values that must appear in nothing the command says. */
  readonly secrets: readonly string[];
  /** The commit that is to be released. */
  readonly head: string;
  /** A fresh checkout of a commit, detached unless a branch is named, packages installed; `git clone` may be told more. */
  checkout(revision?: string, options?: readonly string[]): Promise<string>;
  /** The variables that runs get besides those of their CI: credentials, and where things go. */
  readonly settings: Env;
  /** Runs the command in a fresh checkout of a commit, as a CI job of this environment has it. */
  release(env: Env, args?: readonly string[], revision?: string): Promise<Ended>;
  /** Everything that can be seen from outside. */
  snapshot(): Promise<unknown>;
  close(): Promise<void>;
}

/** What the commits of a world change, besides the first that puts the example there. */
const commits: readonly (readonly [message: string, changes: Readonly<Record<string, string>>])[] = [
  ['fix(proxy): try three times', { 'plugins/plugin-proxy/plugin.ts': 'export const retries = 3;\n' }],
  ['feat(shared): name the schema', { 'packages/shared/src/mod.ts': 'export const schema: number = 2;\n' }],
  [
    'feat(runtime): stop gracefully (#12)',
    {
      'apps/runtime/src/server.js': "process.on('SIGTERM', () => process.exit(0));\n",
      'charts/release-notes.md': '- The runtime stops at once when it is told to.\n',
    },
  ],
];

/** The same world for one test, which is closed with it. */
export async function worldOfTest(branch: string): Promise<ReferenceWorld> {
  const made = await createReference(branch);
  onTestFinished(() => made.close());
  return made;
}

export async function createReference(branch: string): Promise<ReferenceWorld> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'launchway-flows-')));
  const accounts = ['ada', 'x-access-token', 'gitlab-ci-token'].map((username) => ({
    username,
    password: token,
  }));
  const server = await startGitServer({ credentials: accounts });
  const registry = await startRegistry();
  const museum = await startChartRepository({ credentials: [{ username: 'harbour', password: token }] });
  const jsr = await startJsr({
    packages: ['@example/harbour-shared'],
    workflow: { repository: 'example/harbour' },
  });
  const github = await startGithub();
  const gitlab = await startGitlab();
  const remote = await server.createRepository('example/harbour');
  const catalogue = await server.createRepository('example/charts');
  github.serve(remote.path);
  gitlab.serve(remote.path);

  const env: Env = { PATH: process.env['PATH'] ?? '', HOME: root, ...quietGit, ...fixedDates };
  const git = async (cwd: string, ...args: readonly string[]): Promise<string> =>
    (await run('git', args, { cwd, env })).stdout.trim();
  const work = join(root, 'work');
  const head = await build(work, branch, remote.path, git);
  registry.push('example/harbour', imageOf(head), `sha-${head.slice(0, 7)}`);
  registry.push('group/harbour', imageOf(head), `sha-${head.slice(0, 7)}`);

  const checkout: ReferenceWorld['checkout'] = async (revision = head, options = []) => {
    const clone = join(await mkdtemp(join(root, 'job-')), 'harbour');
    await git(root, 'clone', '-q', ...options, `file://${remote.path}`, clone);
    await git(clone, 'remote', 'set-url', 'origin', remote.url);
    await git(clone, 'checkout', '-q', ...(revision === branch ? [] : ['--detach']), revision);
    await symlink(join(top, 'node_modules'), join(clone, 'node_modules'));
    return clone;
  };
  const settings: Env = {
    ...env,
    LAUNCHWAY_GIT_TOKEN: token,
    CATALOGUE_TOKEN: token,
    MUSEUM_PASSWORD: token,
    HARBOUR_IMAGE: `${registry.host}/example/harbour`,
    HARBOUR_CHARTS: `oci://${registry.host}/example/charts`,
    HARBOUR_CATALOGUE: catalogue.url,
    HARBOUR_MUSEUM: museum.url,
  };

  return {
    server,
    registry,
    museum,
    jsr,
    github,
    gitlab,
    remote: remote.path,
    head,
    secrets: [token, 'ghs_stand_in', 'glcbt-stand-in', 'jsrp_stand_in'],
    settings,
    checkout,
    release: async (given, args = ['--yes'], revision = head) =>
      execute(await checkout(revision), args, { ...settings, ...given }),
    snapshot: async () => ({
      remote: await refs(git, remote.path),
      catalogue: await git(catalogue.path, 'ls-tree', '-r', branchOfCatalogue).catch(() => ''),
      images: registry.tags('example/harbour'),
      charts: registry.tags('example/charts/harbour'),
      museum: museum.charts.map(({ name, version, digest }) => [name, version, digest]),
      project: registry.tags('group/harbour'),
      shared: [...(jsr.package('@example/harbour-shared')?.versions.keys() ?? [])],
      github: github.snapshot(),
      gitlab: gitlab.snapshot(),
    }),
    close: async () => {
      await Promise.all([server, registry, museum, jsr, github, gitlab].map((each) => each.close()));
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const branchOfCatalogue = 'main';

/** Commits are the same in every world, so that worlds can be compared. */
const fixedDates = { GIT_AUTHOR_DATE: '2026-02-03T04:05:06Z', GIT_COMMITTER_DATE: '2026-02-03T04:05:06Z' };

const imageOf = (revision: string) => ({
  content: `image of ${revision}`,
  labels: { 'org.opencontainers.image.revision': revision },
});

export type Git = (cwd: string, ...args: readonly string[]) => Promise<string>;

async function build(work: string, branch: string, remote: string, git: Git): Promise<string> {
  await commitReference(work, branch, git);
  await git(work, 'push', '-q', remote, branch, 'v0.2.26');
  await git(remote, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`);
  return git(work, 'rev-parse', 'HEAD');
}

/** Makes a repository of the example, with commits that call for a release. */
export async function commitReference(work: string, branch: string, git: Git): Promise<void> {
  await cp(join(top, 'examples/reference'), work, { recursive: true });
  await git(work, 'init', '-q', '-b', branch);
  await writeFile(join(work, '.gitignore'), 'node_modules\n');
  await git(work, 'add', '--all');
  await git(work, 'commit', '-q', '-m', 'feat: harbour 0.2.26');
  await git(work, 'tag', '-a', 'v0.2.26', '-m', 'Release v0.2.26');
  for (const [message, changes] of commits) {
    for (const [file, text] of Object.entries(changes)) {
      await (file.endsWith('.md') ? writeFile : appendFile)(join(work, file), text);
    }
    await git(work, 'commit', '-q', '--all', '-m', message);
  }
}

async function refs(git: Git, path: string): Promise<readonly string[]> {
  return (await git(path, 'for-each-ref', '--format=%(refname) %(objectname)')).split('\n');
}

/**
 * Runs the command, or another program of Node's, and gives what it said.
 * @param wrapper a program with arguments that runs it
 */
export function execute(
  cwd: string,
  args: readonly string[],
  env: Env,
  program = command,
  wrapper: readonly string[] = [],
): Promise<Ended> {
  const [first = '', ...words] = [...wrapper, process.execPath, program, ...args];
  const child = spawn(first, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, ...texts })));
}

/** What GitHub Actions sets for a push to a branch, with an identity that JSR trusts. */
export function githubEnv({ github, jsr, head }: ReferenceWorld, branch: string): Env {
  const { GITHUB_REF: _, GITHUB_REF_NAME: __, GITHUB_SHA: ___, ...identity } = jsr.workflowEnv;
  return { ...github.job({ branch, commit: head }), ...identity };
}

/** What GitLab sets for a pipeline of a branch, with the registry of this world. */
export function gitlabEnv(world: ReferenceWorld, branch: string): Env {
  const { registry, gitlab, head } = world;
  return {
    ...gitlab.job({ branch, commit: head, protected: true }),
    CI_REGISTRY: registry.host,
    CI_REGISTRY_IMAGE: `${registry.host}/group/harbour`,
  };
}

/** A flow of the example: the branch that it releases, and what its CI sets there. */
export interface ReferenceFlow {
  readonly name: string;
  readonly branch: string;
  env(world: ReferenceWorld): Env;
}

export const githubFlow: ReferenceFlow = {
  name: 'github',
  branch: 'main',
  env: (world) => githubEnv(world, 'main'),
};
export const gitlabFlow: ReferenceFlow = {
  name: 'gitlab',
  branch: 'test/gitlab-ci',
  env: (world) => gitlabEnv(world, 'test/gitlab-ci'),
};
