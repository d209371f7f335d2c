import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known, type Plugin, type StepKind } from '@launchway/core';
import { createTestRepository, type TestRepository } from '@launchway/sandbox';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { carryOut, type Env, type Outcome } from '../../sandbox/test/outcome.fixture.ts';
import { tool } from '../../sandbox/test/tool.fixture.ts';
import { artifacts, type ArtifactsOptions } from '../src/index.ts';

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

/** The time of the release commit, in seconds since 1970. */
export const releaseTime = 1_770_091_506;

/** A world for one test, which is closed with it. */
export const worldOfTest = (more?: Readonly<Record<string, string>>): Promise<World> =>
  closedWithTest(makeWorld(more));

/** A repository whose newest commit calls for tool 3.2.0, and a shelf for what is released. */
async function makeWorld(more: Readonly<Record<string, string>> = {}): Promise<World> {
  const repository = await createTestRepository({ ...files, ...more }, { commits: [change] });
  const shelf = mkdtempSync(join(tmpdir(), 'shelf-'));
  const carry =
    (dry: boolean): World['release'] =>
    (plugins, env = {}) =>
      carryOut(repository, { plugins: [tool, ...plugins, shelving(shelf)], env, dry });
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

const digestOf = (folder: string, name: string): string =>
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
