import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { answerInPlace, type RequestFault, strikesAfter } from './request-faults.ts';

/** A request on its way to a server. */
export interface PassingRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

/** What goes wrong on the way. */
export interface FaultProxyOptions {
  /** Says what is to befall a request; it passes when nothing is said. */
  befalls(request: PassingRequest): RequestFault | undefined;
  /** Called when a request has come as far as its fault lets it. */
  struck?(fault: RequestFault): void;
  /** Changes what a server answers as JSON, such as the addresses in it. */
  rewrite?(text: string): Promise<string>;
  /** Milliseconds that a `slow` answer takes; 50 unless told. */
  readonly slowness?: number;
}

/** A way to a server on this machine, on which things go wrong. */
export interface FaultProxy {
  /** `127.0.0.1` with its port, which stays the same. */
  readonly host: string;
  /** Names the server that requests go to from now on, by host and port. */
  lead(host: string): void;
  /** Listens again where it was told to refuse, lets go of what it holds, and waits until its server has done what came. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. Requests reach the server as they came, with the proxy's own `Host`. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  let upstream = '';
  const passing = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const passed = pass(options, server, upstream, incoming, outgoing)
      .catch(() => void outgoing.destroy())
      .finally(() => passing.delete(passed));
    passing.add(passed);
  });
  // A connection that is kept would be a point at which nothing goes wrong.
  server.maxRequestsPerSocket = 1;
  const port = await listen(server, 0);
  return {
    host: `127.0.0.1:${port}`,
    lead: (host) => void (upstream = host),
    mend: async () => {
      server.closeAllConnections();
      if (!server.listening) await listen(server, port);
      await Promise.all(passing);
    },
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((done) => server.close(done));
    },
  };
}

async function pass(
  options: FaultProxyOptions,
  server: Server,
  upstream: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const fault = options.befalls({ method: incoming.method ?? 'GET', target: incoming.url ?? '/' });
  if (fault === 'refused') server.close();
  if (fault === 'refused') return server.closeAllConnections();
  if (fault === 'reset') return void incoming.socket.resetAndDestroy();
  const body = await buffer(incoming);
  if (fault === 'held') return options.struck?.(fault);
  const stood = fault === undefined ? undefined : answerInPlace(fault);
  if (stood !== undefined && !strikesAfter(fault)) return tell(outgoing, stood, incoming.method);
  if (fault === 'half-sent') {
    await forwardHalf(upstream, incoming, body);
    options.struck?.(fault);
    return void incoming.socket.resetAndDestroy();
  }
  const answer = await rewritten(options, await forward(upstream, incoming, body));
  if (fault === 'done-held') return options.struck?.(fault);
  if (fault === 'unheard') return void incoming.socket.resetAndDestroy();
  if (fault === 'slow') await delay(options.slowness ?? 50);
  if (fault === 'truncated') return breakOff(outgoing, answer);
  tell(outgoing, stood ?? answer, incoming.method);
}

/** What is answered, headers as node gives them. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

function forward(upstream: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outward = openRequest(targetOf(upstream, incoming), (response) => {
      buffer(response).then((bytes) => {
        resolve({ status: response.statusCode ?? 502, headers: response.headers, body: bytes });
      }, reject);
    });
    outward.on('error', reject);
    outward.end(body);
  });
}

async function rewritten({ rewrite }: FaultProxyOptions, answer: Answer): Promise<Answer> {
  const { headers, body } = answer;
  const isJson =
    /^application\/json\b/.test(String(headers['content-type'])) && headers['content-encoding'] === undefined;
  if (rewrite === undefined || !isJson || body.length === 0) return answer;
  const text = Buffer.from(await rewrite(Buffer.from(body).toString('utf8')));
  return { ...answer, headers: { ...headers, 'content-length': String(text.length) }, body: text };
}

/** Sends half of the body and breaks off, once the server has seen it. */
async function forwardHalf(upstream: string, incoming: IncomingMessage, body: Buffer): Promise<void> {
  const { headers, ...target } = targetOf(upstream, incoming);
  const length = { ...headers, 'content-length': String(body.length + 1) };
  const outward = openRequest({ ...target, headers: length });
  outward.on('error', () => undefined);
  await new Promise<void>((sent) => {
    outward.write(body.subarray(0, Math.ceil(body.length / 2)) as Uint8Array, () => sent());
    outward.flushHeaders();
  });
  await delay(20);
  outward.destroy();
}

function targetOf(upstream: string, { method, url, headers }: IncomingMessage) {
  const [host, port] = upstream.split(':');
  const { connection: _, 'transfer-encoding': _chunked, ...others } = headers;
  return { host, port, method, path: url, headers: others, agent: false as const };
}

function tell(outgoing: ServerResponse, { status, headers, body }: Answer, method?: string): void {
  const { connection: _, 'transfer-encoding': _chunked, 'keep-alive': _kept, ...others } = headers;
  outgoing.writeHead(status, others as Record<string, string>);
  outgoing.end(method === 'HEAD' || status === 204 || status === 304 ? undefined : body);
}

/** Promises the whole body, and gives half of it; of an empty one, half of the head. */
function breakOff(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { connection: _, 'transfer-encoding': _chunked, ...others } = headers;
  const promised = { ...(others as Record<string, string>), 'content-length': String(body.length + 1) };
  outgoing.writeHead(status === 204 ? 200 : status, promised);
  outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => outgoing.destroy());
  outgoing.flushHeaders();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
