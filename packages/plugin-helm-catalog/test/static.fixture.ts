import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Serves folders as a web server of static files does. */
export interface StaticServer {
  /** Gives the address of a folder, without a slash at its end. */
  serve(folder: string): Promise<string>;
  close(): Promise<void>;
}

export function staticServer(): StaticServer {
  const servers: Server[] = [];
  return {
    serve: async (folder) => {
      const server = createServer((request, response) => {
        try {
          response.end(readFileSync(join(folder, decodeURIComponent(request.url?.split('?')[0] ?? ''))));
        } catch {
          response.writeHead(404).end();
        }
      });
      servers.push(server);
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    close: async () => {
      for (const server of servers.splice(0)) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}
