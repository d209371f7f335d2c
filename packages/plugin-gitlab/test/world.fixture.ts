import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isReleaseError, type Plugin, type Problem, track } from '@launchway/core';
import {
  applyPlan,
  compileFlow,
  dryRun,
  journal,
  openWorkspace,
  planForRun,
  type Workspace,
} from '@launchway/core/engine';
import {
  createTestRepository,
  type GitlabJob,
  type GitlabOptions as StandInOptions,
  type GitlabStandIn,
  quietGit,
  startGitlab,
  type TestRepository,
} from '@launchway/sandbox';
import { gitlab, type GitlabOptions } from '../src/index.ts';

export const jobToken = 'glcbt-64_QmFzaWNhbGx5';
export const accessToken = 'glpat-4fJx9Qw2Lk7Zp1';

export const tool = track({
  name: 'tool',
  pins: ['tool.json'],
  paths: ['src/**'],
  tag: { name: 'tool/v{version}' },
});

export const files = { 'tool.json': '{ "version": "3.1.0" }\n', 'src/main.ts': 'export {};\n' };
export const change = { message: 'feat: count sheep', files: { 'src/main.ts': 'export const sheep = 7;\n' } };

export interface Outcome {
  readonly outcome: string;
  readonly codes: readonly string[];
  readonly problems: readonly Problem[];
  /** State by step. */
  readonly steps: Readonly<Record<string, string>>;
  /** What a dry run foretells. */
  readonly preview: readonly string[];
  /** Everything that left the process. */
  readonly said: string;
}

export interface World {
  readonly repository: TestRepository;
  readonly server: GitlabStandIn;
  release(options?: GitlabOptions, env?: Env): Promise<Outcome>;
  rehearse(options?: GitlabOptions, env?: Env): Promise<Outcome>;
  /** Writes files into the working tree, as an earlier job's artifacts. */
  build(files: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

type Env = Readonly<Record<string, string | undefined>>;

export interface WorldOptions {
  readonly server?: StandInOptions;
  readonly files?: Readonly<Record<string, string>>;
  readonly job?: GitlabJob;
  /** Plugins of the flow besides; after gitlab() in its order. */
  readonly more?: readonly Plugin[];
}

/** A repository whose newest commit calls for tool 3.2.0, and its project on a GitLab. */
export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const repository = await createTestRepository({ ...files, ...options.files });
  await repository.commit(change);
  await repository.push();
  const server = await startGitlab({
    tokens: { [jobToken]: { kind: 'job' }, [accessToken]: { kind: 'personal' } },
    repository: repository.remote,
    subpath: '/gitlab',
    ...options.server,
  });
  const build: World['build'] = async (artifacts) => {
    for (const [path, content] of Object.entries(artifacts)) {
      await mkdir(dirname(join(repository.path, path)), { recursive: true });
      await writeFile(join(repository.path, path), content);
    }
  };
  const carry =
    (dry: boolean) =>
    (given?: GitlabOptions, more: Env = {}) =>
      carryOut(
        repository,
        [tool, gitlab(given), ...(options.more ?? [])],
        { ...server.job(options.job), ...more },
        dry,
      );
  return {
    repository,
    server,
    build,
    release: carry(false),
    rehearse: carry(true),
    close: async () => {
      await server.close();
      await repository.remove();
    },
  };
}

/** The same dates in every world, so that release commits are the same. */
const dates = { GIT_AUTHOR_DATE: '2026-02-03T04:05:06Z', GIT_COMMITTER_DATE: '2026-02-03T04:05:06Z' };

async function carryOut(
  repository: TestRepository,
  plugins: readonly Plugin[],
  more: Env,
  dry: boolean,
): Promise<Outcome> {
  const said: string[] = [];
  const env = { PATH: process.env['PATH'] ?? '', HOME: repository.path, ...quietGit, ...dates, ...more };
  const workspace = await openWorkspace({ cwd: repository.path, env, say: (line) => said.push(line) });
  try {
    const report = await run(workspace, plugins, dry, said);
    const ofSteps = report.steps.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
    const problems = [...report.problems, ...ofSteps];
    return {
      outcome: report.outcome,
      problems,
      codes: [...new Set(problems.map(({ code }) => code))],
      steps: Object.fromEntries(report.steps.map(({ id, state }) => [id, state])),
      preview: report.steps.flatMap(({ preview = [] }) => preview),
      said: [...said, JSON.stringify(report)].join('\n'),
    };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    const { problems, kind } = error;
    const codes = problems.map(({ code }) => code);
    return {
      outcome: kind,
      problems,
      codes,
      steps: {},
      preview: [],
      said: [...said, JSON.stringify(problems)].join('\n'),
    };
  } finally {
    await workspace.close();
  }
}

async function run(workspace: Workspace, plugins: readonly Plugin[], dry: boolean, said: string[]) {
  const flow = compileFlow({ name: 'test', plugins });
  const { plan } = await planForRun(flow, workspace.source(flow), (push, branch) =>
    workspace.remote(push, branch),
  );
  said.push(JSON.stringify(plan));
  const machinery = {
    kinds: flow.kinds,
    effects: workspace.effects,
    reads: workspace.reads,
    journal: journal(workspace.reads.now, (event) => void said.push(JSON.stringify(event))),
  };
  return dry ? dryRun(plan, machinery) : applyPlan(plan, machinery);
}
