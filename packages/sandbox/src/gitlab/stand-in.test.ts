import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GitlabStandIn, startGitlab } from './stand-in.ts';

let server: GitlabStandIn;

beforeAll(async () => {
  server = await startGitlab({
    subpath: '/gitlab',
    tokens: {
      job: { kind: 'job' },
      person: { kind: 'personal' },
      reader: { kind: 'personal', scopes: ['read_api'] },
      guest: { kind: 'personal', level: 10 },
      deploy: { kind: 'deploy' },
    },
  });
});

afterAll(() => server.close());

const ask = async (
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body?: RequestInit['body'],
) => {
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  const response = await fetch(`${server.api}${path}`, init);
  const text = await response.text();
  return { status: response.status, text, link: response.headers.get('link') };
};

describe('the stand-in for GitLab', () => {
  test.each([
    ['/projects/42', { 'job-token': 'job' }, 404],
    ['/projects/42', { 'private-token': 'job' }, 404],
    ['/projects/42/releases', { 'job-token': 'job' }, 200],
    ['/projects/42/releases', { authorization: 'Bearer job' }, 404],
    ['/projects/42/releases', { 'deploy-token': 'deploy' }, 401],
    ['/projects/42/packages', { 'deploy-token': 'deploy' }, 200],
    ['/projects/group%2Fharbour', { 'private-token': 'person' }, 200],
    ['/projects/42', { 'private-token': 'nobody' }, 401],
    ['/projects/42', {}, 404],
    ['/projects/43', { 'private-token': 'person' }, 404],
  ] as const)('answers GET %s with %j by %i', async (path, headers, status) => {
    expect((await ask(path, { ...headers })).status).toBe(status);
  });

  test.each([
    [{ 'private-token': 'reader' }, 403, 'insufficient_scope'],
    [{ 'private-token': 'guest' }, 403, '403 Forbidden'],
    [{ 'private-token': 'person' }, 400, 'tag_name is missing'],
  ] as const)('refuses a release by %j with %i', async (headers, status, words) => {
    const found = await ask('/projects/42/releases', { ...headers }, 'POST', '{}');
    expect(found.status).toBe(status);
    expect(found.text).toContain(words);
  });

  test('makes a tag for a release that names a ref, and refuses one without', async () => {
    const person = { 'private-token': 'person', 'content-type': 'application/json' };
    const post = (body: object) => ask('/projects/42/releases', person, 'POST', JSON.stringify(body));
    expect((await post({ tag_name: 'v1' })).status).toBe(422);
    expect((await post({ tag_name: 'v1', ref: 'a'.repeat(40) })).status).toBe(201);
    expect((await post({ tag_name: 'v1' })).status).toBe(409);
    const twice = [1, 2].map(() => ({ name: 'x', url: 'https://example.org' }));
    expect((await post({ tag_name: 'v2', ref: 'b', assets: { links: twice } })).text).toContain(
      'has already been taken',
    );
  });

  test('adds a second upload beside the first, unless duplicates are off, and gives lists in pages', async () => {
    const job = { 'job-token': 'job' };
    const put = () => ask('/projects/42/packages/generic/tool/1.0.0/a.bin', job, 'PUT', 'bytes');
    expect([await put(), await put()].map(({ status }) => status)).toEqual([201, 201]);
    const [held] = server.project.packages;
    const first = await ask(`/projects/42/packages/${held?.id}/package_files?per_page=1`, job);
    expect(JSON.parse(first.text)).toHaveLength(1);
    expect(first.link).toContain(`page=2>; rel="next"`);
    server.project.settings['duplicates'] = false;
    expect((await put()).status).toBe(400);
    const file = `/projects/42/packages/${held?.id}/package_files/${held?.files[0]?.id}`;
    expect((await ask(file, { 'private-token': 'guest' }, 'DELETE')).status).toBe(403);
    expect((await ask(file, job, 'DELETE')).status).toBe(204);
    expect(held?.files).toHaveLength(1);
  });

  test('gives the milestones of one title to those who may read them', async () => {
    server.project.milestones.push('Spring', 'Winter');
    const found = await ask('/projects/42/milestones?title=Winter', { 'private-token': 'person' });
    expect(JSON.parse(found.text)).toMatchObject([{ title: 'Winter' }]);
    expect((await ask('/projects/42/milestones', { 'job-token': 'job' })).status).toBe(404);
  });

  test('takes a chart before it has looked into it, and lists it in its index', async () => {
    const chart = 'apiVersion: v2\nname: harbour\nversion: 1.2.3\n';
    const header = Buffer.alloc(512);
    header.write('harbour/Chart.yaml');
    header.write(chart.length.toString(8).padStart(11, '0'), 124);
    const body = Buffer.alloc(1024);
    body.write(chart);
    const form = new FormData();
    form.append('chart', new Blob([gzipSync(Buffer.concat([header, body]))]), 'harbour-1.2.3.tgz');
    const basic = { authorization: `Basic ${Buffer.from('gitlab-ci-token:job').toString('base64')}` };
    expect((await ask('/projects/42/packages/helm/api/stable/charts', basic, 'POST', form)).status).toBe(201);
    const index = await ask('/projects/42/packages/helm/stable/index.yaml', basic);
    expect(index.text).toContain('version: "1.2.3"');
    expect((await ask('/projects/42/packages/helm/stable/charts/harbour-1.2.3.tgz', basic)).status).toBe(200);
  });

  test('goes wrong as it is told', async () => {
    server.fail({ what: 429, path: /releases$/ });
    expect((await ask('/projects/42/releases', { 'job-token': 'job' })).status).toBe(429);
    server.fail({ what: 'reset', after: 1 });
    expect((await ask('/projects/42/releases', { 'job-token': 'job' })).status).toBe(200);
    await expect(ask('/projects/42/releases', { 'job-token': 'job' })).rejects.toThrow('fetch failed');
  });
});
