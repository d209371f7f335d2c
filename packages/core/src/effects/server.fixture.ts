import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request as send,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createRawServer,
  type Server as RawServer,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Every request so far. */
  readonly seen: Seen[];
  close(): Promise<void>;
}

/** Starts a server on loopback that answers one reply after the other, and the last one from then on. */
export async function serve(replies: readonly Reply[], tls?: Identity): Promise<TestServer> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const reply = replies[Math.min(seen.length, replies.length - 1)];
      const { method = '', url: path = '', headers } = request;
      seen.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      reply?.(response, seen[seen.length - 1] as Seen);
    });
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  const port = await listen(server);
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, port, seen, close: () => close(server) };
}

/** Starts a server that speaks bare TCP. */
export async function serveRaw(talk: (socket: Socket) => void): Promise<Omit<TestServer, 'seen'>> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    talk(socket);
  });
  const port = await listen(server);
  const end = () => {
    for (const socket of sockets) socket.destroy();
    return close(server);
  };
  return { url: `http://127.0.0.1:${port}`, port, close: end };
}

/**
 * Puts TLS in front of a plain server on loopback, as a load balancer does.
 * @param rewrite what becomes of the paths, as of those proxies that decode `%2F`
 */
export async function serveFront(
  port: number,
  identity: Identity,
  rewrite: (path: string) => string = (path) => path,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createSecureServer(identity, (request, response) => {
    const { method, url = '', headers } = request;
    const path = rewrite(url);
    const onward = send({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  return { port: await listen(server), close: () => close(server) };
}

/** Starts what stands before a git server and leads an address without `.git` to the one with it, as GitLab does. */
export async function leadToSuffix({ url }: { readonly url: string }) {
  const seen: string[] = [];
  const server = createServer((incoming, response) => {
    const path = String(incoming.url);
    seen.push(path);
    if (!path.includes('.git/')) {
      response.writeHead(301, { location: path.replace('/info/refs', '.git/info/refs') }).end();
      return;
    }
    const { method, headers } = incoming;
    const passed = send(new URL(url).origin + path, { method, headers }, (answer) => {
      answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
    });
    incoming.pipe(passed);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, seen, close: () => close(server) };
}

export interface TestProxy {
  readonly port: number;
  /** What it was asked for: `CONNECT host:port` and `GET http://...`. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts a proxy that wants a user, and takes every host to be on loopback. */
export async function serveProxy(userinfo: string): Promise<TestProxy> {
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from(userinfo).toString('base64')}`;
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const allowed = request.headers['proxy-authorization'] === wanted;
    response.writeHead(allowed ? 200 : 407).end('by proxy');
  });
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    sockets.add(socket);
    socket.on('error', () => {});
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="lab"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      );
      return;
    }
    const port = Number(/:(\d+)$/.exec(request.url ?? '')?.[1]);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy());
  });
  const port = await listen(server);
  const end = () => {
    for (const socket of sockets) socket.destroy();
    return close(server);
  };
  return { port, asked, close: end };
}

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate that is signed by itself, for 127.0.0.1 and lab.test; nothing when there is no openssl. */
export function selfSigned(): Identity | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'identity-'));
  try {
    const names = 'subjectAltName=IP:127.0.0.1,DNS:lab.test';
    const args = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=lab',
      '-addext',
      names,
    ];
    execFileSync('openssl', [...args, '-keyout', 'key.pem', '-out', 'cert.pem'], {
      cwd: folder,
      stdio: 'ignore',
    });
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { cert: read('cert.pem'), key: read('key.pem') };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function listen(server: Server | RawServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function close(server: Server | RawServer): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
}
