import { afterEach, describe, expect, test } from 'vitest';
import type { CommandExchange, CommandGate } from '../model/ports.ts';
import { type Reply, serve, type TestServer } from './server.fixture.ts';
import { createTools } from './tools.ts';

const secret = 'tok-9f8e7d6c5b';
const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function through(
  replies: readonly Reply[],
  script: string,
  gate: Partial<CommandGate> = {},
  env: Readonly<Record<string, string>> = {},
) {
  const server = await serve(replies);
  servers.push(server);
  const tools = createTools({
    root: process.cwd(),
    env: { PATH: process.env['PATH'], TOKEN: secret, ...env },
    say: () => {},
  });
  const seen: CommandExchange[] = [];
  const argv = [process.execPath, '-e', `(async () => { ${script} })()`, 'pass-1'];
  const { stdout } = await tools.commands.exec(argv, {
    env: { TOKEN: '' },
    gate: {
      to: `${server.url}/base/`,
      env: 'REGISTRY',
      pass: 'pass-1',
      credential: { env: 'TOKEN' },
      seen: (exchange) => seen.push(exchange),
      ...gate,
    },
  });
  await tools.dispose();
  return { stdout, seen, requests: server.seen };
}

const ask = (path: string, init = '{}') =>
  `const r = await fetch(new URL(${JSON.stringify(path)}, process.env.REGISTRY), ${init}); console.log(r.status, await r.text());`;
const bearer = (word: string) => `{ headers: { authorization: 'Bearer ${word}' } }`;
const ok: Reply = (response) => response.end('fine');

describe('a gate', () => {
  test('puts the credential in the place of the pass', async () => {
    const { stdout, requests } = await through([ok], ask('a?b=c', bearer('pass-1')));
    expect(stdout).toBe('200 fine\n');
    expect(requests).toMatchObject([{ path: '/base/a?b=c', headers: { authorization: `Bearer ${secret}` } }]);
  });

  test('leaves requests alone that carry another token, or none', async () => {
    const script = `${ask('/x', bearer('guess'))} { ${ask('/y')} }`;
    const { requests } = await through([ok], script);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer guess', undefined]);
  });

  test('passes bodies and headers on, and tells of each answer', async () => {
    const reply: Reply = (response) => response.writeHead(400, { 'x-ray': '7' }).end('{"code":"no"}');
    const init = `{ method: 'POST', body: 'bytes', headers: { 'content-encoding': 'gzip' } }`;
    const { stdout, requests, seen } = await through([reply], ask('/p', init));
    expect(stdout).toBe('400 {"code":"no"}\n');
    expect(requests).toMatchObject([
      { method: 'POST', body: 'bytes', headers: { 'content-encoding': 'gzip' } },
    ]);
    expect(seen.map(({ method, path, status }) => [method, path, status])).toEqual([['POST', '/p', 400]]);
  });

  test('asks again for what only reads when the server stumbles', async () => {
    const stumble: Reply = (response) => response.writeHead(502).end();
    const { stdout, requests } = await through([stumble, ok], ask('/status'));
    expect(stdout).toBe('200 fine\n');
    expect(requests).toHaveLength(2);
  });

  test('is reached past a proxy', async () => {
    const script = `console.log(process.env.NO_PROXY, process.env.no_proxy)`;
    const { stdout } = await through([ok], script, {}, { NO_PROXY: 'localhost' });
    expect(stdout).toBe('localhost,127.0.0.1 localhost,127.0.0.1\n');
  });

  test('tells the command when the server cannot be reached', async () => {
    const { stdout } = await through([ok], ask('/x', `{ method: 'POST' }`), { to: 'http://127.0.0.1:1/' });
    expect(stdout).toMatch(/^502 .*HTTP_UNREACHABLE/);
  });
});
