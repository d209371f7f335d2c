import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startGitServer } from '@launchway/sandbox';
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
    readonly steps: readonly { readonly id: string; readonly state: string; readonly output?: unknown }[];
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
  expect(held(answer, 'ghcr.io/example/harbour')).toEqual(['0.2', '0.2.27', 'latest']);
  expect(held(answer, 'oci://ghcr.io/example/charts/harbour')).toEqual(['0.2.27']);
  expect(held(answer, 'github.com/example/harbour')).toEqual(
    expect.arrayContaining(['main', 'tags/v0.2.27', 'charts/Chart.yaml']),
  );
  expect(held(answer, 'github.com/example/charts')).toContain('charts/harbour/0.2.27/Chart.yaml');
  expect(held(answer, '@example/harbour-shared on JSR')).toEqual(['0.4.2']);
  expect(held(answer, 'Releases of example/harbour at github.com')).toEqual(['v0.2.27']);
  expect(answer.world.recorded).toEqual([]);
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
    'This was a rehearsal: nothing was released, and no true credential was used.',
  ])
    expect(ended.stdout).toContain(part);
});

test('in a workflow the package is published by its identity, and nothing is left for other jobs', async () => {
  const desk = await harbour();
  await desk.git('checkout', '-q', '--detach');
  await desk.git('branch', '-q', '-D', 'main');
  const output = `${desk.beside}.output`;
  const ended = await desk.release(['rehearse'], {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_REPOSITORY: 'example/harbour',
    GITHUB_REPOSITORY_ID: '4712',
    GITHUB_ACTOR_ID: '7003',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_RUN_ID: '11',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_SHA: await desk.git('rev-parse', 'HEAD'),
    GITHUB_WORKFLOW: 'release',
    GITHUB_WORKFLOW_REF: 'example/harbour/.github/workflows/release.yml@refs/heads/main',
    GITHUB_OUTPUT: output,
    RUNNER_ENVIRONMENT: 'github-hosted',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example.org/token',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a-true-one-4711',
  });
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  expect(ended.stdout).toContain("by the workflow's identity");
  expect(existsSync(output)).toBe(false);
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

test.each(['git:push:after', 'docker:push', 'helm-catalog:git:after', 'jsr:publish', 'github:after'])(
  'a release of which %s fails is complete after the next run',
  async (step) => {
    const desk = await harbour();
    const answer = told(await desk.release(['rehearse', '--json', '--fail', step]));
    const [first, second] = answer.runs;
    expect(first?.steps.some(({ state }) => state === 'failed')).toBe(true);
    expect(['released', 'resumed', 'complete']).toContain(second?.outcome);
    expect(held(answer, 'ghcr.io/example/harbour')).toEqual(['0.2', '0.2.27', 'latest']);
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

test.each(['artifacts:after', 'gitlab:release', 'helm-catalog:gitlab:after'])(
  'a release on GitLab of which %s fails is complete after the next run',
  async (step) => {
    const desk = await kept(referenceDesk('test/gitlab-ci', 'https://gitlab.com/group/harbour.git'));
    const ended = await desk.release(['rehearse', '--flow', 'gitlab', '--json', '--fail', step]);
    const answer = told(ended);
    expect(ended.code, ended.stderr).toBe(0);
    expect(answer.runs[0]?.steps.some(({ state }) => state === 'failed')).toBe(true);
    expect(held(answer, 'Releases of group/harbour at gitlab.com')).toEqual(['v0.2.27']);
    expect(held(answer, 'Packages of group/harbour at gitlab.com')).toContain('harbour 0.2.27');
  },
);

test('a package whose dependencies deno has kept is rehearsed without a network', async () => {
  const desk = await kept(
    deskOf({
      ...menu("jsr({ package: '.', name: 'soup' })", { jsr: '@launchway/plugin-jsr' }),
      'jsr.json': '{ "name": "@team/soup", "version": "2.7.1", "license": "MIT", "exports": "./mod.ts" }\n',
      'mod.ts': 'import { leek } from "jsr:@std/leek@^1.2";\nexport const soup: number = leek + 1;\n',
    }),
  );
  const module = 'export const leek: number = 7;\n';
  const manifest = { '/mod.ts': { size: module.length, checksum: `sha256-${sha256(module)}` } };
  const held = {
    '/@std/leek/meta.json': JSON.stringify({
      scope: 'std',
      name: 'leek',
      latest: '1.2.3',
      versions: { '1.2.3': {} },
    }),
    '/@std/leek/1.2.3_meta.json': JSON.stringify({ manifest, exports: { '.': './mod.ts' } }),
    '/@std/leek/1.2.3/mod.ts': module,
  };
  const cache = join(dirname(desk.beside), 'deno/remote/https/jsr.io');
  await mkdir(cache, { recursive: true });
  for (const [path, text] of Object.entries(held)) {
    const type = path.endsWith('.ts') ? 'application/typescript' : 'application/json';
    const metadata = { headers: { 'content-type': type }, url: `https://jsr.io${path}`, time: 1 };
    await writeFile(join(cache, sha256(path)), `${text}\n// denoCacheMetadata=${JSON.stringify(metadata)}`);
  }
  await change(desk);
  const ended = await desk.release(['rehearse']);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  expect(ended.stdout).toContain('@team/soup on JSR');
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('where no commit asks for a release nothing is rehearsed, until a version is asked for', async () => {
  const desk = await kept(deskOf(menu('')));
  await change(desk, 'docs: of soups');
  const idle = await desk.release(['rehearse']);
  expect(idle.code, idle.stderr).toBe(0);
  expect(idle.stdout).toContain('Nothing would be published');
  const asked = await desk.release(['rehearse', '--as', 'menu=7.0.1']);
  expect(asked.code, asked.stderr).toBe(0);
  expect(asked.stdout).toContain('tags/menu-7.0.1');
});

test('without the stand-ins the package to install is named', async () => {
  const desk = await kept(deskOf({ 'release.config.json': '{ "flows": { "main": { "plugins": [] } } }' }));
  const core = join(desk.beside, 'core');
  for (const part of ['bin', 'package.json', 'dist/bundle'])
    cpSync(join(import.meta.dirname, '../../packages/core', part), join(core, part), { recursive: true });
  const ended = await desk.releaseBy(join(core, 'bin/release.js'), ['rehearse']);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('REHEARSAL_SANDBOX_MISSING');
  expect(ended.stderr).toContain('npm install --save-dev @launchway/sandbox');
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
    ['forges', 'git', 'jsr', 'registries', 'rehearsal.json', 'requests.ndjson'].toSorted(),
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

/** @param imports functions of packages that the plugins need */
const menu = (
  plugins: string,
  imports: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  'menu.json': '{ "version": "2.7.1" }\n',
  'release.config.mjs': `import { exec, track } from '@launchway/core';
${Object.entries(imports)
  .map(([name, from]) => `import { ${name} } from '${from}';\n`)
  .join('')}
export default { flows: { main: { plugins: [
  track({ name: 'menu', pins: ['menu.json'], paths: ['**'], tag: { name: 'menu-{version}' } }),
  ${plugins}
] } } };\n`,
});

/** Asks the proxy for a host, as curl and others do, and goes on whatever it says. */
const asker = `
  const { request } = require('node:http');
  const { hostname, port } = new URL(process.env.HTTPS_PROXY);
  const asked = request({ host: hostname, port, method: 'CONNECT', path: 'hooks.example.org:443' });
  asked.on('connect', ({ statusCode }) => process.exit(statusCode === 403 ? 0 : 1)).end();
`;
const node = (script: string): string => JSON.stringify([process.execPath, '-e', script]);

test("a user's commands run in the throw-away clone, and what they ask of the world is refused and told", async () => {
  const writer = "require('node:fs').writeFileSync('written-by-a-command.txt', 'here')";
  const desk = await kept(
    deskOf(
      menu(`exec({ name: 'write', phase: 'stage', run: ${node(writer)} }),
            exec({ name: 'tell', phase: 'stage', run: ${node(asker)} }),
            exec({ name: 'ask', phase: 'stage', run: ['git', 'ls-remote', 'ssh://git@elsewhere.example.org/x.git'] })`),
    ),
  );
  await change(desk);
  const before = await desk.state();
  const ended = await desk.release(['rehearse', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(await desk.state()).toBe(before);
  expect(told(ended).world.refused).toEqual(['A command asked for hooks.example.org:443.']);
  expect(held(told(ended), 'git.example.org/team/thing')).toContain('tags/menu-2.8.0');
});

test('where the kernel gives no namespace, what is asked of the world is refused all the same', async () => {
  const fetching = "fetch('http://198.51.100.7/').catch(() => undefined)";
  const desk = await kept(
    deskOf({
      ...menu(`exec({ name: 'tell', phase: 'stage', run: ${node(asker)} })`),
      'tools/unshare': '#!/bin/sh\nexit 1\n',
    }),
  );
  const config = join(desk.path, 'release.config.mjs');
  const late = `if (process.env.LAUNCHWAY_REHEARSAL) ${fetching};\n`;
  await writeFile(config, `${readFileSync(config, 'utf8')}${late}`);
  await change(desk);
  const tools = join(desk.path, 'tools');
  const ended = await desk.release(['rehearse', '--json'], { PATH: `${tools}:${process.env['PATH']}` });
  expect(ended.code, ended.stderr).toBe(0);
  expect(told(ended).world.guard).toBe('refusal');
  expect(told(ended).world.refused.toSorted()).toEqual([
    'A command asked for hooks.example.org:443.',
    'The process itself asked for 198.51.100.7:80.',
  ]);
});

test('an image that a job names in a file is a placeholder, which the file names', async () => {
  const from = "{ track: 'menu', image: 'ghcr.io/team/menu', from: { file: 'dist/image.txt' } }";
  const desk = await kept(deskOf(menu(`docker(${from})`, { docker: '@launchway/plugin-docker' })));
  await change(desk);
  const ended = await desk.release(['rehearse', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  const answer = told(ended);
  expect(held(answer, 'ghcr.io/team/menu')).toEqual(expect.arrayContaining(['2.8.0', 'latest']));
  expect(answer.world.assumed.join()).toContain('ghcr.io/team/menu:rehearsed exists: a placeholder stands');
});

test('an image that is built is a placeholder with the labels of the build, for every platform', async () => {
  const build =
    "{ track: 'menu', image: 'ghcr.io/team/menu', build: { platforms: ['linux/amd64', 'linux/arm64'] } }";
  const desk = await kept(
    deskOf({
      ...menu(`docker(${build})`, { docker: '@launchway/plugin-docker' }),
      Dockerfile: 'FROM scratch\nCOPY menu.json /\n',
    }),
  );
  await change(desk);
  const ended = await desk.release(['rehearse', '--json', '--keep', desk.beside]);
  expect(ended.code, ended.stderr).toBe(0);
  const answer = told(ended);
  expect(held(answer, 'ghcr.io/team/menu')).toEqual(expect.arrayContaining(['2.8.0', 'latest']));
  expect(answer.world.assumed).toEqual([
    'ghcr.io is taken to hold nothing yet: what it truly holds decides which floating tags move.',
    'The image ghcr.io/team/menu was not built: a placeholder with its labels stands for it.',
  ]);
  const layout = join(desk.beside, 'registries/ghcr.io/team/menu');
  const blob = (digest = ''): unknown =>
    JSON.parse(readFileSync(join(layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as Index;
  const index = blob(manifests[0]?.digest) as Index;
  expect(index.manifests.map(({ platform }) => platform?.architecture)).toEqual(['amd64', 'arm64']);
  const { config } = blob(index.manifests[1]?.digest) as { readonly config: { readonly digest: string } };
  expect(blob(config.digest)).toMatchObject({
    config: { Labels: { 'org.opencontainers.image.version': '2.8.0' } },
  });
});

interface Index {
  readonly manifests: readonly {
    readonly digest: string;
    readonly platform?: { readonly architecture: string };
  }[];
}

test('with --fetch the remote is as it is now, and nothing of the repository changes', async () => {
  const server = await startGitServer({ credentials: [{ username: 'ada', password: 'word-4711' }] });
  try {
    const { url, path } = await server.createRepository('team/thing');
    const desk = await kept(deskOf(menu(''), url));
    await change(desk);
    await desk.git('push', '-q', path, 'HEAD:refs/heads/main');
    const ahead = await desk.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'fix: by somebody else');
    await desk.git('push', '-q', path, `${ahead}:refs/heads/main`);
    const login = { LAUNCHWAY_GIT_TOKEN: 'word-4711', LAUNCHWAY_GIT_TOKEN_USERNAME: 'ada' };
    const before = await desk.state();

    const known = await desk.release(['rehearse', '--quiet'], login);
    expect(known.code, known.stderr).toBe(0);
    expect(server.requests).toEqual([]);

    const asked = await desk.release(['rehearse', '--fetch'], login);
    expect(asked.code, asked.stdout + asked.stderr).toBe(3);
    expect(asked.stderr).toContain('BRANCH_MOVED');
    const operations = new Set(server.requests.map(({ operation }) => operation));
    expect([...operations].toSorted()).toEqual(['fetch', 'list']);
    expect(await desk.state()).toBe(before);
  } finally {
    await server.close();
  }
});

test('a server that a plugin declares answers as the plugin says', async () => {
  const plugin = `{
    name: 'quota',
    rehearse: [{ address: 'https://store.example.org/', answers: [{ method: 'GET', path: 'quota', status: 200, body: { left: 7 } }] }],
    steps: [{
      kind: 'quota:ask', phase: 'stage', confirm: false,
      probe: async () => ({ state: 'todo' }),
      run: async (_, effects) => ({ left: (await effects.get({ url: 'https://store.example.org/quota' })).json().left }),
    }],
    publish: () => [{ id: 'quota:ask', kind: 'quota:ask', title: 'ask for the quota', input: {} }],
  }`;
  const desk = await kept(deskOf(menu(plugin)));
  await change(desk);
  const ended = await desk.release(['rehearse', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(told(ended).runs[0]?.steps.find(({ id }) => id === 'quota:ask')?.output).toEqual({ left: 7 });
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
  const upload = join(import.meta.dirname, '../author-plugin/src/index.ts');
  const options = `{ file: 'menu.json', track: 'menu', to: 'https://store.example.org/{version}.json', token: 'STORE_TOKEN' }`;
  const desk = await kept(deskOf(menu(`upload(${options})`, { upload })));
  await change(desk);
  const answer = told(await desk.release(['rehearse', '--json']));
  expect(answer.outcome).toBe('released');
  expect(answer.world.recorded).toEqual([
    'GET https://store.example.org/2.8.0.json: 404',
    'PUT https://store.example.org/2.8.0.json: 201',
    'GET https://store.example.org/2.8.0.json: 200',
  ]);
});

async function change(desk: Desk, message = 'feat: a soup'): Promise<void> {
  await appendFile(join(desk.path, 'soup.md'), 'Leek.\n');
  await desk.git('add', '--all');
  await desk.git('commit', '-q', '-m', message);
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
