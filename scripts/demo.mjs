// A complete release in throw-away stand-ins: plan, dry run, release, a run that is killed half way, and its completion.
import { execFile, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify, styleText } from 'node:util';
import {
  quietGit,
  startGithub,
  startGitlab,
  startGitServer,
  startJsr,
  startRegistry,
} from '@launchway/sandbox';

const run = promisify(execFile);
const here = resolve(import.meta.dirname, '..');
const root = mkdtempSync(join(tmpdir(), 'launchway-demo-'));
const work = join(root, 'harbour');
const command = join(here, 'packages/core/bin/release.js');
const token = 'demo-token-4711';
const jsrToken = 'jsrp_demo_token_4713';

const server = await startGitServer({
  root: join(root, 'remotes'),
  credentials: ['ada', 'x-access-token'].map((username) => ({ username, password: token })),
});
const registry = await startRegistry();
const github = await startGithub({ tokens: { [token]: { kind: 'personal' } } });
const gitlab = await startGitlab();
const jsr = await startJsr({
  packages: ['@example/harbour-shared'],
  tokens: { [jsrToken]: { user: 'ada' } },
});
const env = {
  PATH: process.env.PATH,
  HOME: root,
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
  ...quietGit,
  ...jsr.env,
  JSR_TOKEN: jsrToken,
  LAUNCHWAY_GIT_TOKEN: token,
  LAUNCHWAY_GIT_TOKEN_USERNAME: 'ada',
  CATALOGUE_TOKEN: token,
  GITHUB_TOKEN: token,
  HARBOUR_GITHUB: github.url,
  HARBOUR_IMAGE: `${registry.host}/example/harbour`,
  HARBOUR_CHARTS: `oci://${registry.host}/example/charts`,
  HARBOUR_CATALOGUE: `${server.url}/example/charts.git`,
};

try {
  await tell();
} finally {
  await Promise.all([server, registry, jsr, github, gitlab].map((stand) => stand.close()));
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}

async function tell() {
  heading(
    'A chart, a runtime, plugins and a package in one repository, on a remote that asks for a password',
  );
  const remote = await server.createRepository('example/harbour');
  const catalogue = await server.createRepository('example/charts');
  github.serve(remote.path);
  await prepare(remote.url);
  show('git log --oneline', await git('log', '--oneline'));

  heading('Three commits: a plugin is fixed, the runtime and the shared package learn something');
  await commitThree();
  await pushAndBuild();
  await release(['plan']);

  heading('The dry run asks every target, and changes nothing');
  await release(['--dry-run', '--quiet']);

  heading('The release: one commit point, then every target');
  await release(['--yes', '--quiet']);
  await showWorld(remote.path, catalogue.path);

  heading('A second release is killed: the push is out, nothing else is, and nobody heard the answer');
  appendFileSync(join(work, 'plugins/plugin-auth/plugin.ts'), "export const scheme = 'bearer';\n");
  writeFileSync(join(work, 'charts/release-notes.md'), '- Plugins can ask for bearer tokens.\n');
  await commit('feat(auth): accept bearer tokens');
  await pushAndBuild();
  await killedRelease(remote.path);
  await showWorld(remote.path, catalogue.path);

  heading('Run again: it sees what is done, and does the rest');
  await release(['--yes', '--quiet']);
  await showWorld(remote.path, catalogue.path);

  await tellGitlab(remote.path);
}

/** The other flow: a branch of its own, and no variables but those that GitLab provides. */
async function tellGitlab(remote) {
  heading(
    'The flow of a self-hosted GitLab, from the same release.config.ts: it tells that 0.2.28 never came there',
  );
  gitlab.serve(remote);
  await git('checkout', '-q', '-b', 'test/gitlab-ci');
  appendFileSync(join(work, 'apps/runtime/src/server.js'), 'process.title = "harbour";\n');
  writeFileSync(join(work, 'charts/release-notes.md'), '- The process has a name.\n');
  await commit('fix(runtime): give the process a name');
  await push();
  const head = await git('rev-parse', 'HEAD');
  build('group/harbour', head);
  const job = {
    ...gitlab.job({ branch: 'test/gitlab-ci', commit: head, protected: true }),
    CI_REGISTRY: registry.host,
    CI_REGISTRY_IMAGE: `${registry.host}/group/harbour`,
  };
  await release(['--yes', '--quiet'], job);
  show('image tags', tagsOf('group/harbour'));
  const { releases, packages } = gitlab.snapshot();
  show(
    'releases on GitLab',
    releases.map(({ tag_name: tag, description }) => `${tag}: ${description}`).join('\n'),
  );
  show(
    'packages on GitLab',
    packages.map(({ name, version, type }) => `${name} ${version} (${type})`).join('\n'),
  );
  const downloads = gitlab.project.packages.find(({ type }) => type === 'generic')?.files ?? [];
  show('the tool for every platform, on GitLab', downloads.map(({ name }) => name).join('\n'));
  show(
    'what is in its checksums',
    String(downloads.find(({ name }) => name.endsWith('.txt'))?.bytes ?? '(none)').trimEnd(),
  );
}

