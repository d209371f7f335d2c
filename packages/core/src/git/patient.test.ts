import { expect, test } from 'vitest';
import { patient } from './patient.ts';

const address = 'https://git.example.com/harbour.git';
const unable = `fatal: unable to access '${address}/': `;

/** How often git is run where it fails in these ways, one after another, and how often it is waited. */
async function attempts(failures: readonly string[], at: string | undefined = address) {
  const left = [...failures];
  let runs = 0;
  let waits = 0;
  const run = async () => {
    runs += 1;
    const stderr = left.shift();
    return { exitCode: stderr === undefined ? 0 : 128, stdout: 'refs', stderr: stderr ?? '' };
  };
  const answer = await patient(run, async () => void (waits += 1))(['ls-remote'], at);
  return { runs, waits, exitCode: answer.exitCode };
}

test.each([
  ['answers 503', `${unable}The requested URL returned error: 503`],
  ['asks for fewer questions', `${unable}The requested URL returned error: 429`],
  ['is not found by its name', `${unable}Could not resolve host: git.example.com`],
  ['listens no more', `${unable}Failed to connect to git.example.com port 443 after 4 ms: Couldn't connect`],
  ['breaks the connection', `${unable}Recv failure: Connection reset by peer`],
  ['breaks off in the middle', 'error: RPC failed; HTTP 502 curl 22\nfatal: early EOF'],
  ['hangs up by ssh', 'kex_exchange_identification: Connection closed by remote host\nfatal: Could not read'],
])('a server that %s is asked again', async (_, stderr) => {
  expect(await attempts([stderr, stderr])).toEqual({ runs: 3, waits: 2, exitCode: 0 });
});

test('a server that does not recover is asked four times', async () => {
  const stderr = `${unable}The requested URL returned error: 502`;
  expect(await attempts(Array.from({ length: 9 }, () => stderr))).toEqual({
    runs: 4,
    waits: 3,
    exitCode: 128,
  });
});

test.each([
  ['lets nobody in', `fatal: Authentication failed for '${address}/'`],
  ['has no such repository', `fatal: repository '${address}/' not found`],
  ['leads elsewhere', `${unable}The requested URL returned error: 301`],
  ['is not trusted', `${unable}SSL certificate problem: unable to get local issuer certificate`],
  ['was silent for two minutes', `${unable}Operation too slow. Less than 1 bytes/sec`],
  ['could not be reached for long', `${unable}Failed to connect to 192.0.2.1 port 443 after 133902 ms`],
  ['takes the connection and says no more', `${unable}SSL connection timeout`],
  ['let the time limit pass', 'fatal: timed out after 600 seconds'],
])('a server that %s is not', async (_, stderr) => {
  expect(await attempts([stderr])).toEqual({ runs: 1, waits: 0, exitCode: 128 });
});

test.each([
  [
    'a folder that is no repository',
    '/srv/none.git',
    "fatal: '/srv/none.git' does not appear to be a git repository",
  ],
  ['what is asked of this repository alone', undefined, 'fatal: early EOF'],
  ['a disk that is full', address, 'fatal: write error: No space left on device'],
])('%s is no reason to ask again', async (_, at, stderr) => {
  const run = async () => ({ exitCode: 128, stdout: '', stderr });
  let waits = 0;
  await patient(run, async () => void (waits += 1))(['ls-remote'], at);
  expect(waits).toBe(0);
});
