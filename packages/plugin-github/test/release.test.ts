import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GithubRelease } from '@launchway/sandbox';
import { describe, expect, test } from 'vitest';
import { offering } from '../../sandbox/test/offering.fixture.ts';
import { binaries } from '../../sandbox/test/tool.fixture.ts';
import { accessToken, jobToken, worldOfTest } from './world.fixture.ts';

const release = { files: ['dist/tool-*'] };
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('a release on GitHub', () => {
  test('needs no variables but those of a workflow', async () => {
    const { release: run, server, repository } = await worldOfTest();
    expect(await run()).toMatchObject({ outcome: 'released', codes: [] });
    const tip = (await repository.snapshot()).remote;
    const [made] = server.store.releases;
    expect(made).toMatchObject({
      tag: 'tool/v3.2.0',
      name: 'tool/v3.2.0',
      body: expect.stringContaining('count sheep'),
      draft: false,
      prerelease: false,
    });
    expect(JSON.stringify(tip)).toContain(made?.target ?? 'no commit');
    expect(server.store.latest).toBe(made?.id);
    const sent = server.requests.map(({ headers }) => headers);
    expect(sent.every((headers) => headers['authorization'] === `Bearer ${jobToken}`)).toBe(true);
    expect(sent.every((headers) => headers['x-github-api-version'] === '2022-11-28')).toBe(true);
    expect(await run()).toMatchObject({ outcome: 'complete' });
  });

  test('that another run publishes first, of a draft of its own, is taken for done, and ours is gone', async () => {
    const world = await worldOfTest({
      server: {
        observe: ({ request }) => {
          const { releases } = world.server.store;
          const [ours] = releases;
          if (request.method !== 'POST' || ours === undefined || releases.length > 1) return;
          releases.push({ ...ours, id: ours.id + 1, draft: false });
        },
      },
    });
    expect(await world.release()).toMatchObject({ outcome: 'released', codes: [] });
    expect(world.server.store.releases).toMatchObject([{ tag: 'tool/v3.2.0', draft: false }]);
    expect(await world.release()).toMatchObject({ outcome: 'complete' });
  });

  /** The request for a draft arrives twice. What comes of the second one, somebody may have changed. */
  const arrivedTwice = async (changes: Partial<GithubRelease>, removal?: number) => {
    const world = await worldOfTest({
      server: {
        observe: ({ request }) => {
          const { releases } = world.server.store;
          const [ours] = releases;
          if (request.method !== 'POST' || ours === undefined || releases.length > 1) return;
          releases.push({ ...ours, id: ours.id + 5000, assets: [], ...changes });
        },
      },
    });
    await world.build(binaries);
    if (removal !== undefined) world.server.fail({ what: removal, method: 'DELETE' });
    const outcome = await world.release({ release });
    return { ...world, outcome, drafts: world.server.store.releases.filter(({ draft }) => draft) };
  };

  test('whose draft was made twice leaves none behind', async () => {
    const { outcome, drafts, server } = await arrivedTwice({});
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(drafts).toEqual([]);
    expect(server.store.releases).toMatchObject([{ draft: false, assets: [{}, {}] }]);
  });

  const asset = { id: 1, label: null, contentType: 'text/plain', size: 6, state: 'uploaded' } as const;
  test.each<Partial<GithubRelease>>([
    { name: 'Three point two' },
    { body: 'It counts sheep.' },
    { target: 'main' },
    { prerelease: true },
    { tag: 'tool/v3.3.0' },
    { assets: [{ ...asset, name: 'poster.pdf', digest: digestOf('poster') }] },
    { assets: [{ ...asset, name: 'tool-linux-amd64', digest: digestOf('riscos') }] },
  ])('leaves a draft that may be of a person alone: %j', async (changes) => {
    const { outcome, drafts } = await arrivedTwice(changes);
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(drafts).toMatchObject([changes]);
  });

  test('leaves a draft alone to whose notes somebody has added', async () => {
    const notes = await arrivedTwice({}).then(({ server }) => server.store.releases[0]?.body ?? '');
    const { drafts } = await arrivedTwice({ body: `${notes}\nThanks to all.` });
    expect(drafts).toHaveLength(1);
  });

  test('is released though the token may not remove the second draft, which is told', async () => {
    const { outcome, drafts } = await arrivedTwice({}, 403);
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(outcome.said).toContain('A second draft of tool/v3.2.0 is left on GitHub');
    expect(drafts).toHaveLength(1);
  });

  test('is a draft until all of its files are there, and published last', async () => {
    const { release: run, server, build, writes } = await worldOfTest();
    await build(binaries);
    expect(await run({ release })).toMatchObject({ outcome: 'released' });
    expect(writes().map((each) => each.replace(/\d{4}/, 'N').replace(/\?.*/, ''))).toEqual([
      'POST /releases',
      'POST /releases/N/assets',
      'POST /releases/N/assets',
      'PATCH /releases/N',
    ]);
    expect(server.store.releases[0]?.assets).toMatchObject([
      { name: 'tool-darwin-arm64', digest: digestOf('darwin'), contentType: 'application/octet-stream' },
      { name: 'tool-linux-amd64', digest: digestOf('linux') },
    ]);
    expect(await run({ release })).toMatchObject({ outcome: 'complete' });
  });

  test('offers what other plugins offer, with their labels and media types', async () => {
    const extra = { label: 'The tool, packed', mediaType: 'application/gzip' };
    const { plugin } = offering(['tool.tar.gz'], () => 'packed', extra);
    const { release: run, server } = await worldOfTest({ plugins: [plugin] });
    expect(await run()).toMatchObject({ outcome: 'released' });
    expect(server.store.releases[0]?.assets).toMatchObject([
      {
        name: 'tool.tar.gz',
        label: 'The tool, packed',
        contentType: 'application/gzip',
        digest: digestOf('packed'),
      },
    ]);
    expect(await run()).toMatchObject({ outcome: 'complete' });
  });

  test('works where releases are immutable, and says so beforehand', async () => {
    const { release: run, rehearse, server, build } = await worldOfTest({ server: { immutable: true } });
    await build(binaries);
    const { preview } = await rehearse({ release });
    expect(preview).toContain('releases are immutable here: no file can be added or changed later');
    expect(await run({ release })).toMatchObject({ outcome: 'released' });
    expect(server.store.releases[0]).toMatchObject({ immutable: true, assets: [{}, {}] });
    expect(await run({ release: { ...release, name: 'Tool {version}' } })).toMatchObject({
      outcome: 'resumed',
    });
    expect(server.store.releases[0]).toMatchObject({ name: 'Tool 3.2.0' });
  });

  test('carries a title, and is a prerelease where its version is one', async () => {
    const { release: run, server, repository } = await worldOfTest();
    await repository.commit({
      message: 'feat: sleep\n\nRelease-As: tool@4.0.0-rc.1',
      files: { 'src/a.ts': 'export {};' },
    });
    await repository.push();
    const outcome = await run({ release: { name: 'Tool {version} as {tag}', latest: 'always' } });
    expect(outcome).toMatchObject({ outcome: 'released' });
    expect(server.store.releases).toMatchObject([
      { name: 'Tool 4.0.0-rc.1 as tool/v4.0.0-rc.1', prerelease: true },
    ]);
    expect(server.store.latest).toBeUndefined();
  });

  test('goes on with a draft that a broken run has left', async () => {
    const { release: run, server, build } = await worldOfTest();
    await build(binaries);
    server.fail({ what: 403, method: 'PATCH' });
    expect(await run({ release })).toMatchObject({ outcome: 'incomplete', codes: ['FORGE_DENIED'] });
    const [draft] = server.store.releases;
    if (draft === undefined) throw new Error('There is no draft.');
    draft.body = 'Somebody else wrote this.';
    draft.target = 'main';
    draft.assets = [
      { ...first(draft.assets), id: 1, name: 'tool-linux-amd64', digest: digestOf('other'), size: 5 },
      { ...first(draft.assets), id: 2, state: 'starter', size: 0, digest: null },
      { ...first(draft.assets), id: 3, name: 'checksums.txt' },
    ];
    expect(await run({ release })).toMatchObject({ outcome: 'resumed' });
    expect(server.store.releases).toHaveLength(1);
    expect(draft).toMatchObject({ draft: false, body: expect.stringContaining('count sheep') });
    expect(draft.target).toMatch(/^[0-9a-f]{40}$/);
    expect(Object.fromEntries(draft.assets.map(({ name, digest }) => [name, digest]))).toMatchObject({
      'tool-linux-amd64': digestOf('linux'),
      'tool-darwin-arm64': digestOf('darwin'),
      'checksums.txt': expect.any(String),
    });
  });

  test('that is published is added to; a file with other content is a conflict', async () => {
    const { release: run, server, build } = await worldOfTest();
    await build(binaries);
    await run({ release: { files: ['dist/tool-linux*'] } });
    expect(await run({ release })).toMatchObject({ outcome: 'resumed' });
    expect(server.store.releases[0]?.assets).toHaveLength(2);
    await build({ 'dist/tool-linux-amd64': 'built again, differently' });
    expect(await run({ release })).toMatchObject({ outcome: 'incomplete', codes: ['GITHUB_FILE_DIFFERS'] });
  });

  test('that was published without its files, and is immutable, is told as such', async () => {
    const { release: run, server, build } = await worldOfTest({ server: { immutable: true } });
    await run();
    await build(binaries);
    const outcome = await run({ release });
    expect(outcome).toMatchObject({ outcome: 'incomplete', codes: ['GITHUB_IMMUTABLE'] });
    expect(outcome.problems[0]?.message).toContain('tool-darwin-arm64, tool-linux-amd64');
    expect(server.store.releases[0]?.assets).toHaveLength(0);
  });

  test('needs its files no more once they are published', async () => {
    const { release: run, server, build, repository } = await worldOfTest();
    await build(binaries);
    await run({ release });
    await rm(join(repository.path, 'dist'), { recursive: true });
    expect(await run({ release })).toMatchObject({ outcome: 'complete' });
    expect(await run({ release: { ...release, name: 'New' } })).toMatchObject({
      outcome: 'resumed',
      codes: [],
    });
    expect(server.store.releases).toMatchObject([{ name: 'New', assets: [{}, {}] }]);
    const more = { files: [...release.files, 'dist/more'] };
    const { outcome, problems } = await run({ release: more });
    expect(outcome).toBe('incomplete');
    const missing = (glob: string) => ({
      code: 'GITHUB_FILES_MISSING',
      message: expect.stringContaining(`"${glob}"`),
    });
    expect(problems).toMatchObject([missing('dist/tool-*'), missing('dist/more')]);
  });

  test('keeps notes that somebody has added to, and stays what people have made of it', async () => {
    const { release: run, server } = await worldOfTest();
    await run();
    const [made] = server.store.releases;
    if (made === undefined) throw new Error('There is no release.');
    made.body = `${made.body}\r\n\r\nKnown issue: sheep are counted twice.`;
    made.prerelease = true;
    expect(await run()).toMatchObject({ outcome: 'complete' });
    made.body = 'something else';
    expect(await run()).toMatchObject({ outcome: 'resumed' });
    expect(made).toMatchObject({ body: expect.stringContaining('count sheep'), prerelease: true });
  });

  test('of a tag that an immutable release has used up is told in plain words', async () => {
    const { release: run, server } = await worldOfTest();
    server.store.burned.add('tool/v3.2.0');
    expect(await run()).toMatchObject({ outcome: 'incomplete', codes: ['GITHUB_TAG_BURNED'] });
  });

  test('is not published where the tag is missing or at another commit', async () => {
    const { release: run, server, repository } = await worldOfTest();
    server.serve('/nowhere');
    expect(await run()).toMatchObject({ outcome: 'incomplete', codes: ['GITHUB_TAG_MISSING'] });
    expect(server.store.releases).toMatchObject([{ draft: true }]);
    server.tag('tool/v3.2.0', 'f'.repeat(40));
    expect(await run()).toMatchObject({ outcome: 'incomplete', codes: ['GITHUB_TAG_ELSEWHERE'] });
    server.tag('tool/v3.2.0', await repository.git('rev-parse', 'origin/main'));
    expect(await run()).toMatchObject({ outcome: 'resumed' });
    server.tag('tool/v3.2.0', 'f'.repeat(40));
    expect(await run()).toMatchObject({ outcome: 'incomplete', codes: ['GITHUB_TAG_ELSEWHERE'] });
  });

  test('does not take the place of a higher version', async () => {
    const { release: run, server } = await worldOfTest();
    const other = {
      name: '',
      body: '',
      draft: false,
      prerelease: false,
      immutable: false,
      target: '',
      assets: [],
    };
    server.store.releases.push({ ...other, id: 1, tag: 'tool/v4.0.0' });
    server.store.latest = 1;
    expect(await run()).toMatchObject({ outcome: 'released' });
    expect(server.store.latest).toBe(1);
  });

  test('a draft on a later page is found, whatever host the links name', async () => {
    const { release: run, server } = await worldOfTest({
      server: { linkHost: 'http://wrong.example:1/other' },
    });
    server.fail({ what: 403, method: 'PATCH' });
    await run();
    const old = {
      name: '',
      body: '',
      draft: false,
      prerelease: false,
      immutable: false,
      target: '',
      assets: [],
    };
    for (let id = 1; id <= 230; id++) server.store.releases.push({ ...old, id, tag: `old-${id}` });
    expect(await run()).toMatchObject({ outcome: 'resumed' });
    expect(server.store.releases.filter(({ tag }) => tag === 'tool/v3.2.0')).toHaveLength(1);
  });

  test('a missing file, or one that GitHub would rename, is told before anything is pushed', async () => {
    const { release: run, build, repository } = await worldOfTest();
    const before = await repository.snapshot();
    await build({ 'dist/a b': 'x', 'dist/x/tool': '1', 'dist/y/tool': '2' });
    const outcome = await run({ release: { files: ['dist/**', 'dist/*.zip'] } });
    expect(outcome.codes).toEqual(['GITHUB_FILES_MISSING', 'GITHUB_FILE_NAME', 'GITHUB_FILE_NAME']);
    expect((await repository.snapshot()).remote).toEqual(before.remote);
  });

  test('only the tags of one track become releases, where it is named', async () => {
    const { release: run, server } = await worldOfTest();
    expect(await run({ track: 'nothing' })).toMatchObject({
      outcome: 'refused',
      codes: ['GITHUB_TRACK_UNKNOWN'],
    });
    expect(await run({ track: 'tool' })).toMatchObject({ outcome: 'released' });
    expect(server.store.releases).toHaveLength(1);
  });

  test('no token is told in anything that is said, and none goes elsewhere', async () => {
    const { release: run, server, build } = await worldOfTest();
    await build(binaries);
    server.fail({ what: 401, path: /assets/ });
    const outcome = await run({ release, comments: { requests: true } }, { GITHUB_TOKEN: accessToken });
    expect(outcome.said).not.toContain(accessToken);
    expect(outcome.said).not.toContain(jobToken);
    expect(outcome.said.length).toBeGreaterThan(2000);
  });
});

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('There is none.');
  return item;
}

