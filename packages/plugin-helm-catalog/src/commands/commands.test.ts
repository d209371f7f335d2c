import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command, CommandInvocation } from '@launchway/core';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { folderTree, temporary, writeChart } from '../../../helm/src/helm.fixture.ts';
import { charts, minimal } from '../../../helm/src/package/charts.fixture.ts';
import { catalogCommand } from './catalog.ts';
import { packageCommand } from './package.ts';

interface Call {
  readonly args?: readonly string[];
  readonly options?: CommandInvocation['options'];
  readonly cwd?: string;
  readonly json?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Calls a command with what the core would give it, as far as it uses it. */
async function call(
  command: Command,
  { args = [], options = {}, cwd = temporary(), json = false, env = {} }: Call,
) {
  const printed: string[] = [];
  const said: string[] = [];
  const effects = {
    folder: folderTree,
    env: (name: string) => env[name],
    now: () => Date.UTC(2026, 0, 2),
    say: (line: string) => void said.push(line),
    write: async (path: string, content: string | Uint8Array) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    },
    query: async ([program = '', ...rest]: readonly string[], { cwd: folder }: { cwd?: string } = {}) => {
      const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, encoding: 'utf8' });
      return { exitCode: status ?? 1, stdout, stderr };
    },
  };
  const invocation = { args, options, cwd, json, effects, print: (text: string) => void printed.push(text) };
  const code = await command.run(invocation as unknown as CommandInvocation);
  return { code, printed: printed.join(''), said, cwd };
}

const git = (cwd: string, ...args: string[]) =>
  spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd,
    env: { ...process.env, GIT_COMMITTER_DATE: '1700000000 +0200' },
  });

test('release package writes the package and says where', async () => {
  const out = temporary();
  const { code, printed } = await call(packageCommand, {
    args: [writeChart(minimal)],
    options: { out: join(out, 'deep') },
  });
  expect(code).toBe(0);
  expect(printed).toMatch(/deep\/demo-1\.2\.3\.tgz\nsha256:[0-9a-f]{64}\n$/);
  expect(existsSync(join(out, 'deep/demo-1.2.3.tgz'))).toBe(true);
});

test('a package has the time of the commit, whenever and wherever it is made', async () => {
  const digests = await Promise.all(
    [1, 2].map(async () => {
      const chart = writeChart(minimal);
      git(chart, 'init', '--quiet');
      git(chart, 'add', '.');
      git(chart, 'commit', '--quiet', '--message', 'one');
      const { printed } = await call(packageCommand, {
        args: ['.'],
        cwd: chart,
        options: { out: temporary() },
        json: true,
      });
      return (JSON.parse(printed) as { digest: string }).digest;
    }),
  );
  const told = await call(packageCommand, {
    args: [writeChart(minimal)],
    options: { out: temporary() },
    json: true,
    env: { SOURCE_DATE_EPOCH: '1700000000' },
  });
  expect(new Set([...digests, (JSON.parse(told.printed) as { digest: string }).digest]).size).toBe(1);
});

test('a SOURCE_DATE_EPOCH that is no number is refused', async () => {
  const failed = call(packageCommand, {
    args: [writeChart(minimal)],
    env: { SOURCE_DATE_EPOCH: 'yesterday' },
  });
  await expect(failed).rejects.toMatchObject({ problems: [{ code: 'PACKAGE_TIME' }] });
});

test('release catalog reconcile writes the index of a folder, and then has nothing to do', async () => {
  const folder = temporary();
  for (const files of [charts['minimal'], charts['dotfiles'], charts['version 1 with requirements']]) {
    await call(packageCommand, { args: [writeChart(files ?? {})], options: { out: join(folder, 'assets') } });
  }
  const first = await call(catalogCommand, { args: ['reconcile', folder] });
  const index = parse(readFileSync(join(folder, 'index.yaml'), 'utf8')) as {
    entries: Record<string, { urls: string[] }[]>;
  };
  expect(Object.keys(index.entries)).toEqual(['demo', 'legacy']);
  expect(index.entries['legacy']?.[0]?.urls).toEqual(['assets/legacy-1.0.0.tgz']);
  const again = await call(catalogCommand, { args: ['reconcile', folder], options: { check: true } });
  expect([first.code, again.code, again.printed]).toEqual([
    0,
    0,
    `${join(folder, 'index.yaml')} is as it should be: 2 versions\n`,
  ]);
});

test('an action that does not exist is refused', async () => {
  await expect(call(catalogCommand, { args: ['mend'] })).rejects.toMatchObject({
    problems: [{ code: 'CATALOG_ACTION' }],
  });
});
