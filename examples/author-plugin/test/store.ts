import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Targets } from '@launchway/sandbox';

/** A server that keeps what is put into it, for those who have the token. */
export async function startStore(token: string): Promise<Targets> {
  const files = new Map<string, string>();
  const changes: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
    } else if (request.method === 'PUT') {
      changes.push(`PUT ${path}`);
      files.set(path, (await buffer(request)).toString());
      response.writeHead(201).end();
    } else {
      const found = files.get(path);
      response.writeHead(found === undefined ? 404 : 200).end(found);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    env: { STORE_TOKEN: token },
    addresses: { store: `http://127.0.0.1:${port}` },
    snapshot: async () => Object.fromEntries(files),
    changes: () => changes,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
