import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { quietGit } from '@launchway/sandbox';
import { afterEach, expect, test } from 'vitest';
import { helm4, helmOver, temporary, withoutHelm } from '../../helm/src/helm.fixture.ts';
import { cloneCatalog } from '../src/git/clone.ts';
import { catalogTree } from '../src/git/tree.ts';
import { targetInput } from '../src/targets/input.ts';
import { chartFiles, type Harbour, openHarbour, secret } from './catalogue.fixture.ts';
import { git } from './git.fixture.ts';
import { staticServer } from './static.fixture.ts';

const served = staticServer();
let harbour: Harbour | undefined;
afterEach(async () => {
  await served.close();
  await harbour?.close();
  harbour = undefined;
});

const charts = Array.from({ length: 50 }, (_, at) => `chart-${at}`);
const versions = Array.from({ length: 60 }, (_, at) => `1.${59 - at}.0`);

/** An index of 28 MB, as years of releases make it: the same charts, with far more versions. */
function largeIndex(): Buffer {
  const entry = (name: string, version: string): string =>
    `  - annotations:\n      artifacthub.io/changes: |\n${'        - kind: added\n          description: something that was added\n'.repeat(12)}    apiVersion: v2\n    created: "2024-01-02T03:04:05Z"\n    digest: ${'0'.repeat(64)}\n    name: ${name}\n    urls:\n    - assets/${name}/${name}-${version}.tgz\n    version: ${version}\n`;
  const lists = [...charts].sort().map((name) => {
    const all = Array.from({ length: 560 }, (_, at) => entry(name, `1.${559 - at}.0`));
    return `  ${name}:\n${all.join('')}`;
  });
  return Buffer.from(`apiVersion: v1\nentries:\n${lists.join('')}generated: "2024-01-02T03:04:05Z"\n`);
}

/** The catalogue as `git fast-import` takes it: 3,000 versions in folders, two commits, and that index. */
function history(): Buffer {
  const file = (path: string, content: Buffer | string): Buffer[] => [
    Buffer.from(`M 100644 inline ${path}\ndata ${content.length}\n`),
    Buffer.from(content),
    Buffer.from('\n'),
  ];
  const commit = (message: string): Buffer =>
    Buffer.from(
      `commit refs/heads/main\ncommitter Ada <ada@example.com> 1700000000 +0000\ndata ${message.length}\n${message}\n`,
    );
  const folders = charts.flatMap((name) =>
    versions.flatMap((version) => [
      ...file(`charts/${name}/${version}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: ${version}\n`),
      ...file(`charts/${name}/${version}/templates/cm.yaml`, `kind: ConfigMap\n# ${name} ${version}\n`),
    ]),
  );
  return Buffer.concat([
    commit('first'),
    ...file('README.md', 'Charts.\n'),
    commit('second'),
    ...folders,
    ...file('index.yaml', largeIndex()),
    Buffer.from('done\n'),
  ]);
}

async function fill(path: string): Promise<void> {
  const child = promisify(execFile)('git', ['fast-import', '--quiet', '--done'], {
    cwd: path,
    env: { ...process.env, ...quietGit },
  });
  child.child.stdin?.end(history());
  await child;
}

test('a catalogue of thousands of versions is cloned without its history and its files, and one entry goes into its 28 MB index', {
  timeout: 180_000,
}, async () => {
  harbour = await openHarbour(chartFiles('chart-7', '1.30.5'));
  const { catalogue, effects } = harbour;
  await fill(catalogue.path);
  const before = await git(catalogue.path, 'rev-parse', 'main');
  expect(Number(await git(catalogue.path, 'cat-file', '-s', 'main:index.yaml'))).toBeGreaterThan(28_000_000);

  const target = { git: catalogue.url, credential: { env: 'CATALOG_TOKEN', username: 'ada' } };
  const { input } = await targetInput(target, { facts: {} } as never);
  if (input.kind !== 'git') throw new TypeError('not a git target');
  const clone = await cloneCatalog(input, effects);
  const objects = async (): Promise<readonly string[]> => {
    const format = '--batch-check=%(objecttype)';
    return (await git(clone.folder, 'cat-file', '--batch-all-objects', format)).split('\n');
  };
  expect((await catalogTree(clone, effects)).entries.size).toBe(2 + 2 * charts.length * versions.length);
  expect((await objects()).filter((type) => type === 'commit')).toHaveLength(1);
  expect(await objects()).not.toContain('blob');
  expect(await git(clone.folder, 'config', '--list')).not.toContain(secret);

  await harbour.publish('charts/chart-7', '1.30.5', { layout: 'both' });
  expect((await git(catalogue.path, 'diff', '--name-status', before, 'main')).split('\n')).toEqual([
    'A\tassets/chart-7/chart-7-1.30.5.tgz',
    'A\tcharts/chart-7/1.30.5/.helmignore',
    'A\tcharts/chart-7/1.30.5/Chart.yaml',
    'A\tcharts/chart-7/1.30.5/templates/cm.yaml',
    'A\tcharts/chart-7/1.30.5/values.yaml',
    'M\tindex.yaml',
  ]);
  const lines = (await git(catalogue.path, 'diff', '-U0', before, 'main', '--', 'index.yaml')).split('\n');
  expect(lines.filter((line) => /^-[^-]/.test(line))).toEqual(['-generated: "2024-01-02T03:04:05Z"']);
  expect(lines.filter((line) => /^\+[^+]/.test(line))).toContain('+    version: 1.30.5');
});

