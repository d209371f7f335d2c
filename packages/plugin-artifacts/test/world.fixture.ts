import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReleaseError, known, type Plugin, type Problem, type StepKind, track } from '@launchway/core';
import {
  applyPlan,
  buildPlan,
  compileFlow,
  dryRun,
  journal,
  openWorkspace,
  planForRun,
} from '@launchway/core/engine';
import { createTestRepository, quietGit, type TestRepository } from '@launchway/sandbox';
import { artifacts, type ArtifactsOptions } from '../src/index.ts';

export const tool = track({
  name: 'tool',
  pins: ['tool.json'],
  paths: ['src/**'],
  tag: { name: 'tool/v{version}' },
});

/** A compiler: it writes a program that says which version it is and what it was made for. */
const compiler = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
const [output, word = 'none'] = process.argv.slice(2);
const { VERSION, TARGET_OS, TARGET_ARCH, GOOS, GOARCH, SOURCE_DATE_EPOCH, MOOD = 'calm' } = process.env;
if (process.env.LOG) appendFileSync(process.env.LOG, GOOS + '/' + GOARCH + '\\n');
if (word === 'fail') throw new Error('no such sheep');
if (word !== 'nothing') {
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, '#!/bin/sh\\necho ' + [VERSION, TARGET_OS, TARGET_ARCH, GOOS, GOARCH, SOURCE_DATE_EPOCH, MOOD, word].join(' ') + '\\n');
}
`;

export const files = {
  'tool.json': '{ "version": "3.1.0" }\n',
  'src/compile.mjs': compiler,
  'src/main.txt': 'one\n',
  LICENSE: 'Do as you like.\n',
  'README.md': '# Tool\n',
  'docs/manual.md': 'Read me.\n',
};
export const change = { message: 'feat: count sheep', files: { 'src/main.txt': 'two\n' } };

/** The options of a tool that the compiler makes. */
export const compiled = { name: 'sheep', build: ['node', 'src/compile.mjs', '{output}'] };

export interface Outcome {
  readonly outcome: string;
  readonly problems: readonly Problem[];
  readonly codes: readonly string[];
  readonly preview: readonly string[];
}

export interface World {
  readonly repository: TestRepository;
  /** The folder that released files arrive in. */
  readonly shelf: string;
  release(plugins: readonly Plugin[], env?: Env): Promise<Outcome>;
  rehearse(plugins: readonly Plugin[], env?: Env): Promise<Outcome>;
  /** Releases with artifacts() of these options. */
  offer(options: ArtifactsOptions, env?: Env): Promise<Outcome>;
  close(): Promise<void>;
}

export type Env = Readonly<Record<string, string>>;

const fixedDates = {
  GIT_AUTHOR_DATE: '2026-02-03T04:05:06Z',
  GIT_COMMITTER_DATE: '2026-02-03T04:05:06Z',
};
/** The time of the release commit, in seconds since 1970. */
export const releaseTime = 1_770_091_506;

/** A repository whose newest commit calls for tool 3.2.0, and a shelf for what is released. */
export async function makeWorld(more: Readonly<Record<string, string>> = {}): Promise<World> {
  const repository = await createTestRepository({ ...files, ...more }, { commits: [change] });
  const shelf = mkdtempSync(join(tmpdir(), 'shelf-'));
  const carry =
    (dry: boolean): World['release'] =>
    (plugins, env = {}) =>
      carryOut(repository, [tool, ...plugins, shelving(shelf)], env, dry);
  return {
    repository,
    shelf,
    release: carry(false),
    rehearse: carry(true),
    offer: (options, env) => carry(false)([artifacts(options)], env),
    close: async () => {
      rmSync(shelf, { recursive: true });
      await repository.remove();
    },
  };
}

async function carryOut(
  repository: TestRepository,
  plugins: readonly Plugin[],
  more: Env,
  dry: boolean,
): Promise<Outcome> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: repository.path, ...quietGit, ...fixedDates, ...more };
  const workspace = await openWorkspace({ cwd: repository.path, env, say: () => undefined });
  try {
    const flow = compileFlow({ name: 'test', plugins });
    const source = workspace.source(flow);
    const { plan } = dry ? await buildPlan(flow, source) : await planForRun(flow, source, workspace.remote);
    const machinery = {
      kinds: flow.kinds,
      effects: workspace.effects,
      reads: workspace.reads,
      journal: journal(workspace.reads.now, () => undefined),
    };
    const report = dry ? await dryRun(plan, machinery) : await applyPlan(plan, machinery);
    const problems = [...report.problems, ...report.steps.flatMap(({ problem }) => problem ?? [])];
    const preview = report.steps.flatMap((step) => step.preview ?? []);
    return { outcome: report.outcome, problems, codes: codesOf(problems), preview };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return { outcome: error.kind, problems: error.problems, codes: codesOf(error.problems), preview: [] };
  } finally {
    await workspace.close();
  }
}

const codesOf = (problems: readonly Problem[]): readonly string[] => [
  ...new Set(problems.map(({ code }) => code)),
];

type ShelveInput = {
  readonly shelf: string;
  readonly name: string;
  readonly file: unknown;
  readonly sha256: unknown;
};

/** A plugin that puts every file a release offers on a shelf, a folder of this machine. */
export function shelving(shelf: string): Plugin {
  const put: StepKind = {
    kind: 'shelf:put',
    phase: 'publish',
    probe: async (given) => {
      const { name, sha256 } = given as unknown as ShelveInput;
      const digest = known(sha256 as string);
      if (!existsSync(join(shelf, name))) return { state: 'todo' };
      const isSame = digest === undefined || digest === digestOf(shelf, name);
      return isSame
        ? { state: 'done', output: {} }
        : {
            state: 'conflict',
            problem: { code: 'SHELF_TAKEN', severity: 'error', message: name, fix: 'Take it away.' },
          };
    },
    run: async (given, effects) => {
      const { name, file } = given as unknown as ShelveInput;
      await effects.exec(['cp', file as string, join(shelf, name)]);
      return {};
    },
  };
  return {
    name: 'shelf',
    steps: [put],
    publish: ({ release }) =>
      release.assets.map(({ name, file, sha256 }) => ({
        id: `shelf:${name}`,
        kind: put.kind,
        title: `shelve ${name}`,
        input: { name, file, sha256 },
      })),
  };
}

export const digestOf = (folder: string, name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('hex');

/** Names and digests of the files of a folder. */
export const shelved = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, digestOf(folder, name)]),
  );

/** Runs a program in a folder and gives what it prints, errors too. */
export function run(cwd: string, program: string, ...args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error !== undefined || status !== 0) throw error ?? new Error(`${program}: ${stdout}${stderr}`);
  return stdout;
}

export const lacks = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args.length > 0 ? args : ['--version']).error !== undefined;
