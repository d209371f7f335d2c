import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { guardProcess } from './sockets.ts';

test('a connection to another machine is refused and told, one to this machine is made', async () => {
  const server = createServer((_, answer) => answer.end('here'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const guard = guardProcess();
  try {
    const { port } = server.address() as AddressInfo;
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
    await expect(fetch('http://203.0.113.7:4711/')).rejects.toThrow('fetch failed');
    expect(guard.refused).toEqual(['The process itself asked for 203.0.113.7:4711.']);
  } finally {
    guard.end();
    server.closeAllConnections();
    server.close();
  }
});