describe('comments', () => {
  const comments = { requests: true, issues: true, body: 'Out in {tag}: {url}' };

  test('are written once on pull requests, and on the issues that they and the commits close', async () => {
    const { release: run, server, repository } = await worldOfTest();
    await repository.commit({
      message: 'fix: no sheep twice\n\nFixes #3',
      files: { 'src/a.ts': 'export {};' },
    });
    await repository.push();
    const [one, two] = await Promise.all(['HEAD', 'HEAD^'].map((each) => repository.git('rev-parse', each)));
    server.store.pulls.set(one ?? '', [{ number: 7, merged: true, body: 'Closes #4, resolves #3' }]);
    server.store.pulls.set(two ?? '', [
      { number: 7, merged: true, body: '' },
      { number: 8, merged: false, body: 'fixes #5' },
    ]);
    expect(await run({ comments })).toMatchObject({ outcome: 'released' });
    expect([...server.store.comments.keys()].sort()).toEqual([3, 4, 7]);
    expect(server.store.comments.get(3)?.[0]).toContain(`Out in tool/v3.2.0: ${server.url}/example/harbour/`);
    expect(await run({ comments })).toMatchObject({ outcome: 'complete' });
    expect([...server.store.comments.values()].every((each) => each.length === 1)).toBe(true);
  });

  test('can fail, and the release has succeeded', async () => {
    const { release: run, server, repository } = await worldOfTest();
    const head = await repository.git('rev-parse', 'HEAD');
    server.store.pulls.set(head, [{ number: 7, merged: true, body: '' }]);
    server.fail({ what: 403, path: /\/comments$/, times: 99 });
    expect((await run({ comments })).outcome).toBe('released');
  });

  test('are left out where the workflow may not write them, with a warning', async () => {
    const {
      release: run,
      server,
      repository,
    } = await worldOfTest({
      files: {
        '.github/workflows/release.yml':
          'on: push\npermissions: { contents: write }\njobs: { release: { steps: [] } }\n',
      },
    });
    const head = await repository.git('rev-parse', 'HEAD');
    server.store.pulls.set(head, [{ number: 7, merged: true, body: '' }]);
    const outcome = await run({ comments });
    expect(outcome.outcome).toBe('released');
    expect(outcome.problems).toMatchObject([{ code: 'GITHUB_PERMISSION', severity: 'warning' }]);
  });
});