async function prepare(url) {
  cpSync(join(here, 'examples/reference'), work, { recursive: true });
  symlinkSync(join(here, 'node_modules'), join(work, 'node_modules'));
  writeFileSync(join(work, '.gitignore'), 'node_modules\n');
  await git('init', '-q', '-b', 'main');
  await git('remote', 'add', 'origin', url);
  await commit('feat: harbour 0.2.26');
  await git('tag', '-a', 'v0.2.26', '-m', 'Release v0.2.26');
  await push('v0.2.26');
}

async function commitThree() {
  appendFileSync(join(work, 'plugins/plugin-proxy/plugin.ts'), 'export const retries = 3;\n');
  await commit('fix(proxy): try three times');
  appendFileSync(join(work, 'packages/shared/src/mod.ts'), 'export const schema = 2;\n');
  await commit('feat(shared): say which schema a manifest has');
  appendFileSync(join(work, 'apps/runtime/src/server.js'), "process.on('SIGTERM', () => process.exit(0));\n");
  writeFileSync(join(work, 'charts/release-notes.md'), '- The runtime stops at once when it is told to.\n');
  await commit('feat(runtime): stop gracefully (#12)');
}

/** Pushes, and builds the commit's image as the CI of the repository would. */
async function pushAndBuild() {
  await push();
  build('example/harbour', await git('rev-parse', 'HEAD'));
}

function build(repository, sha) {
  const labels = { 'org.opencontainers.image.revision': sha };
  registry.push(repository, { content: `image of ${sha}`, labels }, `sha-${sha.slice(0, 7)}`);
}

/** Starts a release, and kills it as soon as the remote has taken the push, before it hears the answer. */
async function killedRelease(path) {
  server.fail({ on: 'push', kind: 'held' });
  const tip = () => git('-C', path, 'rev-parse', 'main');
  const before = await tip();
  const child = spawn(process.execPath, [command, '--yes', '--quiet'], { cwd: work, env, stdio: 'ignore' });
  const ended = new Promise((done) =>
    child.on('exit', (code, signal) => done(signal ?? `exit code ${code}`)),
  );
  while ((await tip()) === before && child.exitCode === null)
    await new Promise((next) => setTimeout(next, 20));
  child.kill('SIGKILL');
  console.log(`The release ended by ${await ended}.`);
}

async function release(args, job = {}) {
  console.log(styleText('bold', `$ npx --no-install release ${args.join(' ')}`));
  const child = spawn(process.execPath, [command, ...args], {
    cwd: work,
    env: { ...env, ...job },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((done) => child.on('exit', done));
  if (code !== 0) throw new Error(`release ${args.join(' ')} ended with exit code ${code}`);
}

async function commit(message) {
  await git('add', '--all');
  await git('commit', '-q', '-m', message);
}

async function push(...refs) {
  const header = Buffer.from(`ada:${token}`).toString('base64');
  await git(
    '-c',
    `http.extraHeader=Authorization: Basic ${header}`,
    'push',
    '-q',
    '-u',
    'origin',
    'HEAD',
    ...refs,
  );
}

async function git(...args) {
  return (await run('git', args, { cwd: work, env })).stdout.trim();
}

async function showWorld(remote, catalogue) {
  const format = '%(objectname:short) %(refname:short) %(contents:subject)';
  show('the remote', await git('-C', remote, 'for-each-ref', `--format=${format}`));
  show('image tags', tagsOf('example/harbour'));
  show('chart tags', tagsOf('example/charts/harbour'));
  const files = await git('-C', catalogue, 'ls-tree', '-r', '--name-only', 'main').catch(() => '(empty)');
  show(
    'the catalogue',
    files
      .split('\n')
      .filter((file) => /Chart.yaml|app-readme|empty/.test(file))
      .join('\n'),
  );
  const versions = [...(jsr.package('@example/harbour-shared')?.versions.keys() ?? [])];
  show('@example/harbour-shared on JSR', versions.join(', ') || '(none)');
  const { releases } = github.snapshot();
  const lines = releases.map(({ tag, body, draft, latest }) => {
    const standing = latest ? ' (the latest)' : '';
    return `${tag}${draft ? ' (a draft)' : standing}: ${body.split('\n').find((line) => line.startsWith('-')) ?? ''}`;
  });
  show('releases on GitHub', lines.join('\n') || '(none)');
  const downloads = releases.flatMap(({ assets }) =>
    assets.map(({ name, digest }) => `${digest.slice(0, 19)} ${name}`),
  );
  show('the tool for every platform, on GitHub', downloads.join('\n') || '(none)');
}

function tagsOf(repository) {
  const tags = Object.entries(registry.tags(repository)).filter(([tag]) => !tag.startsWith('sha-'));
  return tags.map(([tag, digest]) => `${tag.padEnd(16)}${digest.slice(0, 19)}`).join('\n') || '(none)';
}

function show(title, text) {
  console.log(`${styleText('dim', title)}\n${text.replace(/^/gm, '  ')}\n`);
}

function heading(text) {
  console.log(`\n${styleText(['bold', 'cyan'], `== ${text}`)}\n`);
}
