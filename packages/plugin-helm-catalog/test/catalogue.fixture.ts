import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Effects } from '@launchway/core';
import { openWorkspace, type Workspace } from '@launchway/core/engine';
import {
  createTestRepository,
  type GitServer,
  type GitServerOptions,
  quietGit,
  startGitServer,
  type TestRepository,
} from '@launchway/sandbox';
import { publishToGit } from '../src/git/publish.ts';
import type { GitTarget } from '../src/options.ts';
import { makePackage } from '../src/package/make.ts';
import type { Recipe } from '../src/package/recipe.ts';
import { targetInput } from '../src/targets/input.ts';
import { git } from './git.fixture.ts';

const run = promisify(execFile);

export const secret = 'catalogue-token-4711';
const credential = { env: 'CATALOG_TOKEN', username: 'ada' };

/** A repository of charts, and a catalogue on a server that asks for a password. */
export interface Harbour {
  readonly server: GitServer;
  readonly repository: TestRepository;
  readonly effects: Effects;
  /** The bare catalogue's folder and address. */
  readonly catalogue: { readonly path: string; readonly url: string };
  /** Everything the run said to the person watching. */
  readonly said: readonly string[];
  /** Publishes a chart of a commit, as one writer does; HEAD unless told. */
  publish(chart: string, version: string, target?: Partial<GitTarget>, commit?: string): Promise<string>;
  /** Paths of the catalogue's files. */
  paths(): Promise<readonly string[]>;
  read(path: string): Promise<string>;
  /** Puts files into the catalogue, as another writer does. */
  put(files: Readonly<Record<string, string | null>>, link?: readonly [string, string]): Promise<void>;
  /** A working copy of the catalogue. */
  copy(): Promise<string>;
  close(): Promise<void>;
}

/** @param settings of the git that publishes */
export async function openHarbour(
  files: Readonly<Record<string, string>>,
  options: GitServerOptions = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<Harbour> {
  const server = await startGitServer({ credentials: [{ username: 'ada', password: secret }], ...options });
  const [catalogue, repository] = await Promise.all([
    server.createRepository('org/catalogue'),
    createTestRepository(files),
  ]);
  const said: string[] = [];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: repository.path,
    ...quietGit,
    ...gitSettings(settings),
    CATALOG_TOKEN: secret,
  };
  const workspace: Workspace = await openWorkspace({
    cwd: repository.path,
    env,
    say: (line) => void said.push(line),
  });
  const copies: string[] = [];
  const copy = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
    copies.push(folder);
    await run('git', ['clone', '-q', catalogue.path, folder], { env: { ...process.env, ...quietGit } });
    return folder;
  };
  const tree = () => git(catalogue.path, 'ls-tree', '-r', '--name-only', 'main');
  return {
    server,
    repository,
    said,
    catalogue,
    effects: workspace.effects,
    copy,
    publish: async (chart, version, target = {}, at = 'HEAD') => {
      const commit = await repository.git('rev-parse', at);
      const made = await makePackage(recipeOf(chart, version, commit), workspace.effects);
      const { input } = await targetInput({ git: catalogue.url, credential, ...target }, {
        facts: {},
      } as never);
      if (input.kind !== 'git') throw new TypeError('not a git target');
      return publishToGit(
        { input, made, provenance: undefined, now: Date.UTC(2026, 0, 2) },
        workspace.effects,
      );
    },
    paths: async () => (await tree()).split('\n'),
    read: (path) => git(catalogue.path, 'show', `main:${path}`),
    put: async (added, link) => {
      const folder = await copy();
      await run('node', ['-e', putter, JSON.stringify(added), JSON.stringify(link ?? null)], { cwd: folder });
      await git(folder, 'add', '--all');
      await git(folder, 'commit', '-q', '-m', 'by hand');
      await git(folder, 'push', '-q', 'origin', 'HEAD:main');
    },
    close: async () => {
      await workspace.close();
      await server.close();
      await repository.remove();
      for (const folder of copies) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The variables by which git takes settings (git-config(1)). */
const gitSettings = (settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(Object.keys(settings).length)],
    ...Object.entries(settings).flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]);

const putter = `
const fs = require('node:fs');
const path = require('node:path');
for (const [file, text] of Object.entries(JSON.parse(process.argv[1]))) {
  if (text === null) { fs.rmSync(file); continue; }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
const link = JSON.parse(process.argv[2]);
if (link) fs.symlinkSync(link[1], link[0]);
`;

/** What a package is made of, where nothing is added to the chart. */
function recipeOf(chart: string, version: string, commit: string): Recipe {
  return {
    chart,
    commit,
    name: chart.split('/').at(-1) ?? '',
    version,
    generate: [],
    annotations: {},
    appReadme: null,
    whatsNew: null,
  };
}

/** The files of a chart in `charts/<name>`. */
export function chartFiles(
  name: string,
  version: string,
  values = 'a: 1\n',
): Readonly<Record<string, string>> {
  return {
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: ${version} # the newest\n`,
    [`charts/${name}/.helmignore`]: '*.tmp\n',
    [`charts/${name}/values.yaml`]: values,
    [`charts/${name}/templates/cm.yaml`]: 'kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
    [`charts/${name}/scratch.tmp`]: 'not shipped',
  };
}
