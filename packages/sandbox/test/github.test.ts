import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GithubOptions, type GithubStandIn, startGithub } from '../src/index.ts';
import { githubContract, type GithubContract } from './github-contract.fixture.ts';

let server: GithubStandIn;
let contract: GithubContract;

async function start(options: GithubOptions = {}): Promise<void> {
  await server.close();
  server = await startGithub({ tokens, observe: contract.observe, ...options });
}

const tokens = {
  ghs_job: { kind: 'workflow' },
  ghs_reader: { kind: 'workflow', writes: [] },
  github_pat_reader: { kind: 'personal', writes: [] },
  ghp_scopes: { kind: 'classic', scopes: ['gist'] },
} as const;

beforeEach(async () => {
  contract = githubContract();
  server = await startGithub({ tokens, observe: contract.observe });
});

afterEach(async () => {
  await server.close();
  if (contract.violations.length > 0) throw new Error(contract.violations.join('\n'));
});

interface Asked {
  readonly token?: keyof typeof tokens | 'nobody';
  readonly body?: object;
  readonly raw?: string;
}

const ask = async (method: string, path: string, { token = 'ghs_job', body, raw }: Asked = {}) => {
  const response = await fetch(
    path.startsWith('http') ? path : `${server.api}/repos/example/harbour${path}`,
    {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': raw === undefined ? 'application/json' : 'application/octet-stream',
      },
      ...(body === undefined && raw === undefined ? {} : { body: raw ?? JSON.stringify(body) }),
    },
  );
  const text = await response.text();
  const json = (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as never;
  return { status: response.status, json: json as Record<string, never>, headers: response.headers };
};

const draft = (tag = 'v1.2.3') => ({ tag_name: tag, target_commitish: 'a'.repeat(40), draft: true });
const upload = (id: number, name: string, raw = 'bytes') =>
  ask('POST', `${server.uploads}/repos/example/harbour/releases/${id}/assets?name=${name}`, { raw });

async function published(tag: string, files: readonly string[] = []): Promise<number> {
  const { json } = await ask('POST', '/releases', { body: draft(tag) });
  for (const name of files) await upload(json['id'] ?? 0, name);
  await ask('PATCH', `/releases/${json['id']}`, { body: { draft: false, make_latest: 'true' } });
  return json['id'] ?? 0;
}

test.each([
  ['a value of another kind', 'POST', '/releases', { tag_name: 'v1', make_latest: true }, 'make_latest'],
  [
    'a member that is not known',
    'POST',
    '/releases',
    { tag_name: 'v1', drafty: true },
    'drafty is not described',
  ],
  ['a query that is not known', 'GET', '/releases?perpage=3', undefined, 'the query perpage'],
  ['an operation that is not known', 'GET', '/no/such', undefined, 'no such operation'],
])('the description of GitHub finds %s', async (_what, method, path, body, words) => {
  await ask(method, path, body === undefined ? {} : { body });
  expect(contract.violations.join('\n')).toContain(words);
  contract = githubContract();
});

