import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TestSocks {
  readonly port: number;
  /** The names that connections were asked for to, with their ports. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts a SOCKS proxy without passwords, which takes every host to be on loopback (RFC 1928). */
export async function serveSocks(): Promise<TestSocks> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client.on('error', () => client.destroy()));
    client.once('data', (greeting: Buffer) => {
      if (greeting[0] !== 5) return void client.destroy();
      client.write(Buffer.from([5, 0]));
      client.once('data', (request: Buffer) => lead(client, request));
    });
  });
  const lead = (client: Socket, request: Buffer) => {
    const port = request.readUInt16BE(request.length - 2);
    asked.push(`${request.toString('latin1', 5, request.length - 2)}:${port}`);
    const target = connect(port, '127.0.0.1', () => {
      client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
      client.pipe(target).pipe(client);
    });
    open.add(target.on('error', () => client.destroy()));
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
