import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { startFaultProxy } from './proxy.ts';
import type { RequestFault } from './request-faults.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A server that keeps the bodies it was sent whole, behind a proxy on which one thing goes wrong once. */
async function road(fault?: RequestFault) {
  const kept: string[] = [];
  const take = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = (await buffer(incoming)).toString();
    kept.push(body);
    outgoing.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ kept: body }));
  };
  const server = createServer((incoming, outgoing) => {
    take(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  let left = 1;
  const struck: RequestFault[] = [];
  const proxy = await startFaultProxy({
    befalls: () => (left-- > 0 ? fault : undefined),
    struck: (kind) => struck.push(kind),
  });
  proxy.lead(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  closing.push(proxy.close, () => new Promise((done) => server.close(done)));
  const send = async (): Promise<string> => {
    const signal = AbortSignal.timeout(/held/.test(String(fault)) && left > 0 ? 500 : 60_000);
    try {
      const answer = await fetch(`http://${proxy.host}/shelf`, { method: 'PUT', body: 'seven jars', signal });
      return `${answer.status} ${await answer.text()}`;
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  };
  return { kept, struck, send, mend: proxy.mend };
}

const told = '201 {"kept":"seven jars"}';

test('a request passes whole, and so does its answer', async () => {
  const { send, kept } = await road();
  expect([await send(), kept]).toEqual([told, ['seven jars']]);
});

test.each<readonly [RequestFault, RegExp, number]>([
  ['reset', /^TypeError$/, 0],
  ['half-sent', /^TypeError$/, 0],
  ['held', /^TimeoutError$/, 0],
  ['garbage', /^200 .*sign in/, 0],
  [409, /^409 /, 0],
  [503, /^503 /, 0],
  ['unheard', /^TypeError$/, 1],
  ['done-held', /^TimeoutError$/, 1],
  ['done-502', /^502 /, 1],
  ['truncated', /^TypeError$/, 1],
  ['slow', /^201 /, 1],
])('%s is seen by the client as %s, and the server has done it %i times', async (fault, seen, times) => {
  const { send, kept } = await road(fault);
  expect(await send()).toMatch(seen);
  expect(kept).toHaveLength(times);
  expect(await send()).toBe(told);
});

test('a server that refuses does so until it is mended, at the same address', async () => {
  const { send, kept, mend } = await road('refused');
  expect([await send(), await send()]).toEqual(['TypeError', 'TypeError']);
  await mend();
  expect([await send(), kept.length]).toEqual([told, 1]);
});

test.each<readonly [RequestFault, readonly string[]]>([
  ['held', []],
  ['half-sent', []],
  ['done-held', ['seven jars']],
])('it is told when %s has come as far as it lets a request', async (fault, there) => {
  const { send, kept, struck } = await road(fault);
  await send();
  expect([struck, kept]).toEqual([[fault], there]);
});
