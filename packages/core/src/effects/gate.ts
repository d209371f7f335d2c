import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommandGate, HttpResponse, HttpSend } from '../model/ports.ts';
import { isReleaseError } from '../model/problem.ts';
import type { Environment } from './secrets/credentials.ts';
import type { Http } from './http/client.ts';

/** A gate that is open: what the command's environment must say, and how it is shut. */
export interface OpenGate {
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Milliseconds for one request of the command. */
const patience = 180_000;

/** Headers that belong to one connection, and those that we set ourselves. */
const ofConnection = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Opens a gate on a free port of this machine. Proxies, authorities, repeated reads and masking are those of our own
 * requests; the credential is added here and is known to no other process.
 * @param base the environment that the command would have
 */
export async function openGate(gate: CommandGate, http: Http, base: Environment): Promise<OpenGate> {
  const server = createServer((incoming, outgoing) => {
    pass(gate, http, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listen(server);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { [gate.env]: address + new URL(gate.to).pathname, ...notByProxy(base) },
    close: () => shut(server),
  };
}

async function pass(
  gate: CommandGate,
  http: Http,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url: target = '/' } = incoming;
  const body = await read(incoming);
  const request = {
    ...authorised(gate, headersOf(incoming)),
    url: new URL(gate.to).origin + target,
    redirect: 'manual' as const,
    timeout: patience,
  };
  const isRead = method === 'GET' || method === 'HEAD';
  const answer = isRead
    ? http.get({ ...request, method })
    : http.send({ ...request, method: method as HttpSend['method'], ...(body.length > 0 && { body }) });
  const { status, headers, bytes } = await answer.catch(unanswered);
  gate.seen?.({ method, path: target, status, body: bytes });
  outgoing.writeHead(
    status,
    Object.fromEntries(Object.entries(headers).filter(([name]) => isOfAnswer(name))),
  );
  outgoing.end(method === 'HEAD' ? undefined : bytes);
}

/** Puts the credential in the place of the pass; other requests go as they came. */
function authorised({ pass: word, credential }: CommandGate, headers: Record<string, string>) {
  const { authorization, ...others } = headers;
  if (credential === undefined || authorization !== `Bearer ${word}`) return { headers };
  return { headers: others, credential };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => !ofConnection.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(', ')]));
}

/** The body was decoded on its way, so it has another length and no encoding. */
const isOfAnswer = (name: string): boolean => !ofConnection.has(name) && name !== 'content-encoding';

/** What the command is told where the server gave no answer. */
function unanswered(error: unknown): Pick<HttpResponse, 'status' | 'headers' | 'bytes'> {
  if (!isReleaseError(error)) throw error;
  const [problem] = error.problems;
  const body = JSON.stringify({ code: problem?.code ?? 'HTTP_UNREACHABLE', message: error.message });
  return { status: 502, headers: { 'content-type': 'application/json' }, bytes: Buffer.from(body) };
}

/** Keeps the command's requests to this machine from a proxy. */
function notByProxy(base: Environment): Readonly<Record<string, string>> {
  const before = base['NO_PROXY'] ?? base['no_proxy'];
  const except = [...(before === undefined || before === '' ? [] : [before]), '127.0.0.1'].join(',');
  return { NO_PROXY: except, no_proxy: except };
}

async function read(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
