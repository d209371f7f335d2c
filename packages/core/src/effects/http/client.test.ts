import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { HttpSend } from '../../model/ports.ts';
import { isReleaseError } from '../../model/problem.ts';
import { createCredentials } from '../secrets/credentials.ts';
import { createMask } from '../secrets/mask.ts';
import { type Reply, serve, serveRaw } from '../server.fixture.ts';
import { createHttp, type HttpOptions } from './client.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  open.push(server);
  return server;
}

const status =
  (code: number, body = '', headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(code, headers).end(body);
const hangUp: Reply = (response) => void response.destroy();

/** A client whose waits take no time and are written down. */
function client(env: Record<string, string> = {}, more: Partial<HttpOptions> = {}) {
  const mask = createMask();
  const waits: number[] = [];
  const clock = {
    now: () => Date.parse('2026-03-01T12:00:00Z'),
    sleep: async (wait: number) => void waits.push(wait),
  };
  const http = createHttp({
    env,
    mask,
    credentials: createCredentials(env, mask),
    clock,
    random: () => 1,
    ...more,
  });
  return { ...http, mask, waits };
}

async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isReleaseError(error)) throw new Error(`expected a ReleaseError, got ${String(error)}`);
  return {
    code: error.problems[0]?.code,
    message: error.message,
    kind: error.kind,
    transient: error.transient,
  };
}

describe('an answer', () => {
  test('comes with status, headers by any case, bytes, text and JSON', async () => {
    const server = await start(serve([status(201, '{"ü":1}', { 'X-Thing': 'yes' })]));
    const response = await client().get({ url: `${server.url}/a?b=c` });
    expect([response.status, response.header('x-THING'), response.json(), response.bytes.length]).toEqual([
      201,
      'yes',
      { ü: 1 },
      8,
    ]);
    expect(response.url).toBe(`${server.url}/a?b=c`);
  });

  test.each([404, 422, 501])('of status %i is given back at once', async (code) => {
    const server = await start(serve([status(code)]));
    expect((await client().get({ url: server.url })).status).toBe(code);
    expect(server.seen).toHaveLength(1);
  });

  test('to HEAD has no body', async () => {
    const server = await start(serve([status(200, '', { 'content-length': '123' })]));
    const response = await client().get({ url: server.url, method: 'HEAD' });
    expect([response.header('content-length'), response.text(), server.seen[0]?.method]).toEqual([
      '123',
      '',
      'HEAD',
    ]);
  });

  test('that is no JSON is explained with its type', async () => {
    const server = await start(serve([status(200, '<html>', { 'content-type': 'text/html' })]));
    const response = await client().get({ url: server.url });
    expect(() => response.json()).toThrow(/answered 200 with text\/html where JSON was expected/);
  });

  test.each([
    ['a stated length', { 'content-length': '2000' }],
    ['no stated length', {}],
  ])('that is too large is broken off with %s', async (_, headers) => {
    const server = await start(serve([status(200, 'x'.repeat(2000), headers)]));
    const problem = await problemOf(client().get({ url: server.url, limit: 1999 }));
    expect(problem).toMatchObject({ code: 'HTTP_TOO_LARGE', transient: false });
    expect((await client().get({ url: server.url, limit: 2000 })).bytes).toHaveLength(2000);
  });

  test.each([
    ['more than 2000000 values', `[${'{},'.repeat(2_000_000)}0]`],
    ['lists and objects more than 500 deep', '{"a":['.repeat(251)],
  ])('that is JSON of %s is not made into values', async (what, body) => {
    const server = await start(serve([status(200, body)]));
    const response = await client().get({ url: server.url });
    const problem = await problemOf(Promise.resolve().then(() => response.json()));
    expect(problem).toMatchObject({ code: 'HTTP_TOO_LARGE', message: expect.stringContaining(what) });
  });

  test('that is one long text of JSON is read', async () => {
    const text = 'a, [b] '.repeat(500_000);
    const server = await start(serve([status(200, JSON.stringify([text]))]));
    expect((await client().get({ url: server.url })).json()).toEqual([text]);
  });
});

