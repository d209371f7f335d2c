import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandOptions, CommandResult, Effects, HttpGet, HttpSend, Reads } from '@launchway/core';
import { createClock } from '../../core/src/effects/clock.ts';
import { createCredentials } from '../../core/src/effects/secrets/credentials.ts';
import { folderTree } from '../../core/src/effects/folder.ts';
import { createHttp } from '../../core/src/effects/http/client.ts';
import { createMask } from '../../core/src/effects/secrets/mask.ts';

/** The core's own ports for what registries need, with an environment of the test's making and a log of the traffic. */
export interface TestPort {
  readonly reads: Reads;
  readonly effects: Effects;
  readonly said: string[];
  /** What went over the wire: method and address. */
  readonly sent: string[];
  readonly masked: Set<string>;
  /** Masks a text as the core does with all its output. */
  mask(text: string): string;
}

export function testPort(env: Readonly<Record<string, string>> = {}): TestPort {
  const mask = createMask();
  const credentials = createCredentials(env, mask);
  const real = createClock();
  // Waits keep their order and take a hundredth of their time.
  const clock = { now: real.now, sleep: (milliseconds: number) => real.sleep(milliseconds / 100) };
  const said: string[] = [];
  const sent: string[] = [];
  const masked = new Set<string>();
  const http = createHttp({ env, mask, credentials, clock, random: () => 0 });
  const logged = <Request extends HttpGet | HttpSend>(request: Request): Request => {
    sent.push(`${request.method ?? 'GET'} ${request.url}`);
    return request;
  };
  const missing = (): never => {
    throw new Error('not for registries');
  };
  const absent = new Proxy<never>({} as never, { get: missing });
  const reads: Reads = {
    tree: absent,
    git: absent,
    env: (name) => env[name],
    get: async (request) => http.get(logged(request)),
    query: async (argv, options) => run(argv, options, env),
    program: missing,
    credential: async (ref) => credentials.find(ref),
    mask: (secret) => {
      masked.add(secret);
      mask.add(secret);
    },
    scratch: () => mkdtemp(join(tmpdir(), 'oci-')),
    folder: folderTree,
    now: clock.now,
    sleep: clock.sleep,
    say: (line) => void said.push(line),
  };
  const effects: Effects = {
    ...reads,
    send: async (request) => http.send(logged(request)),
    write: missing,
    exec: missing,
    checkout: missing,
    repository: absent,
  };
  return { reads, effects, said, sent, masked, mask: (text) => mask.text(text) };
}

const run = (
  [command = '', ...args]: readonly string[],
  { input, exitCodes = [0] }: CommandOptions = {},
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const child = execFile(command, args, { env: { ...env } }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      const isAnswer = exitCode > 0 && (exitCodes === 'any' || exitCodes.includes(exitCode));
      if (error !== null && !isAnswer) reject(error);
      else resolve({ exitCode, stdout, stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
