import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../test/docker-registry.ts';
import { testPort } from '../test/port.ts';
import { registry } from './registry.ts';

describe.skipIf(!has('openssl'))('an encrypted registry (with openssl)', () => {
  let server: Server;
  let host: string;
  let ca: string;
  let challenge: string | undefined;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    const request =
      'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tests -addext subjectAltName=IP:127.0.0.1';
    execFileSync('openssl', [...request.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
    ca = readFileSync(cert, 'utf8');
    server = createServer({ key: readFileSync(key), cert: ca }, (_, outgoing) => {
      if (challenge !== undefined) outgoing.writeHead(401, { 'www-authenticate': challenge });
      outgoing.end('{"tags":["a"]}');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('is trusted by the certificate that is configured', async () => {
    challenge = undefined;
    expect(await registry(testPort().reads, { registry: host, ca }).repository('org/app').listTags()).toEqual(
      ['a'],
    );
  });

  it('is not trusted without it, and the reason is told', async () => {
    const listed = registry(testPort().reads, { registry: host, insecure: false })
      .repository('org/app')
      .listTags();
    await expect(listed).rejects.toThrow(/Could not list the tags of org\/app on 127.*certificate/);
  });

  it('must not have its tokens at an address in the clear', async () => {
    challenge = `Bearer realm="http://${host}/token"`;
    const listed = registry(testPort().reads, { registry: host, ca }).repository('org/app').listTags();
    await expect(listed).rejects.toThrow(/it has its tokens at http:\/\/127.*, which is not encrypted/);
  });
});