describe('a transient status', () => {
  test('is tried again until it passes', async () => {
    const server = await start(serve([status(502), status(503), status(200, 'up')]));
    const { get, waits } = client();
    expect((await get({ url: server.url })).text()).toBe('up');
    expect(waits).toEqual([300, 900]);
  });

  test('is given back as the answer when the tries are used up', async () => {
    const server = await start(serve([status(500, 'down')]));
    const { get } = client();
    expect((await get({ url: server.url, tries: 2 })).text()).toBe('down');
    expect(server.seen).toHaveLength(2);
  });

  test('waits as long as the server asks', async () => {
    const server = await start(serve([status(429, '', { 'retry-after': '7' }), status(200)]));
    const lines: string[] = [];
    const { get, waits } = client({}, { say: (line) => void lines.push(line) });
    await get({ url: server.url });
    expect(waits).toEqual([7000]);
    expect(lines).toEqual([`Waiting 7 s before 127.0.0.1:${server.port} is asked again`]);
  });

  test('of a POST stands, because the server has seen it', async () => {
    const server = await start(serve([status(503), status(201)]));
    expect((await client().send({ url: server.url, method: 'POST', body: 'x' })).status).toBe(503);
    expect(server.seen).toHaveLength(1);
  });

  test('429 for a day is told at once', async () => {
    const server = await start(serve([status(429, '', { 'retry-after': '86400' }), status(200)]));
    const { get, waits } = client();
    expect((await get({ url: server.url })).status).toBe(429);
    expect([server.seen.length, waits]).toEqual([1, []]);
  });

  test('429 to the end makes the next question one try', async () => {
    const server = await start(serve([status(429)]));
    const { get } = client();
    for (const path of ['/a', '/b']) await get({ url: server.url + path });
    expect(server.seen.map(({ path }) => path)).toEqual(['/a', '/a', '/a', '/a', '/b']);
  });

  test('429 of a POST is tried again, with the body anew', async () => {
    const server = await start(serve([status(429), status(201)]));
    expect((await client().send({ url: server.url, method: 'POST', body: 'once' })).status).toBe(201);
    expect(server.seen.map(({ body }) => body)).toEqual(['once', 'once']);
  });

  test('of a POST that says it is idempotent is tried again', async () => {
    const server = await start(serve([status(503), status(201)]));
    const request = { url: server.url, method: 'POST', idempotent: true } as const;
    expect((await client().send(request)).status).toBe(201);
  });
});

describe('a body', () => {
  const folder = mkdtemp(join(tmpdir(), 'body-'));
  const file = folder.then(async (path) => {
    await writeFile(join(path, 'body'), 'from a file');
    await writeFile(join(path, 'empty'), '');
    return join(path, 'body');
  });
  afterEach(async () => rm(await folder, { recursive: true, force: true }));

  test('of text, bytes or a file survives a retry and a 307, with its length told', async () => {
    const path = await file;
    const empty = path.replace(/body$/, 'empty');
    const bodies: [HttpSend['body'], string][] = [
      ['text', 'text'],
      [Buffer.from('xbytesx').subarray(1, 6), 'bytes'],
      [{ file: path }, 'from a file'],
      [{ file: empty }, ''],
    ];
    for (const [body, expected] of bodies) {
      const server = await start(serve([status(502), status(307, '', { location: '/there' }), status(201)]));
      const response = await client().send({
        url: `${server.url}/here`,
        method: 'PUT',
        ...(body !== undefined && { body }),
      });
      expect([response.status, server.seen.map((seen) => `${seen.path} ${seen.body}`)]).toEqual([
        201,
        [`/here ${expected}`, `/here ${expected}`, `/there ${expected}`],
      ]);
      expect(server.seen.map(({ headers }) => headers['content-length'])).toEqual(
        Array(3).fill(String(expected.length)),
      );
    }
  });
});

