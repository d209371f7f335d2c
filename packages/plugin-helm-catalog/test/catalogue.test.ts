import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isReleaseError, type Problem } from '@launchway/core';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { leadToSuffix, serve } from '../../core/src/effects/server.fixture.ts';
import { helm, helm4, withoutHelm } from '../../helm/src/helm.fixture.ts';
import { chartFiles, type Harbour, openHarbour, secret } from './catalogue.fixture.ts';
import { git } from './git.fixture.ts';

const run = promisify(execFile);

let harbour: Harbour | undefined;
afterEach(async () => {
  await harbour?.close();
  harbour = undefined;
});

async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
  } catch (error) {
    if (isReleaseError(error)) return error.problems;
    throw error;
  }
  return [];
}

describe('an unpacked catalogue', () => {
  test('gets one folder a version, dotfiles and comments as they are, ignored files left out', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.publish('charts/pier', '1.2.3');
    expect(await harbour.paths()).toEqual([
      'charts/pier/1.2.3/.helmignore',
      'charts/pier/1.2.3/Chart.yaml',
      'charts/pier/1.2.3/templates/cm.yaml',
      'charts/pier/1.2.3/values.yaml',
    ]);
    expect(await harbour.read('charts/pier/1.2.3/Chart.yaml')).toContain('# the newest');
    expect(await git(harbour.catalogue.path, 'log', '-1', '--format=%s|%an', 'main')).toBe(
      'chore: publish pier chart v1.2.3|Ada Tester',
    );
  });

  test('lies in the folder that was named, however it is spelled', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.publish('charts/pier', '1.2.3', { path: './stable//charts/' });
    expect(await harbour.paths()).toContain('stable/charts/pier/1.2.3/Chart.yaml');
  });

  test('is written by a git that takes no bare repository it comes across', async () => {
    const careful = { 'safe.bareRepository': 'explicit' };
    harbour = await openHarbour(chartFiles('pier', '1.2.3'), {}, careful);
    await harbour.publish('charts/pier', '1.2.3');
    expect(await harbour.paths()).toContain('charts/pier/1.2.3/Chart.yaml');
  });

  test('is reached, with the credential, at an address without .git that leads to the one with it', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.put({ 'charts/pier/1.2.2/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.2.2\n' });
    const front = await leadToSuffix(harbour.server);
    onTestFinished(() => front.close());
    await harbour.publish('charts/pier', '1.2.3', { git: `${front.url}/org/catalogue` });
    expect(await harbour.paths()).toContain('charts/pier/1.2.3/Chart.yaml');
    expect(front.seen[0]).toBe('/org/catalogue/info/refs?service=git-upload-pack');
  });

  test('that was renamed is told with the address it leads to, and nothing is published there', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    const front = await serve([
      (response, { path }) => response.writeHead(301, { location: path.replace('old', 'catalogue') }).end(),
    ]);
    onTestFinished(() => front.close());
    const [problem] = await problemsOf(
      harbour.publish('charts/pier', '1.2.3', { git: `${front.url}/org/old.git` }),
    );
    expect(problem?.code).toBe('REMOTE_REDIRECTS');
    expect(problem?.message).toContain(`leads to ${front.url}/org/catalogue.git, `);
    expect(front.seen.every(({ path }) => path.startsWith('/org/old.git/'))).toBe(true);
  });

  test('is left as it is when it has the version already', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    const first = await harbour.publish('charts/pier', '1.2.3');
    expect(await harbour.publish('charts/pier', '1.2.3')).toBe(first);
  });

  test('refuses another content under a published version, and names the files', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.publish('charts/pier', '1.2.3');
    await harbour.repository.commit({
      message: 'fix: more',
      files: { 'charts/pier/values.yaml': 'a: 2\n', 'charts/pier/NOTES.md': 'new' },
    });
    const [problem] = await problemsOf(harbour.publish('charts/pier', '1.2.3'));
    expect(problem?.code).toBe('CATALOG_VERSION_TAKEN');
    expect(problem?.message).toContain('NOTES.md (only in this release), values.yaml');
  });

  test('loses the files of an older flat layout when asked, and is refused with them otherwise', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.put({
      'charts/pier/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.0.0\n',
      'charts/pier/templates/a.yaml': 'a: 1\n',
      'charts/pier/1.1.0/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.1.0\n',
      'charts/quay/Chart.yaml': 'apiVersion: v2\nname: quay\nversion: 1.0.0\n',
    });
    const refused = await problemsOf(harbour.publish('charts/pier', '1.2.3'));
    expect(refused).toMatchObject([{ code: 'CATALOG_BROKEN', where: { file: 'charts/pier/Chart.yaml' } }]);
    await harbour.publish('charts/pier', '1.2.3', { flat: 'remove' });
    expect((await harbour.paths()).filter((path) => !path.includes('/1.2.3/'))).toEqual([
      'charts/pier/1.1.0/Chart.yaml',
      'charts/quay/Chart.yaml',
    ]);
  });

  test.each([
    ['a symbolic link anywhere', {}, ['LATEST', 'charts'] as const, 'LATEST'],
    [
      'an index, which hides folders from Rancher',
      { 'index.yaml': 'apiVersion: v1\nentries: {}\n' },
      undefined,
      'index.yaml',
    ],
  ])('is refused with %s', async (_, files, link, file) => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.put({ 'README.md': 'charts', ...files }, link);
    const before = await git(harbour.catalogue.path, 'rev-parse', 'main');
    expect(await problemsOf(harbour.publish('charts/pier', '1.2.3'))).toMatchObject([
      { code: 'CATALOG_BROKEN', where: { file } },
    ]);
    expect(await git(harbour.catalogue.path, 'rev-parse', 'main')).toBe(before);
  });
});

