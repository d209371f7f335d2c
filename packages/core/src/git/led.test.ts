import { expect, test } from 'vitest';
import type { HttpGet, Reads } from '../model/ports.ts';
import { describeTrouble } from './failures.ts';
import { maybeLed } from './led.ts';

const address = 'https://git.example.com/old/harbour.git';
const led = 'fatal: unable to access: The requested URL returned error: 301';

/** What git is taken to have written at a server that leads to a place, and how the server was asked about it. */
async function told(location: string | undefined, stderr = led) {
  const asked: HttpGet[] = [];
  const get = async (request: HttpGet) => {
    asked.push(request);
    return { header: () => location };
  };
  const run = async () => ({ exitCode: 128, stdout: '', stderr });
  const reads = { get } as unknown as Reads;
  const answer = await maybeLed(run, reads, { env: 'TOKEN' })(['ls-remote'], address);
  return { asked, said: answer.stderr };
}

test.each(['/new/harbour.git', 'https://git.example.com/new/harbour.git'])(
  'a renamed repository is told with its new address: %s',
  async (place) => {
    const { asked, said } = await told(`${place}/info/refs?service=git-upload-pack`);
    expect(asked).toEqual([
      {
        url: `${address}/info/refs?service=git-upload-pack`,
        redirect: 'manual',
        tries: 1,
        credential: { env: 'TOKEN', username: 'x-access-token', scheme: 'basic' },
      },
    ]);
    expect(describeTrouble(said, 'origin')?.problem).toMatchObject({
      code: 'REMOTE_REDIRECTS',
      message: expect.stringContaining('leads to https://git.example.com/new/harbour.git, to which'),
      fix: expect.stringContaining('git remote set-url origin https://git.example.com/new/harbour.git'),
    });
  },
);

test.each([undefined, 'https://git.example.com/sign-in', 'file:///x/info/refs', 'http://[', ''])(
  'a place that is no repository is not told: %j',
  async (location) => {
    expect((await told(location)).said).toBe(led);
  },
);

test('a server that leads nowhere is not asked again', async () => {
  expect((await told('/x/info/refs', 'fatal: returned error: 404')).asked).toEqual([]);
});