describe('a redirect', () => {
  const env = { TOKEN: 'tok-123456789' };
  const credential = { env: 'TOKEN' };

  test('is followed with credentials on the same server', async () => {
    const server = await start(serve([status(302, '', { location: 'next?x=1' }), status(200, 'there')]));
    const response = await client(env).get({ url: `${server.url}/a/b`, credential });
    expect([response.text(), response.url]).toEqual(['there', `${server.url}/a/next?x=1`]);
    expect(server.seen[1]?.headers.authorization).toBe('Bearer tok-123456789');
  });

  test.each([
    ['bearer', { credential }],
    ['its own header', { credential: { env: 'TOKEN', scheme: { header: 'X-Lab-Key' } } as const }],
    [
      'given headers',
      { headers: { Authorization: 'Bearer given-1234', 'Private-Token': 'given-5678', Cookie: 'a=b' } },
    ],
  ])('takes no credential to another server: %s', async (_, how) => {
    const other = await start(serve([status(200)]));
    const server = await start(serve([status(307, '', { location: `${other.url}/there` })]));
    await client(env).get({ url: server.url, ...how });
    const sent = JSON.stringify(other.seen[0]?.headers);
    expect(other.seen[0]?.headers['user-agent']).toBe('launchway');
    expect(sent).not.toMatch(/tok-123456789|given-|a=b/);
  });

  test.each([
    [303, 'PUT', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [302, 'PUT', 'PUT', 'body'],
    [308, 'POST', 'POST', 'body'],
  ] as const)('%i turns %s into %s', async (code, method, expected, body) => {
    const server = await start(serve([status(code, '', { location: '/there' }), status(200)]));
    await client().send({ url: server.url, method, body: 'body', headers: { 'Content-Type': 'text/x' } });
    expect(server.seen[1]).toMatchObject({ method: expected, path: '/there', body });
    expect(server.seen[1]?.headers['content-type']).toBe(body === '' ? undefined : 'text/x');
  });

  test('is given back when that is asked for', async () => {
    const server = await start(serve([status(302, '', { location: '/there' })]));
    const response = await client().get({ url: server.url, redirect: 'manual' });
    expect([response.status, response.header('location')]).toEqual([302, '/there']);
  });

  test.each([
    ['round in circles', '/', /redirects more than 10 times/],
    ['to a file', 'file:///etc/passwd', /redirects to an address that is neither http nor https/],
  ])('%s is refused', async (_, location, message) => {
    const server = await start(serve([status(302, '', { location })]));
    const problem = await problemOf(client().get({ url: server.url }));
    expect(problem).toMatchObject({ code: 'HTTP_REDIRECTS', transient: false });
    expect(problem.message).toMatch(message);
  });
});

describe('no answer', () => {
  test('because nothing listens is a failure that may pass, tried again even for POST', async () => {
    const server = await serve([status(200)]);
    await server.close();
    const { send, waits } = client();
    const problem = await problemOf(send({ url: `${server.url}/p?secret=1`, method: 'POST' }));
    expect(problem).toEqual({
      code: 'HTTP_UNREACHABLE',
      message: `127.0.0.1:${server.port} cannot be reached: nothing listens there (ECONNREFUSED 127.0.0.1:${server.port}).`,
      kind: 'failed',
      transient: true,
    });
    expect(waits).toHaveLength(3);
  });

  test('because the name is unknown says so', async () => {
    const problem = await problemOf(client().get({ url: 'http://no-such-host.invalid/x', tries: 1 }));
    expect(problem.code).toBe('HTTP_UNREACHABLE');
    expect(problem.message).toMatch(/^no-such-host.invalid cannot be reached/);
  });

  test('because the connection drops is tried again for PUT', async () => {
    const server = await start(serve([hangUp, status(200)]));
    expect((await client().send({ url: server.url, method: 'PUT', body: 'x' })).status).toBe(200);
  });

  test('because the connection drops is the end for POST, which the server may have seen', async () => {
    const server = await start(serve([hangUp, status(200)]));
    const problem = await problemOf(client().send({ url: server.url, method: 'POST', body: 'x' }));
    expect(problem).toMatchObject({ code: 'HTTP_DROPPED', transient: true });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    ['is cut off before its stated length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', false],
    ['is reset in the middle', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n', true],
  ])('because the body %s is told as such', async (_, words, reset) => {
    let connections = 0;
    const server = await start(
      serveRaw((socket) => {
        connections += 1;
        socket.once('data', () =>
          socket.write(words, () => (reset ? socket.resetAndDestroy() : socket.end())),
        );
      }),
    );
    expect(await problemOf(client().get({ url: server.url, tries: 2 }))).toMatchObject({
      code: 'HTTP_DROPPED',
      transient: true,
    });
    expect(connections).toBe(2);
  });

  test('because it is not HTTP is told as such, and not tried again', async () => {
    let connections = 0;
    const server = await start(
      serveRaw((socket) => {
        connections += 1;
        socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
      }),
    );
    const problem = await problemOf(client().get({ url: server.url }));
    expect(problem).toMatchObject({ code: 'HTTP_GARBLED', transient: false });
    expect(connections).toBe(1);
  });

  test.each([
    ['before the head', ''],
    ['in the body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'],
  ])('in time %s is a timeout', async (_, words) => {
    const server = await start(serveRaw((socket) => void socket.once('data', () => socket.write(words))));
    const problem = await problemOf(client().get({ url: server.url, timeout: 150, tries: 2 }));
    expect(problem).toMatchObject({
      code: 'HTTP_TIMEOUT',
      message: `127.0.0.1:${server.port} did not answer within 0.15 seconds.`,
      transient: true,
    });
  });

  test('in time is a timeout also where redirects use it up', async () => {
    const slow: Reply = (response, { path }) =>
      void setTimeout(() => response.writeHead(302, { location: `${path}x` }).end(), 60);
    const server = await start(serve([slow]));
    const problem = await problemOf(client().get({ url: `${server.url}/`, timeout: 240, tries: 1 }));
    expect(problem.message).toBe(`127.0.0.1:${server.port} did not answer within 0.24 seconds.`);
  });

  test('in time is a timeout also where a few bytes unpack to very many', async () => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
    const head = 'HTTP/1.1 200 OK\r\ncontent-encoding: br\r\nconnection: close\r\n\r\n';
    const answer = Buffer.concat([Buffer.from(head), brotliCompressSync(Buffer.alloc(1 << 29), { params })]);
    const server = await start(serveRaw((socket) => void socket.once('data', () => socket.end(answer))));
    const unpacked = client().get({ url: server.url, timeout: 250, tries: 1, limit: 2 ** 30 });
    expect((await problemOf(unpacked)).code).toBe('HTTP_TIMEOUT');
  });

  test('in time is a timeout also where the run allows less than the request', async () => {
    const server = await start(serveRaw(() => undefined));
    const problem = await problemOf(client({}, { longest: 120 }).get({ url: server.url, tries: 1 }));
    expect(problem.message).toBe(`127.0.0.1:${server.port} did not answer within 0.12 seconds.`);
  });

  test('in time, again and again, makes every later question one try, until there is an answer', async () => {
    const silence: Reply = () => undefined;
    const hushed: Reply[] = Array.from({ length: 4 + 1 }, () => silence);
    const server = await start(serve([...hushed, status(200), hangUp]));
    const { get } = client();
    const ask = (path: string) => get({ url: server.url + path, timeout: 150 });
    for (const path of ['/first', '/second']) expect((await problemOf(ask(path))).code).toBe('HTTP_TIMEOUT');
    await ask('/answered');
    expect((await problemOf(ask('/dropped'))).code).toBe('HTTP_DROPPED');
    const times = (path: string) => server.seen.filter((seen) => seen.path === path).length;
    expect(['/first', '/second', '/answered', '/dropped'].map(times)).toEqual([4, 1, 1, 4]);
  });

  test('because the run was interrupted ends at once', async () => {
    const run = new AbortController();
    const server = await start(serveRaw((socket) => void socket.once('data', () => run.abort())));
    const problem = await problemOf(client({}, { signal: run.signal }).get({ url: server.url }));
    expect(problem.code).toBe('INTERRUPTED');
  });
});

describe('what may not be sent', () => {
  test.each([
    ['ftp://host/x', /^The address of host is not an http or https address/],
    ['nonsense', /^The address "nonsense" is not an http or https address/],
    ['https://me:secret-77@host/x', /^The address of host holds a user name or a password/],
  ])('an address such as %s', async (url, message) => {
    const problem = await problemOf(client().get({ url }));
    expect(problem.code).toBe('HTTP_ADDRESS');
    expect(problem.message).toMatch(message);
  });

  test('a header with a line break, whose value is not told', async () => {
    const env = { TOKEN: 'tok-1234\nX-Evil: 567890' };
    const problem = await problemOf(
      client(env).get({ url: 'http://127.0.0.1:9/', credential: { env: 'TOKEN' } }),
    );
    expect(problem.code).toBe('HTTP_ADDRESS');
    expect(problem.message).not.toMatch(/tok-1234|567890/);
  });

  test('a changing method through `get`', async () => {
    const request = { url: 'http://127.0.0.1:9/x', method: 'DELETE' } as unknown as { url: string };
    expect(await problemOf(client().get(request))).toMatchObject({ code: 'HTTP_READ_ONLY' });
  });

  test('a request whose credential is not set', async () => {
    const problem = await problemOf(
      client().get({ url: 'http://127.0.0.1:9/', credential: { env: 'TOKEN' } }),
    );
    expect(problem).toMatchObject({ code: 'CREDENTIAL_MISSING' });
  });
});

test('a token that a plugin puts into a header is masked from then on', async () => {
  const server = await start(serve([status(200)]));
  const { get, mask } = client();
  await get({ url: server.url, headers: { Authorization: 'Bearer minted-98765' } });
  expect(mask.text('got minted-98765')).toBe('got ***');
});

test('at most four requests to one server are under way at a time', async () => {
  let now = 0;
  let peak = 0;
  const slow: Reply = (response) => {
    now += 1;
    peak = Math.max(peak, now);
    setTimeout(() => {
      now -= 1;
      response.end('ok');
    }, 20);
  };
  const server = await start(serve([slow]));
  const { get } = client();
  await Promise.all(Array.from({ length: 11 }, (_, index) => get({ url: `${server.url}/${index}` })));
  expect([server.seen.length, peak]).toEqual([11, 4]);
});
