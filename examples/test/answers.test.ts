import { createServer, type Server } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import {
  createReference,
  type Env,
  execute,
  githubEnv,
  gitlabEnv,
  type ReferenceWorld,
} from './world.fixture.ts';

const all = process.env['LAUNCHWAY_ALL'] === '1';
const servers: Server[] = [];
const worlds: ReferenceWorld[] = [];
afterAll(async () => {
  for (const server of servers) server.close();
  await Promise.all(worlds.map((world) => world.close()));
});

/** Starts a server that answers every request with the same bytes, whatever it is asked. */
async function answering(bytes: string) {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      requests += 1;
      socket.end(Buffer.from(bytes, 'latin1'));
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { host: `127.0.0.1:${port}`, requests: () => requests };
}

const answer = (
  status: string,
  body: string,
  headers: readonly string[] = [],
  type = 'application/json',
): string =>
  [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');

const answers: Readonly<Record<string, string>> = {
  'nothing at all': '',
  'no HTTP': 'SSH-2.0-OpenSSH_9.2\r\n',
  'headers that are cut off': 'HTTP/1.1 200 OK\r\nContent-Type: appl',
  'a body that is cut off': answer('200 OK', '{"tags":["1.0.0"').replace(
    /Content-Length: \d+/,
    'Content-Length: 9999',
  ),
  'an empty body': answer('200 OK', ''),
  'no content': answer('204 No Content', ''),
  'JSON that is cut off': answer('200 OK', '{"tags":['),
  null: answer('200 OK', 'null'),
  'a list': answer('200 OK', '[]'),
  'a list of null': answer('200 OK', '[null]'),
  'a text': answer('200 OK', '"text"'),
  'a number': answer('200 OK', '1e999'),
  'an object of null': answer(
    '200 OK',
    '{"tags":null,"errors":null,"versions":null,"manifest":null,"permissions":null,"id":null}',
  ),
  'an object of lists of null': answer(
    '200 OK',
    '{"tags":[null],"errors":[null],"versions":[null],"manifest":{"a":null},"permissions":[null],"id":[]}',
  ),
  'objects where texts belong': answer(
    '200 OK',
    '{"tags":[{}],"versions":{"0.4.2":7},"id":{},"name":[],"error":{"message":{}}}',
  ),
  'brackets without end': answer('200 OK', '['.repeat(100_000)),
  'a prototype': answer('200 OK', '{"__proto__":{"tags":["x"]},"constructor":{"prototype":{}}}'),
  'a web page': answer('200 OK', '<!doctype html><title>Log in</title>', [], 'text/html'),
  'bytes that are no gzip': answer('200 OK', 'plain', ['Content-Encoding: gzip']),
  'a challenge without anything': answer('401 Unauthorized', '', ['WWW-Authenticate: Bearer']),
  'a challenge that leads to a file': answer('401 Unauthorized', '', [
    'WWW-Authenticate: Bearer realm="file:///etc/passwd",service="x"',
  ]),
  'a challenge that leads to a command': answer('401 Unauthorized', '', [
    'WWW-Authenticate: Bearer realm="ext::sh -c touch% trap",service="$(id)"',
  ]),
  'a challenge of commas': answer('401 Unauthorized', '', [`WWW-Authenticate: ${'a="'.repeat(2000)}`]),
  'a circle of redirects': answer('302 Found', '', ['Location: /']),
  'a redirect to a file': answer('302 Found', '', ['Location: file:///etc/passwd']),
  'a redirect to nowhere': answer('302 Found', '', ['Location: http://[']),
  'forged output': answer(
    '403 Forbidden',
    '{"errors":[{"code":"DENIED","message":"no\\n::error::forged\\n\\u001b[31m\\u202e"}],"message":"\\n::set-output name=a::b"}',
  ),
  'a status nobody knows': answer('799 Odd', 'odd', [], 'text/plain'),
  'an error of the server': answer('400 Bad Request', '{"errors":"x","error":7}'),
};

interface Place {
  readonly name: string;
  readonly flow: 'github' | 'gitlab';
  readonly env?: (host: string) => Env;
}

const places: readonly Place[] = [
  { name: 'the remote', flow: 'github' },
  { name: 'the registry', flow: 'github', env: (host) => ({ HARBOUR_IMAGE: `${host}/example/harbour` }) },
  {
    name: 'the catalogue',
    flow: 'github',
    env: (host) => ({ HARBOUR_CATALOGUE: `http://${host}/example/charts.git` }),
  },
  {
    name: 'the registry of charts',
    flow: 'github',
    env: (host) => ({ HARBOUR_CHARTS: `oci://${host}/example/charts` }),
  },
  { name: 'JSR', flow: 'github', env: (host) => ({ JSR_URL: `http://${host}/` }) },
  {
    name: 'GitLab',
    flow: 'gitlab',
    env: (host) => ({ CI_API_V4_URL: `http://${host}/api/v4`, CI_SERVER_URL: `http://${host}` }),
  },
  {
    name: "GitLab's registry",
    flow: 'gitlab',
    env: (host) => ({ CI_REGISTRY: host, CI_REGISTRY_IMAGE: `${host}/group/harbour` }),
  },
];

const cases = places.flatMap((place) => Object.keys(answers).map((name) => ({ place, name })));
const shown = all ? cases : cases.filter((_, at) => at % 23 === 0);

const known = new Map<string, Promise<{ world: ReferenceWorld; folder: string; env: Env }>>();
function prepared(flow: Place['flow']) {
  const [branch, envOf] =
    flow === 'github' ? (['main', githubEnv] as const) : (['test/gitlab-ci', gitlabEnv] as const);
  const found =
    known.get(flow) ??
    createReference(branch).then(async (world) => {
      worlds.push(world);
      return { world, folder: await world.checkout(), env: envOf(world, branch) };
    });
  known.set(flow, found);
  return found;
}

describe(`each of ${cases.length} malformed answers of servers`, () => {
  test.each(shown)('$place.name answers $name: a problem, nothing changed', async ({ place, name }) => {
    const { world, folder, env } = await prepared(place.flow);
    const { host, requests } = await answering(answers[name] ?? '');
    const origin =
      place.env === undefined
        ? {
            GIT_CONFIG_COUNT: '1',
            GIT_CONFIG_KEY_0: `url.http://${host}/a.git.insteadOf`,
            GIT_CONFIG_VALUE_0: `${world.server.url}/example/harbour.git`,
          }
        : place.env(host);
    const before = JSON.stringify(await world.snapshot());
    const ended = await execute(folder, ['--dry-run', '--json'], {
      ...world.settings,
      ...env,
      ...origin,
      LAUNCHWAY_TIMEOUT: '20',
    });
    const told = `${place.name}, ${name}: ${ended.code} ${ended.stdout.slice(0, 1500)} ${ended.stderr.slice(0, 1500)}`;
    expect(told).not.toMatch(/UNEXPECTED|\n\s+at .+:\d+:\d+|^::(?:set-output|error::forged)|root:x:0/m);
    expect(ended.stdout + ended.stderr).not.toMatch(/[\u001b\u202e]/);
    for (const secret of world.secrets) expect(told).not.toContain(secret);
    const report = JSON.parse(ended.stdout) as {
      problems: { code: string; severity: string; message: string; fix: string }[];
    };
    const errors = report.problems.filter(({ severity }) => severity === 'error');
    expect(ended.code, told).toBe(2);
    expect(errors.length, told).toBeGreaterThan(0);
    expect(
      errors.filter(
        ({ code, message, fix }) => !/^[A-Z][A-Z0-9_]+$/.test(code) || message.length < 10 || fix.length < 5,
      ),
      told,
    ).toEqual([]);
    expect(JSON.stringify(await world.snapshot())).toBe(before);
    expect(requests(), told).toBeGreaterThan(0);
  });
});
