import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiAnswer, ApiRequest } from './exchange.ts';
import type { ApiFaultKind } from './faults.ts';

/** Makes a server; where what serves a request fails, its connection breaks. */
export const serverOf = (
  serve: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): Server =>
  createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));

/** Starts to listen on a free port of 127.0.0.1, and gives the address, without a slash at the end. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}

/** Reads a request to its end; its path is still encoded, its query also as it was sent, with the question mark. */
export async function receive(incoming: IncomingMessage): Promise<ApiRequest & { readonly search: string }> {
  const { pathname, search, searchParams } = new URL(incoming.url ?? '/', 'http://stand-in');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    search,
    headers,
    body: await buffer(incoming),
  };
}

/** Reads a request to a path below the first fitting root to its end; nothing for other paths. */
export async function readRequest(
  incoming: IncomingMessage,
  roots: readonly string[],
): Promise<ApiRequest | undefined> {
  const request = await receive(incoming);
  const root = roots.find((each) => request.path.startsWith(`${each}/`));
  return root === undefined ? undefined : { ...request, path: request.path.slice(root.length) };
}

export function send(outgoing: ServerResponse, answer: ApiAnswer): void {
  const { bytes, headers } = written(answer);
  outgoing.writeHead(answer.status, headers);
  outgoing.end(bytes);
}

/**
 * Sends an answer as a fault of the connection lets it: late, by half, or not at all.
 * @param slowness milliseconds that a `slow` answer takes
 */
export async function deliver(
  outgoing: ServerResponse,
  answer: ApiAnswer | undefined,
  fault: ApiFaultKind | undefined,
  slowness = 300,
): Promise<void> {
  if (fault === 'slow') await delay(slowness);
  if (answer === undefined || fault === 'reset') outgoing.destroy();
  else if (fault === 'truncated') sendHalf(outgoing, answer);
  else send(outgoing, answer);
}

/** Tells how long an answer is, and breaks off in the middle of it. */
function sendHalf(outgoing: ServerResponse, answer: ApiAnswer): void {
  const { bytes, headers } = written(answer);
  outgoing.writeHead(answer.status, { ...headers, 'content-length': bytes.length + 1 });
  outgoing.write(bytes.subarray(0, bytes.length / 2), () => outgoing.destroy());
}

/** An answer as bytes, with their number, which a HEAD request is told too. */
function written({ status, headers, body = '' }: ApiAnswer) {
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
  const bytes = Buffer.from(isJson ? JSON.stringify(body) : body);
  return {
    bytes,
    headers: {
      ...(isJson && { 'content-type': 'application/json' }),
      ...headers,
      ...(status !== 204 && { 'content-length': bytes.length }),
    },
  };
}
