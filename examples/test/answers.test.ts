import { createServer, type Server } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { answers } from './answers.fixture.ts';
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
  { name: 'ChartMuseum', flow: 'github', env: (host) => ({ HARBOUR_MUSEUM: `http://${host}` }) },
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
