import { createServer } from 'node:http';
import { close, listen } from '../http/loopback.ts';
import { isLoopback } from './sockets.ts';
import type { Switchboard } from './switchboard.ts';

/** The proxy that programs are told to use: it leads to stand-ins where it can read a request, and nowhere else. */
export interface Outlet {
  readonly url: string;
  close(): Promise<void>;
}

/** @param refused is told of each host that a program asked for in vain */
export async function startOutlet(
  switchboard: Switchboard,
  refused: (what: string) => void,
): Promise<Outlet> {
  const server = createServer((incoming, outgoing) => {
    const address = incoming.url ?? '';
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol === 'http:' && !isLoopback(url.hostname))
      switchboard.serve(url, incoming, outgoing).catch(() => outgoing.destroy());
    else outgoing.writeHead(403).end(reason);
  });
  server.on('connect', ({ url = '' }, socket) => {
    refused(`A command asked for ${url}.`);
    socket.on('error', () => undefined);
    socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-length: ${reason.length}\r\n\r\n${reason}`);
  });
  return { url: await listen(server), close: () => close(server) };
}

const reason = 'A rehearsal lets nothing leave this machine.\n';