test('the description of GitHub finds an answer that it would not give', () => {
  const request = {
    method: 'GET',
    path: '/repos/example/harbour/releases/tags/v1',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  const other = githubContract();
  other.observe({ request, answer: { status: 200, body: { id: 7, tag_name: 'v1' } }, faulty: false });
  expect(other.violations.join()).toContain("must have required property 'upload_url'");
});

describe('the stand-in for GitHub', () => {
  test('hides drafts from their tag and from those who only read', async () => {
    await ask('POST', '/releases', { body: draft() });
    expect((await ask('GET', '/releases/tags/v1.2.3')).status).toBe(404);
    expect((await ask('GET', '/releases')).json).toHaveLength(1);
    expect((await ask('GET', '/releases', { token: 'ghs_reader' })).json).toHaveLength(0);
  });

  test('makes the tag of a draft that is published, and knows the latest release', async () => {
    await published('v1.2.3');
    expect((await ask('GET', '/releases/tags/v1.2.3')).json).toMatchObject({ draft: false });
    expect((await ask('GET', '/git/ref/tags/v1.2.3')).json).toMatchObject({
      object: { sha: 'a'.repeat(40) },
    });
    expect((await ask('GET', '/releases/latest')).json).toMatchObject({ tag_name: 'v1.2.3' });
  });

  test('takes files at another server, and tells their digests', async () => {
    const { json } = await ask('POST', '/releases', { body: draft() });
    expect(json['upload_url']).toContain(`${server.uploads}/repos/example/harbour/releases/`);
    const digest = `sha256:${createHash('sha256').update('bytes').digest('hex')}`;
    expect((await upload(json['id'] ?? 0, 'tool')).json).toMatchObject({ name: 'tool', size: 5, digest });
    const again = await upload(json['id'] ?? 0, 'tool');
    expect(again).toMatchObject({ status: 422, json: { errors: [{ code: 'already_exists' }] } });
    expect((await upload(json['id'] ?? 0, 'a%20b!c.')).json).toMatchObject({ name: 'a.b.c' });
  });

  test.each([502, 'refused'] as const)('keeps what a broken upload leaves (%s)', async (what) => {
    const { json } = await ask('POST', '/releases', { body: draft() });
    server.fail({ what, path: /assets$/ });
    await upload(json['id'] ?? 0, 'tool').catch(() => undefined);
    const found = await ask('GET', `/releases/${json['id']}/assets`);
    expect(found.json).toMatchObject([{ name: 'tool', state: 'starter', size: 0 }]);
  });

  test('lets nothing of an immutable release be changed but its words, and burns its tag', async () => {
    await start({ immutable: true });
    expect((await ask('GET', '/immutable-releases')).json).toMatchObject({ enabled: true });
    const id = await published('v1.2.3', ['tool']);
    expect((await upload(id, 'more')).status).toBe(422);
    const edited = await ask('PATCH', `/releases/${id}`, { body: { name: 'New', prerelease: true } });
    expect(edited.json).toMatchObject({ name: 'New', prerelease: false, immutable: true });
    await ask('DELETE', `/releases/${id}`);
    const burned = await ask('POST', '/releases', { body: draft() });
    expect(JSON.stringify(burned.json)).toContain('tag_name was used by an immutable release');
  });

  test.each([
    ['ghs_reader', 'Resource not accessible by integration', 'contents=write'],
    ['github_pat_reader', 'Resource not accessible by personal access token', 'contents=write'],
    ['ghp_scopes', 'Must have push access to repository', 'contents=write'],
  ] as const)('refuses a release by %s with %s', async (token, message, accepted) => {
    const refused = await ask('POST', '/releases', { token, body: draft() });
    expect(refused).toMatchObject({ status: 403, json: { message } });
    expect(refused.headers.get('x-accepted-github-permissions')).toBe(accepted);
    expect((await ask('GET', '/releases', { token: 'nobody' })).status).toBe(401);
  });

  test('tells no rights to the token of a workflow', async () => {
    expect((await ask('GET', '')).json['permissions']).toBeUndefined();
    const own = await ask('GET', '', { token: 'github_pat_reader' });
    expect(own.json['permissions']).toMatchObject({ push: true });
  });

  test('starts workflows by a push, but not by one of a workflow or of many tags', async () => {
    await start({ workflows: { 'image.yml': ['push'], 'by-hand.yml': ['workflow_dispatch'] } });
    const tags = ['v1', 'v2', 'v3', 'v4'];
    for (const name of tags) server.tag(name, 'b'.repeat(40));
    await server.push({ byWorkflow: true, tags: ['v1'] });
    await server.push({ byWorkflow: false, tags });
    expect(server.store.runs).toHaveLength(0);
    await server.push({ byWorkflow: false, tags: ['v1'] });
    const runs = (name: string) =>
      ask('GET', `/actions/workflows/${name}/runs?branch=v1&head_sha=${'b'.repeat(40)}`);
    expect((await runs('image.yml')).json).toMatchObject({ total_count: 1 });
    expect((await runs('by-hand.yml')).json).toMatchObject({ total_count: 0 });
    expect((await runs('other.yml')).status).toBe(404);
    expect((await ask('GET', '/actions/workflows/image.yml')).json).toMatchObject({ state: 'active' });
  });

  test.each([
    [false, 204],
    [true, 200],
  ])('starts a workflow that is asked for (and tells its run: %s)', async (tellsRun, status) => {
    await start({ workflows: { 'by-hand.yml': ['workflow_dispatch'] }, tellsRun });
    server.tag('v1', 'c'.repeat(40));
    const path = '/actions/workflows/by-hand.yml/dispatches';
    expect((await ask('POST', path, { body: { ref: 'v1', inputs: { why: 'test' } } })).status).toBe(status);
    expect((await ask('POST', path, { body: { ref: 'v2' } })).status).toBe(422);
    expect(server.store.runs).toMatchObject([
      { event: 'workflow_dispatch', branch: 'v1', inputs: { why: 'test' } },
    ]);
  });

  test('tells the addresses that it is called by, and takes files at them', async () => {
    const addresses = {
      web: 'https://github.com',
      api: 'https://api.github.com',
      uploads: 'https://uploads.github.com',
    };
    await start({ addresses });
    const own = new URL(server.url).origin;
    const made = await ask('POST', `${own}/repos/example/harbour/releases`, { body: draft() });
    expect(made.json['upload_url']).toMatch(
      /^https:\/\/uploads\.github\.com\/repos\/example\/harbour\/releases\/\d+/,
    );
    expect(made.json['html_url']).toMatch(/^https:\/\/github\.com\/example\/harbour\//);
    const address = `${own}/repos/example/harbour/releases/${made.json['id']}/assets?name=tool`;
    expect((await ask('POST', address, { raw: 'bytes' })).json).toMatchObject({ name: 'tool', size: 5 });
  });

  test('knows pull requests of commits, and takes comments', async () => {
    server.store.pulls.set('d'.repeat(40), [{ number: 7, merged: true, body: 'Fixes #3' }]);
    const pulls = await ask('GET', `/commits/${'d'.repeat(40)}/pulls`);
    expect(pulls.json).toMatchObject([{ number: 7, body: 'Fixes #3' }]);
    expect((await ask('POST', '/issues/3/comments', { body: { body: 'Out.' } })).status).toBe(201);
    expect((await ask('GET', '/issues/3/comments')).json).toMatchObject([{ body: 'Out.' }]);
  });

  test('gives lists in pages, and ends when its quota is used up', async () => {
    for (const tag of ['v1', 'v2', 'v3']) await ask('POST', '/releases', { body: draft(tag) });
    const first = await ask('GET', '/releases?per_page=2');
    expect(first.json).toMatchObject([{ tag_name: 'v3' }, { tag_name: 'v2' }]);
    expect(first.headers.get('link')).toContain('per_page=2&page=2>; rel="next"');
    await start({ quota: 1 });
    expect((await ask('GET', '/releases')).headers.get('x-ratelimit-remaining')).toBe('0');
    expect((await ask('GET', '/releases')).status).toBe(403);
  });
});
