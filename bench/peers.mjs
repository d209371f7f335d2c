/** The peers: what they are run with to look ahead at a release, and how they get here. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const node = Number(process.versions.node.split('.')[0]);

/** The newest major that runs on the Node at hand. */
const peers = [
  {
    name: 'semantic-release',
    major: node >= 22 ? 25 : 24,
    bin: 'semantic-release/bin/semantic-release.js',
    args: () => ['--dry-run', '--no-ci'],
    env: { CI: '', GITHUB_ACTIONS: '' },
  },
  {
    name: 'changelogen',
    major: 0,
    bin: 'changelogen/dist/cli.mjs',
    args: ({ since }) => (since ? ['--from', since] : []),
  },
  {
    name: 'conventional-changelog',
    major: node >= 22 ? 8 : 7,
    bin: 'conventional-changelog/dist/cli/index.js',
    args: ({ since }) => [
      '--preset',
      'angular',
      '--stdout',
      '--output-unreleased',
      ...(since ? [] : ['--release-count', '0']),
    ],
    with: [`conventional-changelog-angular@${node >= 22 ? 9 : 8}`],
  },
  { name: 'git-cliff', major: 2, bin: 'git-cliff/lib/cli/cli.js', args: () => ['--unreleased', '--bump'] },
];

/**
 * Installs the peers into a folder of their own and gives those that came: one that does not install is left out.
 * @returns by name the version and what makes a command for a repository
 */
export function installPeers(cache) {
  return peers.flatMap((peer) => {
    const folder = join(cache, `${peer.name}-${peer.major}-node${node}`);
    try {
      install(peer, folder);
    } catch (error) {
      console.error(`${peer.name} could not be installed: ${String(error.message).split('\n')[0]}`);
      return [];
    }
    const bin = join(folder, 'node_modules', peer.bin);
    const { version } = manifest(folder, peer.name);
    const command = (repository, cwd) => ({
      argv: [process.execPath, bin, ...peer.args(repository)],
      cwd,
      env: peer.env ?? {},
    });
    return [{ name: `${peer.name} ${version}`, command }];
  });
}

function install({ name, major, bin, with: others = [] }, folder) {
  if (existsSync(join(folder, 'node_modules', bin))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const args = ['install', '--silent', '--no-audit', '--no-fund', `${name}@${major}`, ...others];
  execFileSync('npm', args, { cwd: folder, stdio: 'pipe', timeout: 300_000 });
}

const manifest = (folder, name) =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
