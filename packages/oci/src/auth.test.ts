import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CredentialRef, isReleaseError } from '@launchway/core';
import {
  defaultAccount,
  type RegistryOptions,
  type RegistryStandIn,
  startRegistry,
} from '@launchway/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { pushImage, testImage } from '../test/images.ts';
import { type TestPort, testPort } from '../test/port.ts';
import { registry } from './registry.ts';
import type { RegistryOptions as Options } from './site.ts';

const { username, password } = defaultAccount;
const env = { REGISTRY_USER: username, REGISTRY_PASSWORD: password, WRONG: 'not-the-password' };
const credential: CredentialRef = { env: 'REGISTRY_PASSWORD', usernameEnv: 'REGISTRY_USER' };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function started(options: RegistryOptions): Promise<RegistryStandIn> {
  const server = await startRegistry(options);
  closing.push(() => server.close());
  return server;
}

/** A registry whose challenge is the test's; requests to it and to its realm are noted. */
async function challenging(challenge: (host: string) => string, answer?: (outgoing: ServerResponse) => void) {
  const seen: IncomingMessage[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(incoming);
    if (incoming.url?.startsWith('/token') === true && answer !== undefined) return answer(outgoing);
    const { authorization } = incoming.headers;
    if (authorization === undefined)
      outgoing.writeHead(401, { 'www-authenticate': challenge(incoming.headers.host ?? '') });
    return outgoing.end('{"tags":["a"]}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const listing = (host: string, options: Partial<Options> = {}, port: TestPort = testPort(env)) =>
  registry(port.reads, { registry: host, credential, ...options })
    .repository('org/app')
    .listTags();
const tokenRequests = (server: RegistryStandIn) =>
  server.requests.filter(({ target }) => target.startsWith('/token'));
const problem = (value: string) =>
  expect.objectContaining({ problems: [expect.objectContaining({ code: value })] });

describe('logging in', () => {
  it('with a wrong password names where it came from, and does not show it', async () => {
    const server = await started({ auth: 'basic' });
    const port = testPort(env);
    const denied = listing(server.host, { credential: { env: 'WRONG', username: 'ci' } }, port);
    await expect(denied).rejects.toEqual(problem('REGISTRY_UNAUTHORIZED'));
    await expect(denied).rejects.toThrow(/The credentials are those of \$WRONG\.$/);
    expect(port.masked).toContain('not-the-password');
    expect(port.masked).toContain(Buffer.from('ci:not-the-password').toString('base64'));
  });

  it('without credentials names the places that were looked at', async () => {
    const server = await started({ auth: 'basic' });
    const port = testPort({ HOME: '/nowhere', CI_REGISTRY: server.host });
    await expect(
      registry(port.reads, { registry: server.host }).repository('org/app').listTags(),
    ).rejects.toThrow(
      /No credentials were found; looked at \$CI_REGISTRY_PASSWORD \(not set\), \$DOCKER_AUTH_CONFIG \(not set\), \/nowhere\/\.docker\/config\.json \(not there\), \/nowhere\/\.config\/containers\/auth\.json \(not there\)\./,
    );
  });

  it('asks nobody for credentials while the registry does not', async () => {
    const server = await started({});
    await listing(server.host);
    expect(server.requests.every(({ headers }) => headers['authorization'] === undefined)).toBe(true);
  });

  it('takes Basic where the realm of Bearer is no address', async () => {
    const { host } = await challenging(() => 'Bearer realm="Artifactory",service="s", Basic realm="r"');
    expect(await listing(host)).toEqual(['a']);
  });

  it('shows an access token as it is', async () => {
    const { host, seen } = await challenging(() => 'Bearer realm="http://127.0.0.1/token"');
    await listing(host, { credential: { ...credential, scheme: 'bearer' } });
    expect(seen.at(-1)?.headers.authorization).toBe(`Bearer ${password}`);
  });
});

describe('tokens', () => {
  it('that expire on the way are renewed once', async () => {
    const server = await started({ auth: 'bearer' });
    const client = registry(testPort(env).effects, { registry: server.host, credential }).writable('org/app');
    await pushImage(client, testImage('first'), '1.0.0');
    server.expireTokens();
    await pushImage(client, testImage('second'), '1.1.0');
    expect(Object.keys(server.tags('org/app'))).toEqual(['1.0.0', '1.1.0']);
    expect(tokenRequests(server)).toHaveLength(2);
  });

  it('that are worthless when they come are final', async () => {
    const server = await started({ auth: 'bearer', tokenLifetime: 0 });
    await expect(listing(server.host)).rejects.toEqual(problem('REGISTRY_UNAUTHORIZED'));
    expect(tokenRequests(server)).toHaveLength(1);
  });

  it('are one for many requests at a time', async () => {
    const server = await started({ auth: 'bearer' });
    server.push('org/app', 'a', '1.0.0');
    const repository = registry(testPort(env).reads, { registry: server.host, credential }).repository(
      'org/app',
    );
    await Promise.all(Array.from({ length: 8 }, () => repository.headManifest('1.0.0')));
    expect(tokenRequests(server)).toHaveLength(1);
  });

  it('with too few rights are final: denied, and not asked for again', async () => {
    const server = await started({ auth: 'bearer', grant: () => ['pull'] });
    const client = registry(testPort(env).effects, { registry: server.host, credential }).writable('org/app');
    await expect(client.uploadBlob(Buffer.from('x'))).rejects.toEqual(problem('REGISTRY_DENIED'));
    expect(tokenRequests(server)).toHaveLength(1);
  });

  it('tell before anything is written that a push would be denied', async () => {
    const server = await started({
      auth: 'bearer',
      grant: (_, actions) => actions.filter((one) => one === 'pull'),
    });
    const client = registry(testPort(env).reads, { registry: server.host, credential });
    await expect(client.repository('org/app').canPush()).rejects.toThrow(
      /Could not push to org\/app on .* granted fewer rights than that takes .* those of \$REGISTRY_PASSWORD\./,
    );
    expect(server.openUploads()).toBe(0);
  });

  it('are anonymous without credentials', async () => {
    const server = await started({ auth: 'bearer', anonymousPull: true });
    server.push('org/app', 'a', '1.0.0');
    const anonymous = registry(testPort().reads, { registry: server.host });
    expect(await anonymous.repository('org/app').listTags()).toEqual(['1.0.0']);
    await expect(anonymous.repository('org/app').canPush()).rejects.toEqual(problem('REGISTRY_DENIED'));
  });

  it('that a registry refuses to a password are refused in its name', async () => {
    const server = await started({ auth: 'bearer' });
    const denied = listing(server.host, { credential: { env: 'WRONG', username: 'ci' } });
    await expect(denied).rejects.toThrow(
      /it answered 401 UNAUTHORIZED: incorrect username or password\. .* \$WRONG\./,
    );
  });

  it('come from an identity token by OAuth 2, and are masked', async () => {
    const server = await started({ auth: 'bearer', identityToken: 'refresh-token-of-the-user' });
    const auths = {
      [server.host]: {
        auth: Buffer.from('me:').toString('base64'),
        identitytoken: 'refresh-token-of-the-user',
      },
    };
    const config = portWith({ auths });
    await registry(config.effects, { registry: server.host }).repository('org/app').listTags();
    expect(tokenRequests(server).map(({ method, target }) => `${method} ${target}`)).toEqual(['POST /token']);
    expect(config.masked).toContain('refresh-token-of-the-user');
    expect(config.masked.size).toBe(3);
  });

  it('come from an identity token as a password where the service knows no OAuth 2', async () => {
    const server = await started({ auth: 'bearer' });
    const config = portWith({ auths: { [server.host]: { username, identitytoken: password } } });
    expect(
      await registry(config.effects, { registry: server.host }).repository('org/app').listTags(),
    ).toEqual([]);
    expect(tokenRequests(server).map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it.each([
    ['larger than 64 KiB', JSON.stringify({ token: 'x'.repeat(70_000) })],
    ['without a token', '{"access_token":""}'],
    ['that is no JSON', '<html>'],
  ])('are not taken from an answer %s', async (_what, body) => {
    const { host } = await challenging(
      (at) => `Bearer realm="http://${at}/token"`,
      (outgoing) => void outgoing.end(body),
    );
    await expect(listing(host)).rejects.toEqual(problem('REGISTRY_ANSWER_INVALID'));
  });

  it.each([
    ['http://169.254.169.254/token', 'an address of a private network that it is not in'],
    ['http://10.0.0.7/token', 'an address of a private network that it is not in'],
    ['http://[fe80::1]/token', 'an address of a private network that it is not in'],
    ['http://[::ffff:10.0.0.7]/token', 'an address of a private network that it is not in'],
    ['http://me:pw@tokens.example/token', 'with a user in the address'],
  ])('are not asked for at %s', async (realm, why) => {
    const { host, seen } = await challenging(() => `Bearer realm="${realm}"`);
    const refused = listing(host);
    await expect(refused).rejects.toEqual(problem('REGISTRY_CHALLENGE_REFUSED'));
    await expect(refused).rejects.toThrow(why);
    expect(seen).toHaveLength(1);
  });
});

describe('credentials', () => {
  it('are shown to no other host, neither by a redirect nor by an upload', async () => {
    const server = await started({ auth: 'bearer', redirects: true });
    const client = registry(testPort(env).effects, { registry: server.host, credential }).writable('org/app');
    const image = testImage('redirected');
    await pushImage(client, image, '1.0.0');
    const [blob = new Uint8Array()] = image.blobs;
    expect(
      await client.getBlob({ digest: `sha256:${'0'.repeat(64)}`, size: blob.length }).catch(isReleaseError),
    ).toBe(true);
    const elsewhere = server.requests.filter(({ host }) => host !== server.host);
    expect(elsewhere.length).toBeGreaterThan(2);
    expect(elsewhere.every(({ headers }) => headers['authorization'] === undefined)).toBe(true);
  });

  it('are not in any message, header names and addresses included', async () => {
    const server = await started({ auth: 'bearer', faults: [{ what: 500, path: /tags/, times: 99 }] });
    const port = testPort(env);
    const error: unknown = await listing(server.host, {}, port).catch((reason: unknown) => reason);
    expect(JSON.stringify(error)).not.toContain(password);
    expect(port.sent.join()).not.toContain(password);
  });
});

/** A port whose environment has a Docker configuration. */
function portWith(config: object): TestPort {
  return testPort({ DOCKER_AUTH_CONFIG: JSON.stringify(config) });
}
