import { execFileSync, spawn } from 'node:child_process';
import { createPrivateKey, createSign, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningRegistry {
  readonly host: string;
  close(): Promise<void>;
}

export const account = { username: 'ci', password: 's3cret-of-the-registry' };

/** Tells whether a program is installed. */
export function has(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts Debian's docker-registry, with its content in memory. */
export async function dockerRegistry(auth: 'none' | 'basic' | 'bearer'): Promise<RunningRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'docker-registry-'));
  const tokens = auth === 'bearer' ? await tokenServer(folder) : undefined;
  const settings = {
    none: undefined,
    basic: { htpasswd: { realm: 'tests', path: join(folder, 'htpasswd') } },
    bearer: tokens && {
      token: {
        realm: `${tokens.url}/token`,
        service: 'tests',
        issuer: 'tests',
        rootcertbundle: tokens.certificate,
      },
    },
  }[auth];
  if (auth === 'basic') {
    const line = execFileSync('htpasswd', ['-Bbn', account.username, account.password], { encoding: 'utf8' });
    writeFileSync(join(folder, 'htpasswd'), line);
  }
  const config = {
    version: 0.1,
    log: { level: 'info', formatter: 'json' },
    storage: { inmemory: {}, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0' },
    ...(settings && { auth: settings }),
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
  });
  const lines = createInterface({ input: child.stderr });
  const host = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`docker-registry ended with ${code}`)));
    lines.on('line', (line) => {
      const found = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    host,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      await tokens?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A token service that docker-registry trusts: RS256, with the certificate in the header. */
async function tokenServer(folder: string) {
  const [key, certificate] = [join(folder, 'token.key'), join(folder, 'token.crt')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=tests'];
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const privateKey = createPrivateKey(readFileSync(key));
  const der = readFileSync(certificate, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const basic = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;

  const jwt = (scopes: readonly string[]): string => {
    const access = scopes.map((scope) => {
      const [type = '', name = '', actions = ''] = scope.split(':');
      return { type, name, actions: actions.split(',') };
    });
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'tests',
      sub: 'ci',
      aud: 'tests',
      exp: now + 300,
      nbf: now - 5,
      iat: now,
      jti: randomUUID(),
      access,
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ typ: 'JWT', alg: 'RS256', x5c: [der] })}.${part(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
  };
  const server = createServer((incoming, outgoing) => {
    const known = incoming.headers.authorization === basic;
    const { searchParams } = new URL(incoming.url ?? '/', 'http://tokens');
    const scopes = searchParams.getAll('scope').flatMap((scope) => scope.split(' '));
    outgoing.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    outgoing.end(
      JSON.stringify(
        known ? { token: jwt(scopes), expires_in: 300 } : { errors: [{ code: 'UNAUTHORIZED' }] },
      ),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificate,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
