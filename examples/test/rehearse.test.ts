import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Desk, deskOf, referenceDesk } from './rehearsal.fixture.ts';
import type { Ended } from './world.fixture.ts';

const desks: Desk[] = [];
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.remove()));
});

const kept = async (desk: Promise<Desk>): Promise<Desk> => {
  const made = await desk;
  desks.push(made);
  return made;
};
const harbour = () => kept(referenceDesk('main', 'https://github.com/example/harbour.git'));

interface Told {
  readonly outcome: string;
  readonly runs: readonly {
    readonly outcome: string;
    readonly steps: readonly { readonly id: string; readonly state: string }[];
  }[];
  readonly world: {
    readonly guard: string;
    readonly places: readonly {
      readonly name: string;
      readonly items: readonly { readonly name: string }[];
    }[];
    readonly assumed: readonly string[];
    readonly recorded: readonly string[];
    readonly refused: readonly string[];
  };
}

function told(ended: Ended): Told {
  expect(ended.stdout, ended.stderr).toMatch(/^\{/);
  return JSON.parse(ended.stdout) as Told;
}

const held = ({ world }: Told, name: string): readonly string[] =>
  world.places.find((place) => place.name === name)?.items.map((item) => item.name) ?? [];

test('the flow on GitHub is rehearsed with its own addresses, and nothing of the repository changes', async () => {
  const desk = await harbour();
  const before = await desk.state();
  const ended = await desk.release(['rehearse', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  const answer = told(ended);
  expect(answer.outcome).toBe('released');
  expect(held(answer, 'ghcr.io/example/harbour')).toEqual(['0.2.27', '0.2', 'latest']);
  expect(held(answer, 'oci://ghcr.io/example/charts/harbour')).toEqual(['0.2.27']);
  expect(held(answer, 'github.com/example/harbour')).toEqual(
    expect.arrayContaining(['main', 'tags/v0.2.27', 'charts/Chart.yaml']),
  );
  expect(held(answer, 'github.com/example/charts')).toContain('charts/harbour/0.2.27/Chart.yaml');
  expect(held(answer, '@example/harbour-shared on JSR')).toEqual(['0.4.2']);
  expect(held(answer, 'Releases of example/harbour at github.com')).toEqual(['v0.2.27']);
  expect(answer.world.refused).toEqual([]);
  expect(await desk.state()).toBe(before);
});

test('the flow on GitLab is rehearsed at a desk as GitLab would run it', async () => {
  const desk = await kept(referenceDesk('test/gitlab-ci', 'git@git.example.org:group/harbour.git'));
  const ended = await desk.release(['rehearse', '--flow', 'gitlab']);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  for (const part of [
    'git.example.org:5050/group/harbour',
    'Releases of group/harbour at git.example.org',
    'helm: harbour-0.2.27.tgz',
    'This was a rehearsal: nothing was released.',
  ])
    expect(ended.stdout).toContain(part);
});

test('no process of a rehearsal connects to anything but this machine', async ({ skip }) => {
  if (!works('strace', '-V')) skip('strace is not installed');
  const desk = await harbour();
  const log = `${desk.beside}.trace`;
  const traced = ['strace', '-f', '-qq', '-e', 'trace=connect,sendto', '-o', log];
  const ended = await desk.release(['rehearse', '--quiet'], {}, traced);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const connects = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /sa_family=AF_INET6?\b/.test(line));
  expect(connects.length).toBeGreaterThan(10);
  expect(connects.filter((line) => !/inet_addr\("127\.|"::1"|sin_port=htons\(0\)/.test(line))).toEqual([]);
});

test.each(['git:push:after', 'docker:push', 'helm-catalog:git:after', 'jsr:publish'])(
  'a release of which %s fails is complete after the next run',
  async (step) => {
    const desk = await harbour();
    const answer = told(await desk.release(['rehearse', '--json', '--fail', step]));
    const [first, second] = answer.runs;
    expect(first?.steps.some(({ state }) => state === 'failed')).toBe(true);
    expect(['released', 'resumed', 'complete']).toContain(second?.outcome);
    expect(held(answer, 'ghcr.io/example/harbour')).toEqual(['0.2.27', '0.2', 'latest']);
    expect(held(answer, '@example/harbour-shared on JSR')).toEqual(['0.4.2']);
  },
);

test('what a failure leaves is told in three lines, and how the next run mends it', async () => {
  const desk = await harbour();
  const ended = await desk.release(['rehearse', '--fail', 'docker:push']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout).toContain('is incomplete. Done: ');
  expect(ended.stdout).toContain('`release` is run again');
  expect(ended.stdout).toContain('Completed the release of chart 0.2.27');
});

test('a step that is not there cannot fail', async () => {
  const desk = await harbour();
  const ended = await desk.release(['rehearse', '--fail', 'docker:psh']);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('REHEARSAL_FAIL_UNKNOWN');
  expect(ended.stderr.replace(/\s+/g, ' ')).toContain('Did you mean "docker:push"?');
});

test('a rehearsal is kept where it was asked for, and never beside other files', async () => {
  const desk = await harbour();
  const ended = await desk.release(['rehearse', '--quiet', '--keep', desk.beside]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(readdirSync(desk.beside).toSorted()).toEqual(
    ['git', 'jsr', 'registries', 'rehearsal.json', 'requests.ndjson'].toSorted(),
  );
  const remote = join(desk.beside, 'git/github.com/example/harbour.git');
  expect(execFileSync('git', ['-C', remote, 'show', 'v0.2.27:package.json'], { encoding: 'utf8' })).toContain(
    '"version": "0.2.27"',
  );
  const layout = join(desk.beside, 'registries/ghcr.io/example/harbour/index.json');
  expect(readFileSync(layout, 'utf8')).toContain('"org.opencontainers.image.ref.name": "0.2.27"');
  const again = await desk.release(['rehearse', '--keep', desk.beside]);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('REHEARSAL_KEEP_TAKEN');
});

test('true secrets are nowhere in a rehearsal', async () => {
  const desk = await harbour();
  const secret = 'tr-u3-s3cr3t-4711';
  await desk.git('config', 'http.https://github.com/.extraHeader', `Authorization: Basic ${secret}`);
  const ended = await desk.release(['rehearse', '--verbose', '--keep', desk.beside], {
    CATALOGUE_TOKEN: secret,
    JSR_TOKEN: secret,
    GITHUB_TOKEN: secret,
    LAUNCHWAY_GIT_TOKEN: secret,
  });
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout + ended.stderr).not.toContain(secret);
  const files = readdirSync(desk.beside, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(20);
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name), 'latin1'), name).not.toContain(secret);
});

test('a configuration that is broken is refused as it is by plan', async () => {
  const desk = await deskOf({ 'release.config.json': '{ "flows": { "main": { "plugin": [] } } }' });
  desks.push(desk);
  const ended = await desk.release(['rehearse']);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('CONFIG_UNKNOWN_KEY');
});

const menu = (plugins: string): Readonly<Record<string, string>> => ({
  'menu.json': '{ "version": "2.7.1" }\n',
  'release.config.mjs': `import { exec, track } from '@launchway/core';
export default { flows: { main: { plugins: [
  track({ name: 'menu', pins: ['menu.json'], paths: ['**'], tag: { name: 'menu-{version}' } }),
  ${plugins}
] } } };\n`,
});

test("a user's commands run in the throw-away clone, and what they ask of the world is refused and told", async () => {
  const script = `
    const { writeFileSync } = require('node:fs');
    writeFileSync('written-by-a-command.txt', process.cwd());
    fetch('https://hooks.example.org/').catch(() => process.exit(0));
  `;
  const desk = await kept(
    deskOf(
      menu(`exec({ name: 'tell', phase: 'stage', run: [${JSON.stringify(process.execPath)}, '-e', ${JSON.stringify(script)}] }),
            exec({ name: 'ask', phase: 'stage', run: ['git', 'ls-remote', 'ssh://git@elsewhere.example.org/x.git'] })`),
    ),
  );
  await change(desk);
  const before = await desk.state();
  const ended = await desk.release(['rehearse', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(await desk.state()).toBe(before);
  expect(held(told(ended), 'git.example.org/team/thing')).toContain('tags/menu-2.8.0');
});

test('a repository without a remote is given one, and the person is told', async () => {
  const desk = await kept(deskOf(menu(''), ''));
  await change(desk);
  const ended = await desk.release(['rehearse']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stderr).toContain('REHEARSAL_NO_REMOTE');
  expect(ended.stdout).toContain('tags/menu-2.8.0');
});

test('changes that are not committed have no part in it', async () => {
  const desk = await kept(deskOf(menu('')));
  await change(desk);
  await writeFile(join(desk.path, 'menu.json'), '{ "version": "9.9.9" }\n');
  const ended = await desk.release(['rehearse']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout).toContain('The change of menu.json that is not committed had no part in it');
  expect(ended.stdout).toContain('2.8.0');
});

test("an author's own plugin goes through the recorder", async () => {
  const upload = JSON.stringify(join(import.meta.dirname, '../author-plugin/src/index.ts'));
  const desk = await kept(
    deskOf({
      ...menu(
        `upload({ file: 'menu.json', track: 'menu', to: 'https://store.example.org/{version}.json', token: 'STORE_TOKEN' })`,
      ),
    }),
  );
  const config = join(desk.path, 'release.config.mjs');
  await writeFile(config, `import { upload } from ${upload};\n${readFileSync(config, 'utf8')}`);
  await change(desk);
  const answer = told(await desk.release(['rehearse', '--json']));
  expect(answer.outcome).toBe('released');
  expect(answer.world.recorded).toEqual([
    'GET https://store.example.org/2.8.0.json: 404',
    'PUT https://store.example.org/2.8.0.json: 201',
    'GET https://store.example.org/2.8.0.json: 200',
  ]);
});

async function change(desk: Desk): Promise<void> {
  await appendFile(join(desk.path, 'soup.md'), 'Leek.\n');
  await desk.git('add', '--all');
  await desk.git('commit', '-q', '-m', 'feat: a soup');
  await desk.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

function works(...argv: readonly string[]): boolean {
  const [program = '', ...args] = argv;
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
