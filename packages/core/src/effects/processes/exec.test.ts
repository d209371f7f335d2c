import { closeSync, mkdtempSync, openSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { machineTrouble } from '../../hooks/machine.ts';
import type { CommandOptions } from '../../model/ports.ts';
import { isReleaseError } from '../../model/problem.ts';
import { createCredentials } from '../secrets/credentials.ts';
import { createMask } from '../secrets/mask.ts';
import { serve } from '../server.fixture.ts';
import { createExec, type ExecOptions } from './exec.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'exec-')));
afterAll(() => rmSync(root, { recursive: true }));

const path = { PATH: process.env['PATH'] ?? '' };
const node = (script: string, ...args: string[]) => [process.execPath, '-e', script, ...args];

function port(env: Record<string, string> = {}, more: Partial<ExecOptions> = {}) {
  const mask = createMask();
  const all = { ...path, ...env };
  return {
    ...createExec({ root, env: all, mask, credentials: createCredentials(all, mask), ...more }),
    mask,
  };
}

async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isReleaseError(error)) throw new Error(`expected a ReleaseError, got ${String(error)}`);
  const { code, fix } = error.problems[0] ?? {};
  return { code, fix, message: error.message, kind: error.kind, transient: error.transient };
}

describe('a program', () => {
  test('gets its arguments as they are, with no shell in between', async () => {
    const args = ['$(touch x)', 'a b', '"', '*', ''];
    const { stdout } = await port().exec(node('console.log(JSON.stringify(process.argv.slice(1)))', ...args));
    expect(JSON.parse(stdout)).toEqual(args);
  });

  test('runs in the top of the repository unless told', async () => {
    expect((await port().query(node('console.log(process.cwd())'))).stdout).toBe(`${root}\n`);
    expect((await port().query(node('console.log(process.cwd())'), { cwd: '/' })).stdout).toBe('/\n');
  });

  test('gets its input, and an empty one unless told', async () => {
    const cat = node('process.stdin.pipe(process.stdout)');
    expect((await port().exec(cat, { input: 'text ü' })).stdout).toBe('text ü');
    expect((await port().exec(cat, { input: Buffer.from('bytes') })).stdout).toBe('bytes');
    expect((await port().exec(cat)).stdout).toBe('');
  });

  test('gets the run’s own environment and what is added, credentials resolved', async () => {
    const show = node(
      'console.log(process.env.BASE, process.env.PLAIN, process.env.SECRET === "tok-1234567")',
    );
    const env: CommandOptions['env'] = { PLAIN: 'added', SECRET: { env: 'TOKEN' } };
    const { stdout } = await port({ BASE: 'base', TOKEN: 'tok-1234567' }).exec(show, { env });
    expect(stdout).toBe('base added true\n');
  });

  test('is not started when its credential is missing', async () => {
    const problem = await problemOf(port().exec(node(''), { env: { SECRET: { env: 'TOKEN' } } }));
    expect(problem).toMatchObject({ code: 'CREDENTIAL_MISSING' });
  });

  test('may answer by exit code where that is expected', async () => {
    const ended = async (exitCodes: readonly number[] | 'any') =>
      (await port().query(node('process.exit(3)'), { exitCodes })).exitCode;
    expect(await ended([0, 3])).toBe(3);
    expect(await ended('any')).toBe(3);
    expect(await problemOf(ended([0, 2]))).toMatchObject({ code: 'COMMAND_FAILED' });
  });

  test('outside the repository does not fall for the variables of a git hook', async () => {
    const show = node('console.log(process.env.GIT_DIR ?? "none")');
    const run = port({ GIT_DIR: '/some/.git' });
    expect((await run.query(show)).stdout).toBe('/some/.git\n');
    expect((await run.query(show, { cwd: '/' })).stdout).toBe('none\n');
  });
});

describe('output', () => {
  const talk = node('console.log("out " + process.env.T); console.error("err " + process.env.T)');
  const options = { env: { T: { env: 'TOKEN' } } };

  test('of exec is masked, and of query is data', async () => {
    const run = port({ TOKEN: 'tok-1234567' });
    expect(await run.exec(talk, options)).toMatchObject({ stdout: 'out ***\n', stderr: 'err ***\n' });
    expect((await run.query(talk, options)).stdout).toBe('out tok-1234567\n');
  });

  test('is given line by line while the program runs, masked also where a secret comes in pieces', async () => {
    const lines: string[] = [];
    const run = port(
      { TOKEN: 'tok-1234567' },
      { watch: (line, stream) => void lines.push(`${stream} ${line}`) },
    );
    const script = `const w = (t) => process.stdout.write(t);
      w("one\\ntwo tok-1"); setTimeout(() => w("234567 \\u{1F680}\\nlast"), 80)`;
    await run.exec(node(script), options);
    expect(lines).toEqual(['stdout one', 'stdout two *** 🚀', 'stdout last']);
  });
});

