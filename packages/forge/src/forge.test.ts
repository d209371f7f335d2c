import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Effects, isReleaseError, type Problem } from '@launchway/core';
import { openWorkspace } from '@launchway/core/engine';
import { createTestRepository } from '@launchway/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Forge, openForge } from './forge.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let handler: Handler;
let server: Server;
let asked: IncomingMessage[] = [];
let forge: Forge;
let reads: Effects;
let cleanUp: () => Promise<void>;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    handler(request, response, asked.length);
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const repository = await createTestRepository({ 'a.txt': 'a' });
  const workspace = await openWorkspace({
    cwd: repository.path,
    env: { GITLAB_TOKEN: 'glpat-9d8a7c6b5e' },
    say: () => undefined,
  });
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gitlab/api/v4`;
  reads = { ...workspace.effects, sleep: async () => undefined };
  forge = openForge(reads, {
    name: 'GitLab at test',
    api,
    token: 'the personal token of $GITLAB_TOKEN',
    credential: { env: 'GITLAB_TOKEN', scheme: { header: 'PRIVATE-TOKEN' } },
  });
  cleanUp = async () => {
    await workspace.close();
    await repository.remove();
    server.closeAllConnections();
    server.close();
  };
});

afterEach(() => {
  asked = [];
});

afterAll(() => cleanUp());

test('a deploy token that is refused is not to be replaced by another', async () => {
  handler = (_request, response) => json(response, 401, { message: '401 Unauthorized' });
  const deploying = openForge(reads, { ...forge.options, token: 'the deploy token of $GITLAB_TOKEN' });
  const failed = await deploying
    .get({ path: '/x', doing: 'read the release' })
    .catch((error: unknown) => error);
  const [problem] = isReleaseError(failed) ? failed.problems : [];
  expect(problem?.code).toBe('FORGE_TOKEN_REFUSED');
  expect(problem?.fix).toMatch(/^Deploy tokens read and write packages and images alone/);
});

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));

const problemsOf = async (work: Promise<unknown>): Promise<readonly Problem[]> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isReleaseError(error)) throw new Error('It was to be refused.', { cause: error });
  return error.problems;
};
const told = async (work: Promise<unknown>): Promise<string> =>
  (await problemsOf(work)).map(({ code, message }) => `${code}: ${message}`).join('\n');
const fixOf = async (work: Promise<unknown>): Promise<string | undefined> => (await problemsOf(work))[0]?.fix;

describe('pages', () => {
  test('follow the query of the next one, and no other host or path', async () => {
    handler = (request, response) => {
      const page = new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? '1';
      const next = `<https://evil.example/api/v4/elsewhere?page=${Number(page) + 1}&per_page=100>; rel="next", <x>; rel="first"`;
      json(response, 200, [{ page }], page === '3' ? {} : { link: next });
    };
    expect(await forge.list({ path: '/projects/7/releases?order_by=x', doing: 'list' })).toEqual([
      { page: '1' },
      { page: '2' },
      { page: '3' },
    ]);
    expect(asked.map(({ url }) => url)).toEqual([
      '/gitlab/api/v4/projects/7/releases?per_page=100&order_by=x',
      '/gitlab/api/v4/projects/7/releases?page=2&per_page=100',
      '/gitlab/api/v4/projects/7/releases?page=3&per_page=100',
    ]);
    expect(asked.every(({ headers }) => headers['private-token'] === 'glpat-9d8a7c6b5e')).toBe(true);
  });

  test('a page that names itself as the next ends the list', async () => {
    handler = (_request, response) =>
      json(response, 200, [{ id: 1 }], { link: '<http://x/?page=2>; rel=next' });
    expect(await forge.list({ path: '/x', doing: 'list' })).toEqual([{ id: 1 }, { id: 1 }]);
  });

  test('no more than 10 000 things are taken, however many a page holds', async () => {
    handler = (_request, response) =>
      json(
        response,
        200,
        Array.from({ length: 300_000 }, () => ({})),
      );
    expect(await forge.list({ path: '/x', doing: 'list' })).toHaveLength(10_000);
  });

  test('a page of more than can be read is told as such', async () => {
    handler = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('['.repeat(501));
    expect(await told(forge.list({ path: '/x', doing: 'list things' }))).toMatch(
      /^FORGE_ANSWER_INVALID: Could not list things on GitLab at test: 127\.0\.0\.1:\d+ answered 200 with JSON that holds lists and objects more than 500 deep/,
    );
  });

  test.each([{ not: 'a list' }, [null], [7]])('what is no list of things is refused: %j', async (answer) => {
    handler = (_request, response) => json(response, 200, answer);
    expect(await told(forge.list({ path: '/x', doing: 'list things' }))).toContain('FORGE_ANSWER_INVALID');
  });
});

