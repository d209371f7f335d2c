import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createTestRepository } from '../repository.ts';
import { runProcess } from './as-process.ts';
import { createRoad } from './road.ts';
import { type Disturbance, runRelease } from './run.ts';

const isBuilt = existsSync(resolve(import.meta.dirname, '../../dist/faults/mortal-process.js'));
if (!isBuilt) console.warn('Skipping processes that are killed: run `npm run build` first.');

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Lets a process start another one, which runs this script, and end by SIGKILL. */
async function killed(script: string, disturbance: Disturbance = {}, address = '') {
  const from = await createTestRepository({ 'a.txt': 'one\n' });
  const road = createRoad();
  closing.push(from.remove, () => road.close());
  const { env } = await road.to({
    env: { ADDRESS: address },
    snapshot: async () => ({}),
    changes: () => [],
    close: async () => undefined,
  });
  const start = `require('node:child_process').spawn(process.execPath, ['-e', process.env.SCRIPT], { stdio: 'pipe' })`;
  const die = disturbance.kills === true ? '' : `; process.kill(process.pid, 'SIGKILL')`;
  const command = { argv: [process.execPath, '-e', `${start}${die}`], prepare: async () => undefined };
  const place = { road, env: { ...env, SCRIPT: script }, carryOut: runProcess(command, road) };
  const { outcome, points } = await runRelease(place, from, disturbance);
  return { outcome, points: points.map(({ name }) => name), done: existsSync(join(from.path, 'done')) };
}

const write = `require('node:fs').writeFileSync('done', '')`;

test.skipIf(!isBuilt)('what a killed process has started is waited for', async () => {
  const found = await killed(`setTimeout(() => ${write}, 300)`);
  expect(found).toEqual({ outcome: 'SIGKILL', points: [expect.stringMatching(/^spawn node/)], done: true });
});

test.skipIf(!isBuilt)('it gets no answer to what is held, and can go on', async () => {
  const server = createServer((_, response) => response.end());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise((done) => server.close(done)));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shelf`;
  const held: Disturbance = { kills: true, request: () => 'held' };
  const found = await killed(`fetch(process.env.ADDRESS).catch(() => ${write})`, held, address);
  expect(found).toMatchObject({ outcome: 'SIGKILL', done: true });
});