describe('a failure', () => {
  test('tells the program, its exit code and its last words, masked, without its arguments', async () => {
    const script = 'console.error("fatal: https://me:pw@host/ refused " + process.env.T); process.exit(7)';
    const run = port({ TOKEN: 'tok-1234567' });
    const problem = await problemOf(run.exec(node(script), { env: { T: { env: 'TOKEN' } } }));
    expect(problem).toEqual({
      code: 'COMMAND_FAILED',
      message: 'node ended with exit code 7. It said:\nfatal: https://host/ refused ***',
      fix: 'Mend what node says, and run again.',
      kind: 'failed',
      transient: false,
    });
  });

  test('of a program that is not there names it', async () => {
    const problem = await problemOf(port().query(['no-such-program', '--token', 'x']));
    expect(problem).toMatchObject({ code: 'COMMAND_MISSING', message: 'no-such-program was not found.' });
  });

  test('because too many files are open is the machine’s', async () => {
    const { exec } = port();
    await exec(node('')); // what is loaded late needs files, too
    const taken: number[] = [];
    const takeAll = () => {
      for (;;) taken.push(openSync(root, 'r'));
    };
    try {
      expect(takeAll).toThrow('EMFILE');
      await expect(exec(node('')).catch(machineTrouble)).resolves.toMatchObject({
        code: 'MACHINE_FAILED',
        message: 'The machine refused "spawn node": too many files are open (EMFILE).',
      });
    } finally {
      for (const file of taken) closeSync(file);
    }
  });

  test('of a folder that is not there is not taken for a missing program', async () => {
    const problem = await problemOf(port().query(node(''), { cwd: '/no/such/folder' }));
    expect(problem.message).toMatch(/was to run in \/no\/such\/folder, and there is no such folder/);
  });

  test('by a signal names it', async () => {
    const problem = await problemOf(port().exec(node('process.kill(process.pid, "SIGKILL")')));
    expect(problem.message).toBe('node was ended by SIGKILL. It said nothing.');
    expect(problem.fix).toMatch(/^Run again\. .* too little memory\.$/);
    const asked = await problemOf(port().exec(node('process.kill(process.pid, "SIGUSR2")')));
    expect([asked.message, asked.fix]).toEqual([
      'node was ended by SIGUSR2. It said nothing.',
      'Mend what node says, and run again.',
    ]);
  });

  /** A program that waits for ever together with one it started, which holds the same pipes. */
  const family = node(`
    require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
    console.log("ready"); setInterval(() => {}, 1000)`);

  test('to end in time ends all it started', async () => {
    const problem = await problemOf(port().exec(family, { timeout: 300 }));
    expect(problem).toMatchObject({ code: 'COMMAND_TIMEOUT', transient: true });
    expect(problem.message).toMatch(/^node did not end within 0.3 seconds, and was stopped\./);
  });

  test('by interruption ends all it started', async () => {
    const run = new AbortController();
    const { exec } = port({}, { signal: run.signal, watch: () => run.abort() });
    expect(await problemOf(exec(family))).toMatchObject({ code: 'INTERRUPTED' });
    expect(await problemOf(exec(node('')))).toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('git over HTTP', () => {
  const options = { env: { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } };

  test('gets one credential by the environment alone, in place of the one a CI checkout left', async () => {
    const server = await serve([(response) => void response.writeHead(404).end()]);
    const url = `${server.url}/group/project.git`;
    const left = {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: `http.${server.url}/.extraheader`,
      GIT_CONFIG_VALUE_0: 'Authorization: Basic left-behind',
      GIT_CONFIG_KEY_1: 'http.userAgent',
      GIT_CONFIG_VALUE_1: 'kept',
    };
    const credential = { env: 'TOKEN', username: 'robot' };
    const run = port({ ...left, TOKEN: 'tok-1234567' });
    await run.query(['git', 'ls-remote', url], {
      ...options,
      exitCodes: [128],
      gitCredential: { url, credential },
    });
    await server.close();
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('robot:tok-1234567').toString('base64')}`,
      'user-agent': 'kept',
    });
  });

  test('says nothing but what it has to say, where the environment asks for a trace', async () => {
    const server = await serve([(response) => void response.writeHead(500).end()]);
    const { query } = port({ GIT_TRACE: '1', GIT_CURL_VERBOSE: '1' });
    const { stderr } = await query(['git', 'ls-remote', server.url], { ...options, exitCodes: [128] });
    await server.close();
    expect(stderr).toMatch(/^fatal: unable to access .* returned error: 500\n$/);
  });

  test('fails and does not ask when it has none', async () => {
    const server = await serve([
      (response) => void response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
    ]);
    const gitCredential = { url: server.url, credential: { env: 'TOKEN' } };
    const problem = await problemOf(
      port().query(['git', 'ls-remote', `${server.url}/x.git`], { ...options, gitCredential }),
    );
    await server.close();
    expect(problem.message).toMatch(/^git ended with exit code 128\. It said:\n.*terminal prompts disabled/s);
  });
});
