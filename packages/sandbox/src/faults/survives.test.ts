import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpSend, type Plugin, type StepKind, track } from '@launchway/core';
import { expect, test } from 'vitest';
import type { Scenario, Targets } from '../stage.ts';
import type { Point } from './run.ts';
import { survives } from './survives.ts';

/** A server that adds a line for each POST, and tells all lines. */
async function startLedger(): Promise<Targets> {
  const lines: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'POST') lines.push(request.url ?? '');
    response.end(JSON.stringify(lines));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    addresses: { ledger: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    snapshot: async () => [...lines],
    state: async () => [...lines],
    changes: () => lines,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

type Input = { readonly address: string; readonly line: string };

/** Writes a line into the ledger. */
function ledger(address: string, phase: 'stage' | 'publish', more: Partial<HttpSend>): Plugin {
  const kind: StepKind<Input> = {
    kind: 'ledger:line',
    phase,
    probe: async ({ line }, { get }) => {
      const lines = (await get({ url: address })).json() as readonly string[];
      return lines.includes(line) ? { state: 'done', output: {} } : { state: 'todo' };
    },
    run: async ({ line }, { send }) => {
      await send({ method: 'POST', url: address + line, ...more });
      return {};
    },
  };
  return {
    name: 'ledger',
    steps: [kind],
    publish: ({ release }) => [
      {
        id: 'ledger:line',
        kind: 'ledger:line',
        title: 'write a line',
        input: { address, line: `/tool-${release.versions['tool']}` },
      },
    ],
  };
}

const scenario = (phase: 'stage' | 'publish', more: Partial<HttpSend> = {}): Scenario => ({
  plugins: ({ targets }) => [
    track({ name: 'tool', pins: ['tool.json'], paths: ['src/**'], tag: { name: 'tool-{version}' } }),
    ledger(targets?.addresses?.['ledger'] ?? '', phase, more),
  ],
  files: { 'tool.json': '{ "version": "3.1.0" }\n', 'src/main.ts': 'export {};\n' },
  commits: [{ message: 'feat: count sheep', files: { 'src/main.ts': 'export const sheep = 7;\n' } }],
  targets: startLedger,
});

test('a plugin that looks before it writes survives every mishap', async () => {
  const at = ({ name }: Point): boolean => / (?:POST|repository)/.test(` ${name}`);
  const report = await survives(scenario('publish'), { at, sample: 10 });
  expect(report).toMatchObject({ tried: 10, struck: 10 });
  expect(report.points.map(({ kind, name, time }) => `${kind} ${name} ${time}`)).toContain(
    'request POST /tool-3.2.0 1',
  );
});

test('second runs that begin in the same world are made once', async () => {
  const at = ({ kind, name }: Point): boolean => kind === 'request' && name === 'GET /';
  const { tried, again } = await survives(scenario('publish'), { at, sample: 20 });
  expect(tried).toBe(20);
  expect(again).toBeLessThan(12);
});

const isPush = ({ name }: Point): boolean => name.startsWith('repository.push ');
const isPost = ({ name }: Point): boolean => name.startsWith('POST ');

test('a plugin that calls a request repeatable which is not is found out', async () => {
  await expect(
    survives(scenario('publish', { idempotent: true }), { at: isPost, sample: 7 }),
  ).rejects.toThrow(
    /(?:unheard|done-502|truncated|done-held) at POST \/tool-3\.2\.0, again \w+: the world differs/,
  );
});

test('a plugin that shows something before the commit is pushed is found out', async () => {
  await expect(survives(scenario('stage'), { at: isPush })).rejects.toThrow(
    /nothing was pushed, and yet the world differs/,
  );
});
