#!/usr/bin/env node
/**
 * How long a plan takes, beside what nothing can do without (Node's start and git's answers) and beside its peers. All
 * numbers of a line are of one run. Needs `npm run build`; see README.md.
 *
 *   npm run bench               small repositories, without peers
 *   npm run bench -- --peers    with peers, installed into a cache
 *   npm run bench -- --large    every size
 *   npm run bench -- --all      every size, with peers
 */
import { existsSync, mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './history.mjs';
import { medians, memory } from './measure.mjs';
import { installPeers } from './peers.mjs';
import { monorepo, prepare, project } from './repositories.mjs';

const root = join(import.meta.dirname, '..');
const { values: flags } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    cache: { type: 'string', default: join(root, 'node_modules/.cache/launchway-bench') },
  },
});
const rounds = Number(flags.rounds);
const release = join(root, 'packages/core/bin/release.js');
if (!existsSync(join(root, 'packages/core/dist/bundle/core.cjs')))
  throw new Error('Run `npm run build` first.');

const small = [project(200, 20), project(200, 0), project(10_000, 1_000)];
const large = [project(10_000, 0), project(100_000, 10_000), project(100_000, 0), monorepo(200, 20_000)];

const node = { argv: [process.execPath, '-e', '0'] };
/** On each repository as on a machine where it is the only one: what earlier runs leave in TMPDIR is of its own. */
const ours = (folder, ...args) => {
  const TMPDIR = join(folder, '../tmp');
  mkdirSync(TMPDIR, { recursive: true });
  return { argv: [process.execPath, release, '--cwd', folder, ...args], env: { TMPDIR } };
};

console.log(
  `Node ${process.versions.node}, ${run(root, ['--version'])}, ${cpus().length} x ${cpus()[0]?.model ?? ''}, ${new Date().toISOString().slice(0, 10)}; medians of ${rounds}, milliseconds\n`,
);
await benchStart();
const peers = flags.all || flags.peers ? installPeers(flags.cache) : [];
console.log(row(['plan', 'Node', 'git', 'ours', 'added', 'MiB', ...peers.map(({ name }) => name)]));
console.log(row(Array(6 + peers.length).fill('---')));
for (const repository of flags.all || flags.large ? [...small, ...large] : small) await benchPlan(repository);

/** What a person or a git hook waits for most often. */
async function benchStart() {
  const folder = join(await prepare(small[0], flags.cache, join(root, 'node_modules')), 'work');
  const times = await medians(
    {
      node,
      version: { argv: [process.execPath, release, '--version'] },
      check: ours(folder, 'check', '--staged'),
    },
    rounds,
  );
  console.log(row(['start', 'Node', 'ours', 'ratio']));
  console.log(row(Array(4).fill('---')));
  for (const [name, shown] of [
    ['version', '--version'],
    ['check', 'check --staged'],
  ])
    console.log(row([shown, whole(times.node), whole(times[name]), (times[name] / times.node).toFixed(1)]));
  console.log('');
}

async function benchPlan(repository) {
  const folder = join(await prepare(repository, flags.cache, join(root, 'node_modules')), 'work');
  const plan = ours(folder, 'plan', '--json');
  // What takes many seconds is the same every time.
  const times = await medians({ node, git: floor(folder, repository), plan }, repository.long ? 5 : rounds);
  const theirs = [];
  for (const { command } of peers) theirs.push(await peerTime(command(repository, folder), repository));
  const added = times.plan - times.node - times.git;
  const most = await memory(plan);
  console.log(
    row([repository.shape, ...[times.node, times.git, times.plan, added, most].map(whole), ...theirs]),
  );
}

/** A peer that cannot do it says so in its cell. */
async function peerTime(command, { long }) {
  try {
    return whole((await medians({ command }, long ? 1 : Math.min(rounds, 5))).command);
  } catch (error) {
    return `fails (${/E[A-Z]{4,}/.exec(String(error))?.[0] ?? 'an error'})`;
  }
}

/** The questions that any such tool asks git: where it is, the tags, whether one is on this history, the commits since. */
function floor(folder, { since }) {
  const range = since === undefined ? ['HEAD'] : ['HEAD', `^${since}`];
  const format = '--format=tformat:%H%x00%P%x00%an%x00%ae%x00%cI%x00%B';
  return {
    cwd: folder,
    argv: [
      ['git', 'rev-parse', '--show-toplevel', '--git-dir', 'HEAD', '--symbolic-full-name', 'HEAD'],
      ['git', 'for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags'],
      ['git', 'merge-base', '--is-ancestor', since ?? 'HEAD', 'HEAD'],
      ['git', 'log', '--raw', '-z', '--no-abbrev', '--no-renames', format, ...range],
    ],
  };
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function whole(number) {
  return number === undefined ? '-' : Math.round(number).toLocaleString('en');
}
