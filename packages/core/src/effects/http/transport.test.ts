import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defined } from '../../model/defined.ts';
import { isReleaseError } from '../../model/problem.ts';
import { createClock } from '../clock.ts';
import { createCredentials } from '../secrets/credentials.ts';
import { createMask } from '../secrets/mask.ts';
import { selfSigned, serve, serveProxy, type TestProxy, type TestServer } from '../server.fixture.ts';
import { createHttp } from './client.ts';
import { proxyFor } from './proxy.ts';
import { serveSocks } from './socks.fixture.ts';

const identity = selfSigned();
const folder = mkdtempSync(join(tmpdir(), 'ca-'));
const caFile = join(folder, 'ca.pem');
let plain: TestServer;
let proxy: TestProxy;
let secure: TestServer | undefined;

beforeAll(async () => {
  plain = await serve([(response) => void response.end('plain')]);
  proxy = await serveProxy('user:p@ss/word%');
  if (!identity) return;
  secure = await serve([(response) => void response.end('secure')], identity);
  writeFileSync(caFile, identity.cert);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([plain.close(), proxy.close(), secure?.close()]);
});

function client(env: Record<string, string> = {}) {
  const mask = createMask();
  return {
    ...createHttp({ env, mask, credentials: createCredentials(env, mask), clock: createClock() }),
    mask,
  };
}
const proxied = () => `http://user:p%40ss%2Fword%@127.0.0.1:${proxy.port}`;

async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isReleaseError(error)) throw new Error(`expected a ReleaseError, got ${String(error)}`);
  return { code: error.problems[0]?.code, message: error.message, transient: error.transient };
}

