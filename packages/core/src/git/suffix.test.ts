import { expect, test } from 'vitest';
import { withSuffix } from './suffix.ts';

const led = 'fatal: unable to access: The requested URL returned error: 301';

/** What git is run with, at a server that leads away from every address. */
async function runs(address: string | undefined, stderr = led) {
  const seen: (readonly string[])[] = [];
  await withSuffix(async (args, at) => {
    seen.push([...args, at ?? '']);
    return { exitCode: 128, stdout: '', stderr };
  })(['fetch', 'origin'], address);
  return seen;
}

test.each(['https://git.example.com/group/harbour', 'https://git.example.com:8443/harbour/'])(
  '%s that is led away from is tried with .git, once',
  async (address) => {
    const whole = `${address.replace(/\/$/, '')}.git`;
    expect(await runs(address)).toEqual([
      ['fetch', 'origin', address],
      ['-c', `url.${whole}.insteadOf=${address}`, 'fetch', 'origin', whole],
    ]);
  },
);

test.each([
  ['that has the suffix', 'https://git.example.com/harbour.git', led],
  ['with a password, which would be seen in the argument', 'https://ada:pw@git.example.com/harbour', led],
  ['of ssh', 'ssh://git.example.com/harbour', led],
  ['that is not known', undefined, led],
  ['that is wrong', 'https://git.example.com/harbour', led.replace('301', '404')],
])('an address %s is left as it is', async (_, address, stderr) => {
  expect(await runs(address, stderr)).toHaveLength(1);
});
