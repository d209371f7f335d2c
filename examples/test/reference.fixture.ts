import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import {
  folderState,
  type Scenario,
  startChartRepository,
  startGithub,
  startGitlab,
  startGitServer,
  startJsr,
  startRegistry,
  type Targets,
  type TestRepository,
} from '@launchway/sandbox';

const run = promisify(execFile);
const reference = resolve(import.meta.dirname, '../reference');
const token = 'a-token-for-git-4711';

/** The example as it is in the repository. */
const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\nlaunchway.env\n',
  ...Object.fromEntries(
    readdirSync(reference, { recursive: true, encoding: 'utf8' })
      .map((name) => join(reference, name))
      .filter((file) => !file.includes('node_modules') && statSync(file).isFile())
      .map((file) => [relative(reference, file), readFileSync(file, 'utf8')]),
  ),
};

/** What the newest commits change: a plugin, the shared package, the runtime. */
export const commits = [
  {
    message: 'fix(proxy): try three times',
    files: {
      'plugins/plugin-proxy/plugin.ts': `${files['plugins/plugin-proxy/plugin.ts']}export const retries = 3;\n`,
    },
  },
  {
    message: 'feat(shared): name the schema',
    files: {
      'packages/shared/src/mod.ts': `${files['packages/shared/src/mod.ts']}export const schema: number = 2;\n`,
    },
  },
  {
    message: 'feat(runtime): stop gracefully (#12)',
    files: {
      'apps/runtime/src/server.js': `${files['apps/runtime/src/server.js']}process.on('SIGTERM', () => process.exit(0));\n`,
      'charts/release-notes.md': '- The runtime stops at once when it is told to.\n',
    },
  },
];

export type FlowName = 'github' | 'gitlab';

const branches = { github: 'main', gitlab: 'test/gitlab-ci' } as const;

/** A registry as the example needs it: it has images of commits, and tells the digests of tags. */
export interface ImageRegistry {
  readonly host: string;
  push(repository: string, image: Image, tag: string): Promise<void>;
  tags(repository: string): Promise<Readonly<Record<string, string>>>;
  /** All that it holds, of a stand-in. */
  state?(): unknown;
  close(): Promise<void>;
}

interface Image {
  readonly content: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** CI has built an image of this commit. */
export async function pushImage(registry: ImageRegistry, commit: string): Promise<void> {
  const image = { content: `image of ${commit}`, labels: { 'org.opencontainers.image.revision': commit } };
  for (const place of ['example/harbour', 'group/harbour'])
    await registry.push(place, image, `sha-${commit.slice(0, 7)}`);
}

export async function standIn(): Promise<ImageRegistry> {
  const registry = await startRegistry();
  return {
    host: registry.host,
    push: async (repository, image, tag) => void registry.push(repository, image, tag),
    tags: async (repository) => registry.tags(repository),
    state: () => registry.state(),
    close: () => registry.close(),
  };
}

/** Sees the requests to a forge, such as `POST /repos/example/harbour/releases`, before they are answered. */
export type Observer = (request: string) => void;

/**
 * One flow of the example, with everything it publishes to.
 * @param openRegistry a stand-in unless told
 */
export function referenceFlow(
  name: FlowName,
  openRegistry = standIn,
  observe: Observer = () => undefined,
): Scenario {
  const branch = branches[name];
  return {
    branch,
    files,
    commits,
    secrets: [token, 'ghs_stand_in', 'glcbt-stand-in'],
    env: {
      CI: 'true',
      LAUNCHWAY_GIT_TOKEN: token,
      CATALOGUE_TOKEN: token,
      MUSEUM_PASSWORD: token,
      DENO_DIR: resolve(reference, '../../.tmp/deno'),
    },
    targets: async (repository) => startTargets(name, repository, await openRegistry(), observe),
    plugins: async ({ targets }) => {
      Object.assign(process.env, targets?.env);
      const { default: config } = (await import('../reference/release.config.ts')) as {
        default: { flows: Record<string, { plugins: Awaited<ReturnType<Scenario['plugins']>> }> };
      };
      return config.flows[name]?.plugins ?? [];
    },
  };
}

async function startTargets(
  name: FlowName,
  repository: TestRepository,
  registry: ImageRegistry,
  observe: Observer,
): Promise<Targets> {
  const accounts = ['ada', 'x-access-token', 'gitlab-ci-token'].map((username) => ({
    username,
    password: token,
  }));
  const server = await startGitServer({ credentials: accounts, root: dirname(repository.remote) });
  const museum = await startChartRepository({ credentials: [{ username: 'harbour', password: token }] });
  const jsr = await startJsr({
    packages: ['@example/harbour-shared'],
    workflow: { repository: 'example/harbour' },
  });
  const github = await startGithub({
    observe: ({ request: { method, path } }) => observe(`${method} ${path}`),
  });
  const gitlab = await startGitlab({ observe: ({ method, target }) => observe(`${method} ${target}`) });
  const catalogue = await server.createRepository('charts');
  const head = await repository.git('rev-parse', 'HEAD');
  github.serve(repository.remote);
  gitlab.serve(repository.remote);
  await pushImage(registry, head);
  const { GITHUB_SHA: _, ...identity } = jsr.workflowEnv;
  const jobs = {
    github: { ...github.job({ commit: head }), ...identity },
    gitlab: {
      ...gitlab.job({ branch: branches.gitlab, commit: head, protected: true }),
      CI_REGISTRY: registry.host,
      CI_REGISTRY_IMAGE: `${registry.host}/group/harbour`,
    },
  };
  return {
    env: {
      ...jobs[name],
      HARBOUR_IMAGE: `${registry.host}/example/harbour`,
      HARBOUR_CHARTS: `oci://${registry.host}/example/charts`,
      HARBOUR_CATALOGUE: catalogue.url,
      HARBOUR_MUSEUM: museum.url,
    },
    remote: `${server.url}/remote.git`,
    changes: () => [],
    snapshot: async () => ({
      catalogue: await git(catalogue.path, 'ls-tree', '-r', 'main'),
      writers: await git(catalogue.path, 'log', '--format=%s', 'main'),
      images: await registry.tags('example/harbour'),
      charts: await registry.tags('example/charts/harbour'),
      museum: museum.charts.map(({ name, version, digest }) => [name, version, digest]),
      project: await registry.tags('group/harbour'),
      shared: [...(jsr.package('@example/harbour-shared')?.versions ?? [])].map(([version, { files }]) => [
        version,
        [...files].map(([path, bytes]) => [path, bytes.toString('utf8')]),
      ]),
      github: github.snapshot(),
      gitlab: gitlab.snapshot(),
    }),
    state: async () => ({
      catalogue: folderState(catalogue.path),
      registry: registry.state?.() ?? {},
      museum: museum.charts,
      jsr: [jsr.packages(), jsr.tasks],
      github: github.store,
      gitlab: gitlab.project,
    }),
    close: async () =>
      void (await Promise.all([server, registry, museum, jsr, github, gitlab].map((each) => each.close()))),
  };
}

const git = (path: string, ...args: readonly string[]): Promise<string> =>
  run('git', ['--git-dir', path, ...args]).then(
    ({ stdout }) => stdout,
    () => '',
  );
