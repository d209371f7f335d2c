import { chmod, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testPort } from '../test/port.ts';
import { findLogin } from './credentials.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const auths = (...hosts: readonly string[]) => ({
  auths: Object.fromEntries(hosts.map((host) => [host, { auth: base64(`user:secret of ${host}`) }])),
});

async function file(path: string, content: object | string): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), typeof content === 'string' ? content : JSON.stringify(content));
}

/** A credential helper that notes what it was given and answers with a login. */
async function helper(name: string, script: string): Promise<void> {
  await file(`bin/docker-credential-${name}`, `#!/bin/sh\nread -r host\n${script}\n`);
  await chmod(join(home, `bin/docker-credential-${name}`), 0o755);
}

const answering = (username: string, secret: string): string =>
  `printf '{"ServerURL":"%s","Username":"${username}","Secret":"${secret} for %s"}' "$host" "$host"`;

const find = (
  registry: string,
  env: Readonly<Record<string, string>> = {},
  explicit?: Parameters<typeof findLogin>[2],
) => findLogin(testPort({ HOME: home, PATH: `${home}/bin:/usr/bin:/bin`, ...env }).reads, registry, explicit);

describe('credentials are taken', () => {
  it('from the configuration before all others', async () => {
    const env = {
      MINE: 'my-secret',
      CI_REGISTRY: 'host',
      CI_REGISTRY_USER: 'ci',
      CI_REGISTRY_PASSWORD: 'ci-secret',
    };
    expect(await find('host', env, { env: 'MINE', username: 'me' })).toMatchObject({
      login: { kind: 'password', username: 'me', secret: 'my-secret' },
      source: '$MINE',
    });
  });

  it("from GitLab's variables for its own registry", async () => {
    const env = {
      CI_REGISTRY: 'Registry.lab:5050',
      CI_REGISTRY_USER: 'gitlab-ci-token',
      CI_REGISTRY_PASSWORD: 'job-token',
    };
    expect((await find('registry.lab:5050', env)).login).toEqual({
      kind: 'password',
      username: 'gitlab-ci-token',
      secret: 'job-token',
    });
    expect((await find('registry.lab', env)).login).toBeUndefined();
  });

  it("from GitHub's variables for ghcr.io, and for no other", async () => {
    const env = { GITHUB_TOKEN: 'ghs_token', GITHUB_ACTOR: 'octocat' };
    expect(await find('ghcr.io', env)).toMatchObject({ login: { username: 'octocat', secret: 'ghs_token' } });
    expect((await find('docker.io', env)).login).toBeUndefined();
    expect((await find('ghcr.io', { GITHUB_TOKEN: 'token of a shell' })).login).toBeUndefined();
  });

  it('from DOCKER_AUTH_CONFIG before files', async () => {
    await file('.docker/config.json', auths('host'));
    const config = { auths: { host: { auth: base64('ci:with:colons\0\0') } } };
    expect(await find('host', { DOCKER_AUTH_CONFIG: JSON.stringify(config) })).toMatchObject({
      login: { username: 'ci', secret: 'with:colons' },
      source: '$DOCKER_AUTH_CONFIG',
    });
  });

  it("from the registry's helper before the store, and from the store before the file", async () => {
    await helper('own', answering('own', 'secret'));
    await helper('all', answering('all', 'secret'));
    await file('.docker/config.json', { ...auths('a', 'b'), credHelpers: { a: 'own' }, credsStore: 'all' });
    expect(await find('a')).toMatchObject({
      login: { username: 'own', secret: 'secret for a' },
      source: 'docker-credential-own',
    });
    expect(await find('b')).toMatchObject({
      login: { username: 'all', secret: 'secret for b' },
      source: 'docker-credential-all',
    });
  });

  it('from the file where helpers have none, fail, or are not there', async () => {
    await helper('none', 'echo "credentials not found in native keychain"; exit 1');
    await file('.docker/config.json', {
      ...auths('a', 'b', 'c'),
      credHelpers: { a: 'none', b: 'absent', c: '../evil' },
    });
    expect(await find('a')).toMatchObject({
      tried: expect.arrayContaining(['docker-credential-none (has none for a)']),
    });
    expect(await find('b')).toMatchObject({
      tried: expect.arrayContaining(['docker-credential-absent (cannot be run)']),
    });
    expect(await find('c')).toMatchObject({
      login: { secret: 'secret of c' },
      tried: expect.arrayContaining(['docker-credential-../evil (not the name of a program)']),
    });
  });

  it('as an identity token where a helper says so', async () => {
    await helper('azure', answering('<token>', 'refresh'));
    await file('.docker/config.json', { credHelpers: { 'x.azurecr.io': 'azure' } });
    expect((await find('x.azurecr.io')).login).toMatchObject({
      kind: 'identity',
      secret: 'refresh for x.azurecr.io',
    });
  });

  it('for Docker Hub by the address it had at first', async () => {
    await helper('hub', answering('hub', 'secret'));
    await file('.docker/config.json', { credsStore: 'hub' });
    expect((await find('docker.io')).login).toMatchObject({
      secret: 'secret for https://index.docker.io/v1/',
    });
    await file('.docker/config.json', auths('https://index.docker.io/v1/'));
    expect((await find('docker.io')).source).toBe(`${home}/.docker/config.json`);
  });

  it('by host where the file has an address', async () => {
    await file('.docker/config.json', auths('https://host:5000/v2/'));
    expect((await find('host:5000')).login).toMatchObject({ secret: 'secret of https://host:5000/v2/' });
    expect((await find('host')).login).toBeUndefined();
    expect((await find('ost:5000')).login).toBeUndefined();
  });

  it('from $DOCKER_CONFIG in place of the home, and through a link that leads elsewhere', async () => {
    await file('elsewhere/real.json', auths('host'));
    await mkdir(join(home, 'docker'));
    await symlink('../elsewhere/real.json', join(home, 'docker/config.json'));
    await file('.docker/config.json', auths('other'));
    expect((await find('host', { DOCKER_CONFIG: `${home}/docker` })).source).toBe(
      `${home}/docker/config.json`,
    );
    expect((await find('other', { DOCKER_CONFIG: `${home}/docker` })).login).toBeUndefined();
  });

  it("from podman's files after Docker's", async () => {
    await file('run/containers/auth.json', auths('a', 'b'));
    await file('.config/containers/auth.json', auths('a', 'b', 'c'));
    await file('named.json', auths('a'));
    const env = { REGISTRY_AUTH_FILE: `${home}/named.json`, XDG_RUNTIME_DIR: `${home}/run` };
    const sources = await Promise.all(['a', 'b', 'c'].map(async (host) => (await find(host, env)).source));
    expect(sources).toEqual(
      ['named.json', 'run/containers/auth.json', '.config/containers/auth.json'].map((path) =>
        join(home, path),
      ),
    );
  });

  it.each([
    ['no JSON', '{', 'not a JSON object'],
    ['a list', '[]', 'not a JSON object'],
    ['an entry without a login', { auths: { host: {} } }, 'has none for host'],
    ['an entry that is no object', { auths: { host: 'x' } }, 'has none for host'],
    ['a login without a colon', { auths: { host: { auth: base64('nothing') } } }, 'has none for host'],
  ])('not from a file with %s', async (_what, content, said) => {
    await file('.docker/config.json', content);
    const { login, tried } = await find('host');
    expect(login).toBeUndefined();
    expect(tried).toContain(`${home}/.docker/config.json (${said})`);
  });

  it('as an access token or as user and password', async () => {
    await file('.docker/config.json', {
      auths: { a: { registrytoken: 'access' }, b: { username: 'me', password: 'plain' } },
    });
    expect((await find('a')).login).toEqual({ kind: 'access', secret: 'access' });
    expect((await find('b')).login).toEqual({ kind: 'password', username: 'me', secret: 'plain' });
  });
});

describe('a secret that is found', () => {
  it('is masked, alone and in a Basic header', async () => {
    await file('.docker/config.json', auths('host'));
    const port = testPort({ HOME: home });
    await findLogin(port.reads, 'host');
    expect(port.mask(`secret of host, ${base64('user:secret of host')}`)).toBe('***, ***');
  });
});
