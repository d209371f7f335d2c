// A complete release in throw-away stand-ins: plan, dry run, release, a run that is killed half way, and its completion.
import { execFile, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify, styleText } from 'node:util';
import { quietGit, startGitServer } from '@launchway/sandbox';

const run = promisify(execFile);
const here = resolve(import.meta.dirname, '..');
const root = mkdtempSync(join(tmpdir(), 'launchway-demo-'));
const work = join(root, 'harbour');
const command = join(here, 'packages/core/bin/release.js');
const token = 'demo-token-4711';

const server = await startGitServer({ root: join(root, 'remotes'), credentials: [{ username: 'ada', password: token }] });
const env = {
  PATH: process.env.PATH,
  HOME: root,
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
  ...quietGit,
  LAUNCHWAY_GIT_TOKEN: token,
  LAUNCHWAY_GIT_TOKEN_USERNAME: 'ada',
};

try {
  await tell();
} finally {
  await server.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}

async function tell() {
  heading('A repository with a chart, a runtime, plugins and a package, on a remote that asks for a password');
  const remote = await server.createRepository('example/harbour');
  await prepare(remote.url);
  show('git log --oneline', await git('log', '--oneline'));

  heading('Two commits: a plugin is fixed, and the runtime learns something');
  appendFileSync(join(work, 'plugins/plugin-proxy/plugin.ts'), 'export const retries = 3;\n');
  await commit('fix(proxy): try three times');
  appendFileSync(join(work, 'apps/runtime/src/server.js'), "process.on('SIGTERM', () => process.exit(0));\n");
  writeFileSync(join(work, 'charts/release-notes.md'), '- The runtime stops at once when it is told to.\n');
  await commit('feat(runtime): stop gracefully (#12)');
  await push();
  await release('plan');

  heading('The dry run asks every target, and changes nothing');
  await release('--dry-run');

  heading('The release: one commit, one tag, one atomic push');
  await release('--yes');
  await showRemote(remote.path);

  heading('A second release is killed half way: the push is out, and nobody heard the answer');
  appendFileSync(join(work, 'plugins/plugin-auth/plugin.ts'), "export const scheme = 'bearer';\n");
  writeFileSync(join(work, 'charts/release-notes.md'), '- Plugins can ask for bearer tokens.\n');
  await commit('feat(auth): accept bearer tokens');
  await push();
  await killedRelease(remote.path);
  await showRemote(remote.path);

  heading('Run again: it sees what is done, and completes the rest');
  await release('--yes');
  await showRemote(remote.path);
}

async function prepare(url) {
  cpSync(join(here, 'examples/reference'), work, { recursive: true });
  mkdirSync(join(work, 'node_modules'));
  symlinkSync(join(here, 'node_modules/@launchway'), join(work, 'node_modules/@launchway'));
  writeFileSync(join(work, '.gitignore'), 'node_modules\n');
  await git('init', '-q', '-b', 'main');
  await git('remote', 'add', 'origin', url);
  await commit('feat: harbour 0.2.26');
  await git('tag', '-a', 'v0.2.26', '-m', 'Release v0.2.26');
  await push('v0.2.26');
}

/** Starts a release, and kills it as soon as the remote has taken the push, before it hears the answer. */
async function killedRelease(path) {
  server.fail({ on: 'push', kind: 'held' });
  const tip = () => git('-C', path, 'rev-parse', 'main');
  const before = await tip();
  const child = spawn(process.execPath, [command, '--yes', '--quiet'], { cwd: work, env, stdio: 'ignore' });
  const ended = new Promise((done) => child.on('exit', (code, signal) => done(signal ?? `exit code ${code}`)));
  while ((await tip()) === before && child.exitCode === null) await new Promise((next) => setTimeout(next, 20));
  child.kill('SIGKILL');
  console.log(`The release ended by ${await ended}.`);
}

async function release(...args) {
  console.log(styleText('bold', `$ npx --no-install release ${args.join(' ')}`));
  const child = spawn(process.execPath, [command, ...args], { cwd: work, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((done) => child.on('exit', done));
  if (code !== 0) throw new Error(`release ${args.join(' ')} ended with exit code ${code}`);
}

async function commit(message) {
  await git('add', '--all');
  await git('commit', '-q', '-m', message);
}

async function push(...refs) {
  const header = Buffer.from(`ada:${token}`).toString('base64');
  await git('-c', `http.extraHeader=Authorization: Basic ${header}`, 'push', '-q', '-u', 'origin', 'main', ...refs);
}

async function git(...args) {
  return (await run('git', args, { cwd: work, env })).stdout.trim();
}

async function showRemote(path) {
  const format = '%(objectname:short) %(refname:short) %(contents:subject)';
  show('the remote', await git('-C', path, 'for-each-ref', `--format=${format}`));
  const chart = await git('-C', path, 'show', 'main:charts/Chart.yaml');
  show('charts/Chart.yaml', chart.split('\n').filter((line) => /^(version|appVersion)/.test(line)).join('\n'));
}

function show(title, text) {
  console.log(`${styleText('dim', title)}\n${text.replace(/^/gm, '  ')}\n`);
}

function heading(text) {
  console.log(`\n${styleText(['bold', 'cyan'], `== ${text}`)}\n`);
}