describe.skipIf(!identity)('a server with a certificate of its own (needs openssl)', () => {
  const get = (env: Record<string, string>, request: { ca?: string } = {}) =>
    client(env)
      .get({ url: `${secure?.url}/x`, ...request })
      .then((response) => response.text());

  test('is not trusted', async () => {
    const problem = await problemOf(get({}));
    expect(problem).toMatchObject({ code: 'HTTP_TLS', transient: false });
    expect(problem.message).toMatch(/its certificate is signed by itself \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  });

  test('is trusted by the request', async () => {
    expect(await get({}, { ca: identity?.cert ?? '' })).toBe('secure');
  });

  test('is trusted by the CI, whose variables hold files or the certificates themselves', async () => {
    expect(await get({ CI_SERVER_TLS_CA_FILE: caFile })).toBe('secure');
    expect(await get({ ADDITIONAL_CA_CERT_BUNDLE: caFile })).toBe('secure');
    expect(await get({ ADDITIONAL_CA_CERT_BUNDLE: identity?.cert ?? '' })).toBe('secure');
  });

  test('a file that is not there changes nothing', async () => {
    expect((await problemOf(get({ CI_SERVER_TLS_CA_FILE: `${caFile}.not` }))).code).toBe('HTTP_TLS');
  });

  test('is told apart from a server that speaks no TLS', async () => {
    const problem = await problemOf(client().get({ url: plain.url.replace('http', 'https') }));
    expect(problem.code).toBe('HTTP_TLS');
    expect(problem.message).toMatch(/it does not speak TLS on this port/);
  });

  test('is reached through a proxy with a password, by its name', async () => {
    const port = secure?.port;
    const http = client({ HTTPS_PROXY: proxied(), CI_SERVER_TLS_CA_FILE: caFile });
    const response = await http.send({ url: `https://lab.test:${port}/a%2Fb`, method: 'PUT', body: 'bytes' });
    expect([response.text(), secure?.seen.at(-1)?.path, secure?.seen.at(-1)?.body]).toEqual([
      'secure',
      '/a%2Fb',
      'bytes',
    ]);
    expect(proxy.asked.at(-1)).toBe(`CONNECT lab.test:${port}`);
  });

  test('is not reached through a proxy that wants another password', async () => {
    const http = client({
      https_proxy: `http://user:wrong@127.0.0.1:${proxy.port}`,
      CI_SERVER_TLS_CA_FILE: caFile,
    });
    const problem = await problemOf(http.get({ url: `https://lab.test:${secure?.port}/` }));
    expect(problem).toMatchObject({ code: 'HTTP_PROXY', transient: false });
    expect(problem.message).toMatch(/it answered 407/);
  });

  test('is reached directly when NO_PROXY names it', async () => {
    const before = proxy.asked.length;
    expect(
      await get({ HTTPS_PROXY: proxied(), NO_PROXY: 'x.test,127.0.0.1', CI_SERVER_TLS_CA_FILE: caFile }),
    ).toBe('secure');
    expect(proxy.asked).toHaveLength(before);
  });
});

describe('a plain server', () => {
  test('is asked for through a proxy without a tunnel, which many proxies forbid', async () => {
    const response = await client({ http_proxy: proxied() }).get({ url: 'http://lab.test/a?b=c' });
    expect([response.status, response.text(), proxy.asked.at(-1)]).toEqual([
      200,
      'by proxy',
      'GET http://lab.test/a?b=c',
    ]);
  });

  test('is not reached through a proxy that wants another password', async () => {
    const http = client({ http_proxy: `http://user:wrong@127.0.0.1:${proxy.port}` });
    expect((await problemOf(http.get({ url: 'http://lab.test/' }))).code).toBe('HTTP_PROXY');
  });

  test.each([undefined, identity?.cert])(
    'is reached through a SOCKS proxy, which looks its name up (with an authority: %#)',
    async (ca) => {
      const socks = await serveSocks();
      const http = client({ ALL_PROXY: `socks5h://127.0.0.1:${socks.port}` });
      const url = `http://lab.test:${plain.port}/`;
      const response = await http.get({ url, tries: 1, timeout: 4000, ...defined({ ca }) });
      expect([response.text(), socks.asked]).toEqual(['plain', [`lab.test:${plain.port}`]]);
      await socks.close();
    },
  );

  test('is not reached when the proxy is gone', async () => {
    const gone = await serve([]);
    await gone.close();
    const http = client({ http_proxy: `127.0.0.1:${gone.port}` });
    const problem = await problemOf(http.get({ url: 'http://lab.test/', tries: 1 }));
    expect(problem.code).toBe('HTTP_UNREACHABLE');
    expect(problem.message).toContain(`nothing listens there (ECONNREFUSED 127.0.0.1:${gone.port})`);
  });
});

test('the password of a proxy is masked', () => {
  expect(client({ https_proxy: proxied() }).mask.text('user:p%40ss%2Fword%25 p@ss/word%')).toBe(
    'user:*** ***',
  );
});

test.each(['http://ada:pa#ss/wo@proxy:3128', 'ada:pa#ss/wo@proxy:3128'])(
  'so is one that stands bare in what is no address: %s',
  (address) => {
    expect(client({ ALL_PROXY: address }).mask.text('user ada, pa#ss/wo')).toBe('user ada, ***');
  },
);

describe('the proxy of a request', () => {
  const plain = new URL('http://git.example/');
  const secure = new URL('https://git.example/');

  test('is named in lower case before upper case, and by all_proxy last; a bare host is an address', () => {
    const env = { https_proxy: 'low:1', HTTPS_PROXY: 'up:2', ALL_PROXY: 'all:3' };
    expect([proxyFor(env, plain), proxyFor(env, secure)]).toEqual(['http://all:3/', 'http://low:1/']);
    expect(proxyFor({ HTTPS_PROXY: ' ' }, secure)).toBeUndefined();
    expect(proxyFor({ https_proxy: 'http://u:%ff@h' }, secure)).toBe('http://u:%25ff@h/');
  });

  test('is none for https where http_proxy alone is set, as for git', () => {
    expect(proxyFor({ http_proxy: 'low:1' }, secure)).toBeUndefined();
  });

  test('is none where NO_PROXY names the host', () => {
    expect(proxyFor({ http_proxy: 'low:1', NO_PROXY: '.example' }, plain)).toBeUndefined();
  });

  test('may speak SOCKS, as curl names it', () => {
    expect(proxyFor({ ALL_PROXY: 'socks5h://ada@low:1080' }, secure)).toBe('socks5://ada:@low:1080/');
  });

  test.each([
    ['http://ada:pa#ss/wo@low:1', 'holds no address'],
    ['socks4://low:1080', 'names a proxy that speaks socks4'],
  ])('that is no address of one is refused without its value: %s', async (address, found) => {
    const problem = await problemOf(client({ HTTPS_PROXY: address }).get({ url: secure.href }));
    expect(problem).toEqual({
      code: 'HTTP_PROXY',
      message: `The variable HTTPS_PROXY ${found}, so no request can go through that proxy.`,
      transient: false,
    });
  });
});

test('what is sent to a stand-in on this machine goes through no proxy', async () => {
  const { mask } = client();
  const routes = {
    address: () => new URL(plain.url),
    environment: (env: object) => ({ ...env }),
    credential: () => undefined,
  };
  const env = { http_proxy: 'http://127.0.0.1:1' };
  const credentials = createCredentials(env, mask);
  const http = createHttp({ env, mask, credentials, clock: createClock(), routes });
  const response = await http.get({ url: 'http://lab.test/', tries: 1 });
  expect(response.text()).toBe('plain');
});
