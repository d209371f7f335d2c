import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { track } from '@launchway/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSigned, serveFront, serveProxy, type TestProxy } from '../../core/src/effects/server.fixture.ts';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { tool } from '../../sandbox/test/tool.fixture.ts';
import { type World, worldOfTest } from './world.fixture.ts';

const identity = selfSigned();
if (!identity) console.warn('Skipping a GitLab with a certificate of its own: openssl is not installed.');
const folder = mkdtempSync(join(tmpdir(), 'lab-'));
const caFile = join(folder, 'ca.pem');
let proxy: TestProxy;

beforeAll(async () => {
  proxy = await serveProxy('user:p@ss/word%');
  if (identity) writeFileSync(caFile, identity.cert);
});
afterAll(async () => {
  await proxy.close();
  rmSync(folder, { recursive: true });
});

/** Tags without slashes, which something in between may decode too. */
const plain = track({
  name: 'tool',
  pins: ['tool.json'],
  paths: ['src/**'],
  tag: { name: 'v{version}' },
});

/** A GitLab at a path and a port of its own behind TLS, and the variables that its runner gives. */
async function lab(host: string, rewrite?: (path: string) => string, track = plain) {
  const world = await worldOfTest({ track });
  const { origin } = new URL(world.server.url);
  if (!identity) throw new TypeError('There is no certificate.');
  const front = await closedWithTest(serveFront(Number(new URL(origin).port), identity, rewrite));
  const job = Object.entries(world.server.job()).map(([name, value]) => [
    name,
    value
      .replaceAll(origin, `https://${host}:${front.port}`)
      .replaceAll(new URL(origin).host, `${host}:${front.port}`),
  ]);
  const env: Readonly<Record<string, string>> = { ...Object.fromEntries(job), CI_SERVER_TLS_CA_FILE: caFile };
  return { world, env, port: front.port };
}

const releases = ({ server }: World): readonly string[] =>
  server.requests
    .filter(({ method, target }) => method === 'POST' && target.startsWith('/projects/42/releases'))
    .map(({ status }) => String(status));

describe.skipIf(!identity)('a GitLab below a path, at a port, with an authority of its own', () => {
  test('is reached through a proxy with a password', async () => {
    const { world, env, port } = await lab('lab.test');
    const proxied = `http://user:p%40ss%2Fword%25@127.0.0.1:${proxy.port}`;
    const { outcome, problems, said } = await world.release({}, { ...env, HTTPS_PROXY: proxied });
    expect([outcome, problems]).toEqual(['released', []]);
    expect(releases(world)).toEqual(['201']);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT lab.test:${port}`]));
    expect(said).not.toMatch(/p@ss|p%40ss/);
  });

  test('is reached directly where NO_PROXY names it', async () => {
    const { world, env } = await lab('127.0.0.1');
    const before = proxy.asked.length;
    const { outcome } = await world.release(
      {},
      { ...env, HTTPS_PROXY: `http://user:wrong@127.0.0.1:${proxy.port}`, NO_PROXY: '127.0.0.1' },
    );
    expect(outcome).toBe('released');
    expect(proxy.asked).toHaveLength(before);
  });

  test('is trusted by the option alone, and told as such where nothing trusts it', async () => {
    const { world, env } = await lab('127.0.0.1');
    const untrusted = { ...env, CI_SERVER_TLS_CA_FILE: '' };
    expect(await world.release({}, untrusted)).toMatchObject({ outcome: 'refused', codes: ['HTTP_TLS'] });
    const missing = await world.release({ ca: '/nowhere/ca.pem' }, untrusted);
    expect(missing).toMatchObject({ outcome: 'refused', codes: ['GITLAB_CA_MISSING'] });
    expect((await world.release({ ca: caFile }, untrusted)).outcome).toBe('released');
  });

  test('is reached by the number of the project where something in between decodes %2F', async () => {
    const decoding = (path: string): string => path.replaceAll('%2F', '/');
    const { world, env } = await lab('127.0.0.1', decoding);
    expect((await world.release({}, env)).outcome).toBe('released');
    expect(releases(world)).toEqual(['201']);
  });

  test('has releases of tags with a slash there, of which it is told that they cannot be changed', async () => {
    const decoding = (path: string): string => path.replaceAll('%2F', '/');
    const { world, env } = await lab('127.0.0.1', decoding, tool);
    expect(await world.release({}, env)).toMatchObject({
      outcome: 'released',
      codes: ['GITLAB_SLASH_DECODED'],
    });
    expect(releases(world)).toEqual(['201']);
    expect(await world.release({}, env)).toMatchObject({ outcome: 'complete', codes: [] });
    const changed = await world.release({ release: { name: 'Tool' } }, env);
    expect(changed.outcome).toBe('incomplete');
    const code = 'GITLAB_SLASH_DECODED';
    expect(changed.problems).toMatchObject([
      { code, severity: 'warning' },
      { code, severity: 'error', message: expect.stringContaining('tool/v3.2.0 is on GitLab and cannot be') },
    ]);
  });

  test('tells that the number is what helps there, where the options name another project by its path', async () => {
    const decoding = (path: string): string => path.replaceAll('%2F', '/');
    const { world, env } = await lab('127.0.0.1', decoding);
    const { problems } = await world.release({ project: 'group/other' }, env);
    expect(problems[0]).toMatchObject({
      code: 'FORGE_NOT_FOUND',
      fix: expect.stringContaining('`project: 42`'),
    });
  });

  test('is reached there also where the options name the pipeline’s own project by its path', async () => {
    const decoding = (path: string): string => path.replaceAll('%2F', '/');
    const { world, env } = await lab('127.0.0.1', decoding);
    expect((await world.release({ project: 'group/harbour' }, env)).outcome).toBe('released');
  });
});
