import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { answer, answers } from './answers.fixture.ts';
import {
  type Ended,
  type Env,
  execute,
  githubFlow,
  gitlabFlow,
  type ReferenceFlow,
  type ReferenceWorld,
  worldOfTest,
} from './world.fixture.ts';

const all = process.env['LAUNCHWAY_ALL'] === '1';

/** What only an answer to a write can be: a yes that is not true, or that says too little. */
const untrue: Readonly<Record<string, string>> = {
  'a release without an address for its files': answer(
    '201 Created',
    '{"id":4711,"tag_name":"v0.2.27","draft":true}',
  ),
  'a release with an address of another kind': answer(
    '201 Created',
    '{"id":4711,"tag_name":"v0.2.27","draft":true,"upload_url":"file:///etc/passwd{?name,label}","html_url":7}',
  ),
  'a release with the address of a stranger': answer(
    '201 Created',
    '{"id":4711,"tag_name":"v0.2.27","draft":true,"upload_url":"http://127.0.0.1:9/{?name,label}"}',
  ),
  'a release with an impossible number': answer(
    '201 Created',
    '{"id":-1e300,"tag_name":"v0.2.27","upload_url":"http://["}',
  ),
  'a task that has done all': answer('200 OK', '{"id":"4711","status":"success","error":"none"}'),
  'a task that has failed for no reason': answer('200 OK', '{"id":"4711","status":"failure","error":"x"}'),
  'a task that has failed for an odd reason': answer(
    '400 Bad Request',
    '{"task":{"id":"4711","status":"failure","error":{"code":7,"message":null}}}',
  ),
  'another digest': answer('201 Created', '', [`Docker-Content-Digest: sha256:${'0'.repeat(64)}`]),
  'an upload that goes on elsewhere': answer('202 Accepted', '', ['Location: http://127.0.0.1:9/upload']),
  'an upload that goes on nowhere': answer('202 Accepted', '', ['Location: http://[']),
};

const strikes: Readonly<Record<string, string>> = { ...answers, ...untrue };
const names = all ? Object.keys(strikes) : ['a release without an address for its files', 'forged output'];

interface Strike {
  /** The requests that are answered so, and reach no server. */
  readonly befalls: (write: string) => boolean;
  readonly bytes: string;
}

/** Stands before the servers of a world. Requests pass, save those that are struck. */
class Fronts {
  readonly #fronts = new Map<string, string>();
  readonly #own = new Set<string>();
  strike: Strike | undefined;
  readonly struck = new Set<string>();