describe('what a forge says is wrong', () => {
  test.each([
    [401, { message: '401 Unauthorized' }, 'FORGE_TOKEN_REFUSED', '401 Unauthorized'],
    [
      403,
      { error: 'insufficient_scope', error_description: 'More.', scope: 'api' },
      'FORGE_DENIED',
      'insufficient_scope, More., scope: api',
    ],
    [404, { message: '404 Project Not Found' }, 'FORGE_NOT_FOUND', 'It was asked with the personal token'],
    [409, { message: 'Release already exists' }, 'FORGE_CONFLICT', 'Release already exists'],
    [
      400,
      { message: { tag_name: ['is too long', 'is bad'] } },
      'FORGE_REFUSED',
      'tag_name is too long, is bad',
    ],
    [
      422,
      { message: 'Validation Failed', errors: [{ field: 'name', message: 'is taken' }] },
      'FORGE_REFUSED',
      'is taken',
    ],
    [400, { message: ['a', 'b'] }, 'FORGE_REFUSED', '(a, b)'],
    [400, { error: 'name is missing' }, 'FORGE_REFUSED', 'name is missing'],
  ])('%i %j becomes %s', async (status, body, code, text) => {
    handler = (_request, response) => json(response, status, body);
    const message = await told(forge.get({ path: '/x', doing: 'look at x' }));
    expect(message).toContain(code);
    expect(message).toContain(text);
    expect(message).toContain('Could not look at x on GitLab at test');
    expect(message).not.toContain('glpat-9d8a7c6b5e');
  });

  test('missing permissions of GitHub are told as a workflow spells them', async () => {
    const accepted = 'pull_requests=write,contents=write; issues=write';
    handler = (_request, response) =>
      json(
        response,
        403,
        { message: 'Resource not accessible by integration' },
        { 'x-accepted-github-permissions': accepted },
      );
    expect(await fixOf(forge.get({ path: '/x', doing: 'look' }))).toContain(
      'permissions: { pull-requests: write, contents: write }',
    );
  });

  test('a quota that is used up is told with the time at which it is filled', async () => {
    handler = (_request, response) =>
      json(
        response,
        403,
        { message: 'API rate limit exceeded' },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1900000000', 'retry-after': '0' },
      );
    const message = await told(forge.get({ path: '/x', doing: 'look' }));
    expect(message).toContain('FORGE_RATE_LIMITED');
    expect(message).toContain('at 2030-03-17T17:46:40.000Z');
  });

  test('a quota that is said to be filled when no calendar ends is told without a time', async () => {
    handler = (_request, response) =>
      json(
        response,
        403,
        { message: 'API rate limit exceeded' },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1e20', 'retry-after': '0' },
      );
    const message = await told(forge.get({ path: '/x', doing: 'look' }));
    expect(message).toContain('FORGE_RATE_LIMITED');
    expect(message).not.toContain('takes requests again');
  });

  test('a page of a proxy is told by its title', async () => {
    handler = (_request, response) =>
      void response
        .writeHead(413, { 'content-type': 'text/html' })
        .end('<html><title>413 Request Entity Too Large</title>');
    expect(await told(forge.get({ path: '/x', doing: 'look' }))).toContain(
      'a web page: 413 Request Entity Too Large',
    );
  });

  test('a sign-in page is no answer', async () => {
    handler = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in');
    expect(await told(forge.get({ path: '/x', doing: 'look' }))).toContain('FORGE_ANSWER_INVALID');
  });
});

describe('making something once', () => {
  test('an answer that is lost is followed by a look, not by a second request', async () => {
    let made = 0;
    handler = (request) => {
      made += 1;
      request.socket.destroy();
    };
    const result = await forge.create({ path: '/x', json: { a: 1 }, doing: 'make x' }, async () =>
      made > 0 ? 'the one that is there' : undefined,
    );
    expect(result).toEqual({ found: 'the one that is there' });
    expect(made).toBe(1);
  });

  test('what is not there after an error of the server is made again', async () => {
    handler = (_request, response, count) => json(response, count < 3 ? 502 : 201, { id: count });
    expect(await forge.create({ path: '/x', json: {}, doing: 'make x' }, async () => undefined)).toEqual({
      made: { id: 3 },
    });
  });

  test('"exists already" is an answer where it exists', async () => {
    handler = (_request, response) => json(response, 409, { message: 'Release already exists' });
    expect(await forge.create({ path: '/x', json: {}, doing: 'make x' }, async () => 7)).toEqual({
      found: 7,
    });
    expect(
      await told(forge.create({ path: '/x', json: {}, doing: 'make x' }, async () => undefined)),
    ).toContain('FORGE_CONFLICT');
  });

  test('a refusal of rights is not asked twice', async () => {
    handler = (_request, response) => json(response, 403, { message: '403 Forbidden' });
    expect(await told(forge.create({ path: '/x', json: {}, doing: 'make x' }, async () => 7))).toContain(
      'FORGE_DENIED',
    );
    expect(asked).toHaveLength(1);
  });
});

test('setting values is tried again after an error of the server, and making something is not', async () => {
  handler = (_request, response, count) => json(response, count === 1 ? 502 : 200, { id: count });
  const patch = { method: 'PATCH', path: '/x', json: { draft: false }, doing: 'publish x' } as const;
  expect(await forge.send(patch)).toEqual({ id: 2 });
  asked = [];
  const post = { ...patch, method: 'POST' } as const;
  expect(await told(forge.send(post))).toContain('FORGE_FAILED');
});

test('files go to the address that the forge names', async () => {
  handler = (_request, response) => json(response, 201, {});
  const address = `${forge.options.api.replace('/gitlab/api/v4', '')}/uploads/7?name=a`;
  await forge.send({ method: 'POST', path: '/7', address, body: 'bytes', doing: 'upload a' });
  expect(asked.map(({ url }) => url)).toEqual(['/uploads/7?name=a']);
});
