import { expect, test } from 'vitest';
import { commitTime } from './time.ts';

const ofCommit = (told: string) =>
  commitTime('a1b2c3', { query: async () => ({ exitCode: 0, stdout: `${told}\n`, stderr: '' }) });

test('a commit gives archives its time', async () => {
  expect(await ofCommit('1770091506')).toBe(1_770_091_506);
});

test('a commit that claims a time no archive can hold gives the last one', async () => {
  // What git tells of a clock before 1970.
  expect(await ofCommit('18446744073393932000')).toBe(4_294_967_295);
});