  /** Gives variables in which every server of this machine is named by what stands before it. */
  async before(env: Env): Promise<Env> {
    const passed: [string, string][] = [];
    for (const [name, text] of Object.entries(env)) passed.push([name, await this.#through(text)]);
    return Object.fromEntries(passed);
  }

  async #through(text: string): Promise<string> {
    let passed = text;
    for (const [host] of text.matchAll(/127\.0\.0\.1:\d+/g)) {
      if (this.#own.has(host)) continue;
      const front = this.#fronts.get(host) ?? (await this.#open(host));
      this.#fronts.set(host, front);
      this.#own.add(front);
      passed = passed.replaceAll(host, front);
    }
    return passed;
  }

  async #open(host: string): Promise<string> {
    const server = createServer((incoming, outgoing) => void this.#serve(host, incoming, outgoing));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async #serve(host: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const [path = ''] = url.split('?');
    const write = `${method} ${path.replaceAll(/[0-9a-f-]{36,}|\d+/g, '#')}`;
    if (isWrite(method, path) && this.strike?.befalls(write)) {
      this.struck.add(write);
      for await (const _ of incoming);
      incoming.socket.end(Buffer.from(this.strike.bytes, 'latin1'));
      return;
    }
    const passed = request(`http://${host}${url}`, { method, headers }, (answer) => {
      void this.#pass(answer, outgoing, method !== 'HEAD');
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  }

  /** The addresses that an API answers with, such as the one for files, lead through a front too. */
  async #pass(answer: IncomingMessage, outgoing: ServerResponse, hasBody: boolean): Promise<void> {
    const { statusCode = 500, headers } = answer;
    if (!hasBody || !/json/.test(headers['content-type'] ?? '')) {
      answer.pipe(outgoing.writeHead(statusCode, headers));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const body = Buffer.from(await this.#through(Buffer.concat(chunks).toString()));
    const { 'transfer-encoding': _, ...others } = headers;
    outgoing.writeHead(statusCode, { ...others, 'content-length': String(body.length) }).end(body);
  }
}

const isWrite = (method: string, path: string): boolean =>
  !['GET', 'HEAD'].includes(method) && !path.endsWith('/git-upload-pack');

const codesIn = (told: string): string =>
  [...new Set([...told.matchAll(/"code": "([A-Z]\w+)"/g)].map(([, code]) => code))].join(' ');

const push = 'POST /example/harbour.git/git-receive-pack';

/** A flow's world behind fronts, and runs of its release there. */
async function behindFronts(flow: ReferenceFlow) {
  const world = await worldOfTest(flow.branch);
  const fronts = new Fronts();
  const env = await fronts.before({ ...world.settings, ...flow.env(world) });
  const folder = await world.checkout();
  const { git = '' } = await fronts.before({ git: world.server.url });
  const settings = {
    ...env,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${git}.insteadOf`,
    GIT_CONFIG_VALUE_0: world.server.url,
    LAUNCHWAY_TIMEOUT: '20',
  };
  const release = (): Promise<Ended> => execute(folder, ['--yes', '--json'], settings);
  return { world, fronts, release, seen: async () => JSON.stringify(await world.snapshot()) };
}

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly fix: string;
}

/** Holds what a run said to what every run must say. */
function wellTold({ code, stdout, stderr }: Ended, name: string, { secrets }: ReferenceWorld) {
  const told = `${name}: ${code} ${stdout.slice(0, 6000)} ${stderr.slice(0, 3000)}`;
  expect(told).not.toMatch(/UNEXPECTED|\n\s+at .+:\d+:\d+|^::(?:set-output|error::forged)|root:x:0/m);
  expect(told).not.toMatch(/undefined|\[object Object\]|NaN/);
  expect(stdout + stderr).not.toMatch(/[\u001b\u202e]/);
  for (const secret of secrets) expect(told).not.toContain(secret);
  const { problems } = JSON.parse(stdout) as { readonly problems: readonly Told[] };
  const errors = problems.filter(({ severity }) => severity === 'error');
  const poor = errors.filter(
    ({ code, message, fix }) => !/^[A-Z][A-Z0-9_]+$/.test(code) || message.length < 10 || fix.length < 5,
  );
  expect([poor, errors.length > 0], told).toEqual([[], true]);
  return told;
}

/** Releases without any mishap in a world of its own, and gives what there is then. */
async function undisturbed(flow: ReferenceFlow): Promise<string> {
  const { release, seen } = await behindFronts(flow);
  expect(await release()).toMatchObject({ code: 0 });
  return withoutPorts(await seen());
}

const withoutPorts = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/g, 'host');

test.each([githubFlow, gitlabFlow])(
  'whatever servers answer to the writes of the $name flow, nothing is lost or doubled, and a run again completes it',
  async (flow) => {
    const { world, fronts, release, seen } = await behindFronts(flow);
    const passing = new Set([push]);
    const strikeAll = async (befalls: (write: string) => boolean, code: number) => {
      let before = code === 2 ? await seen() : undefined;
      fronts.struck.clear();
      for (const name of names) {
        fronts.strike = { befalls, bytes: strikes[name] ?? '' };
        const ended = await release();
        if (fronts.struck.size === 0) break;
        const told = wellTold(ended, name, world);
        const now = await seen();
        expect([ended.code, now], told).toEqual([code, before ?? now]);
        before = now;
        if (all) console.log(`${flow.name}, ${[...fronts.struck].join(', ')}, ${name}: ${codesIn(told)}`);
      }
      return [...fronts.struck];
    };
    expect(await strikeAll((write) => write === push, 2)).toEqual([push]);
    for (;;) {
      const struck = await strikeAll((write) => !passing.has(write), 1);
      if (struck.length === 0) break;
      for (const write of struck) passing.add(write);
    }
    fronts.strike = undefined;
    expect(await release()).toMatchObject({ code: 0 });
    expect(withoutPorts(await seen())).toBe(await undisturbed(flow));
  },
  all ? 7_200_000 : 300_000,
);