describe('a packed catalogue', () => {
  const packed = { layout: 'packed' } as const;

  test('gets the package and one entry, and no other byte of the index moves', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    const other =
      'apiVersion: v1\n# by hand\nentries:\n  quay:\n  - name: quay\n    version: 1.0.0\n    urls: [quay.tgz]\ngenerated: "2020-01-01T00:00:00Z"\n';
    await harbour.put({ 'index.yaml': other });
    await harbour.publish('charts/pier', '1.2.3', packed);
    expect(await harbour.paths()).toEqual(['assets/pier/pier-1.2.3.tgz', 'index.yaml']);
    const index = await harbour.read('index.yaml');
    expect(index).toContain('    - assets/pier/pier-1.2.3.tgz\n');
    const rest = index.replace(/ {2}pier:\n(?: {2}[- ].*\n)*/, '').replace(/generated: .*/, '');
    expect(rest.trimEnd()).toBe(other.replace(/generated: .*\n/, '').trimEnd());
  });

  test('keeps the package that another compressor made of the same chart, and lists its digest', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.publish('charts/pier', '1.2.3', packed);
    const folder = await harbour.copy();
    await run(
      'sh',
      [
        '-c',
        'gzip -dc assets/pier/*.tgz | gzip -n1 > again && mv again assets/pier/pier-1.2.3.tgz && rm index.yaml',
      ],
      { cwd: folder },
    );
    await git(folder, 'commit', '-q', '-a', '-m', 'again');
    await git(folder, 'push', '-q', 'origin', 'HEAD:main');
    await harbour.publish('charts/pier', '1.2.3', packed);
    const { stdout } = await run('sha256sum', ['assets/pier/pier-1.2.3.tgz'], { cwd: folder });
    expect(await harbour.read('index.yaml')).toContain(`digest: ${stdout.split(' ')[0]}`);
  });

  test.skipIf(withoutHelm)('is one that helm adds, pulls from and templates', async () => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    await harbour.publish('charts/pier', '1.2.3', { layout: 'both' });
    const folder = await harbour.copy();
    const { stdout } = helm(helm4, ['template', 'a', join(folder, 'assets/pier/pier-1.2.3.tgz')]);
    expect(stdout).toContain('name: a');
    expect(helm(helm4, ['lint', join(folder, 'charts/pier/1.2.3')]).status).toBe(0);
    expect(await readFile(join(folder, 'index.yaml'), 'utf8')).toContain('version: 1.2.3');
  });
});

test('twenty writers at once lose nothing', { timeout: 180_000 }, async () => {
  const names = Array.from({ length: 20 }, (_, at) => `pier-${at}`);
  harbour = await openHarbour(Object.assign({}, ...names.map((name) => chartFiles(name, '1.0.0'))));
  const { publish } = harbour;
  await Promise.all(names.map((name) => publish(`charts/${name}`, '1.0.0', { layout: 'both' })));
  const paths = await harbour.paths();
  const index = await harbour.read('index.yaml');
  for (const name of names) {
    expect(paths).toContain(`charts/${name}/1.0.0/Chart.yaml`);
    expect(paths).toContain(`assets/${name}/${name}-1.0.0.tgz`);
    expect(index.split(`\n  ${name}:\n`)).toHaveLength(2);
  }
  expect(await git(harbour.catalogue.path, 'rev-list', '--count', 'main')).toBe('20');
});

test.each(['lost', 'dropped', 'reset', 'status'] as const)(
  'a push whose answer is %s is settled by looking again',
  async (kind) => {
    harbour = await openHarbour(chartFiles('pier', '1.2.3'));
    harbour.server.fail({ on: 'push', kind, status: 502 });
    await harbour.publish('charts/pier', '1.2.3');
    expect(await git(harbour.catalogue.path, 'rev-list', '--count', 'main')).toBe('1');
  },
);

test('a catalogue whose server fails for the moment is asked again', async () => {
  harbour = await openHarbour(chartFiles('pier', '1.2.3'));
  await harbour.put({ 'charts/pier/1.2.2/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.2.2\n' });
  harbour.server.fail({ on: 'list', kind: 'status', status: 503 });
  harbour.server.fail({ on: 'fetch', kind: 'reset' });
  await harbour.publish('charts/pier', '1.2.3');
  expect(await harbour.paths()).toContain('charts/pier/1.2.3/Chart.yaml');
});

test('a catalogue that breaks every push off is told as such, and not asked for ever', async () => {
  harbour = await openHarbour(chartFiles('pier', '1.2.3'));
  harbour.server.fail({ on: 'push', kind: 'reset', times: 999 });
  const [problem] = await problemsOf(harbour.publish('charts/pier', '1.2.3'));
  expect(problem?.code).toBe('REMOTE_UNREACHABLE');
});

test('a catalogue that lets nobody push is told as such, and the token is in no message', async () => {
  harbour = await openHarbour(chartFiles('pier', '1.2.3'), {
    credentials: [{ username: 'ada', password: secret, write: false }],
  });
  const [problem] = await problemsOf(harbour.publish('charts/pier', '1.2.3'));
  expect(problem?.code).toBe('PUSH_DENIED');
  expect(problem?.message).toContain('$CATALOG_TOKEN');
  expect(JSON.stringify([problem, harbour.said])).not.toContain(secret);
});