const names = ['jetty', 'pier', 'quay'];
const released = ['0.9.0', '1.0.0-rc.1', '1.2.0+up3.4.5', '1.10.0'];

/** Makes a catalogue as helm's own commands have made it over the years, a commit for each version. */
async function madeByHelm(folder: string): Promise<void> {
  writeFileSync(join(folder, 'artifacthub-repo.yml'), 'repositoryID: 4711\n');
  for (const version of released) {
    for (const name of names) {
      const unpacked = join(folder, 'charts', name, version);
      mkdirSync(join(unpacked, 'templates'), { recursive: true });
      writeFileSync(join(unpacked, '.helmignore'), '*.tmp\n');
      writeFileSync(join(unpacked, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: ${version}\n`);
      writeFileSync(join(unpacked, 'templates/cm.yaml'), 'kind: ConfigMap\n');
      await helmOver(helm4, ['package', unpacked, '--destination', join(folder, 'assets', name)]);
    }
    await helmOver(helm4, ['repo', 'index', join(folder, 'assets')]);
    await git(folder, 'add', '--all');
    await git(folder, 'commit', '-q', '-m', `release ${version}`);
  }
  await git(folder, 'push', '-q', 'origin', 'HEAD:main');
}

test.skipIf(withoutHelm)(
  'a catalogue that helm made is continued in both layouts, and helm reads the old and the new',
  {
    timeout: 120_000,
  },
  async () => {
    harbour = await openHarbour({ ...chartFiles('pier', '1.11.0'), ...chartFiles('wharf', '0.1.0') });
    const { catalogue, publish } = harbour;
    await madeByHelm(await harbour.copy());
    const before = await git(catalogue.path, 'rev-parse', 'main');
    const old = await git(catalogue.path, 'show', 'main:assets/index.yaml');
    const target = { layout: 'both', index: 'assets/index.yaml' } as const;
    await Promise.all([publish('charts/pier', '1.11.0', target), publish('charts/wharf', '0.1.0', target)]);

    const changed = await git(catalogue.path, 'diff', '--name-status', before, 'main');
    expect(changed.split('\n').filter((line) => !line.startsWith('A'))).toEqual(['M\tassets/index.yaml']);
    const now = await git(catalogue.path, 'show', 'main:assets/index.yaml');
    const lines = new Set(now.split('\n'));
    expect(old.split('\n').filter((line) => !lines.has(line))).toEqual([
      expect.stringMatching(/^generated: /),
    ]);

    const folder = await harbour.copy();
    const url = await served.serve(join(folder, 'assets'));
    await helmOver(helm4, ['repo', 'add', 'continued', url]);
    const search = ['search', 'repo', 'continued/', '--versions', '--devel', '-o', 'json'];
    const listed = JSON.parse((await helmOver(helm4, search)).stdout) as { name: string; version: string }[];
    const all = names.flatMap((name) => released.map((version) => `continued/${name} ${version}`));
    expect(listed.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
      [...all, 'continued/pier 1.11.0', 'continued/wharf 0.1.0'].sort(),
    );
    for (const [name, version] of [
      ['quay', '1.2.0+up3.4.5'],
      ['pier', '1.11.0'],
    ] as const)
      await helmOver(helm4, ['pull', `continued/${name}`, '--version', version, '-d', temporary()]);
    const index = join(temporary(), 'index.yaml');
    writeFileSync(index, now);
    const { stderr } = await helmOver(helm4, ['repo', 'index', temporary(), '--merge', index]);
    expect(stderr).toBe('');
  },
);
