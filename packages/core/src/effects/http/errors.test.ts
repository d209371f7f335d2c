import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Reply, serve, serveRaw } from '../server.fixture.ts';
import { client, hangUp, problemOf, start, status } from './client.fixture.ts';

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
