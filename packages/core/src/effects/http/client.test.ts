import { describe, expect, test } from 'vitest';
import { type Reply, serve } from '../server.fixture.ts';
import { client, problemOf, start, status } from './client.fixture.ts';

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
