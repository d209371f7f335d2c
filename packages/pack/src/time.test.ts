import { expect, test } from 'vitest';
import { commitTime } from './time.ts';

const ofCommit = (told: number) => commitTime('a1b2c3', { git: { date: async () => told } });

test('a commit gives archives its time', async () => {
  expect(await ofCommit(1_770_091_506)).toBe(1_770_091_506);
});

test('a commit that claims a time no archive can hold gives the nearest one', async () => {
  expect(await ofCommit(99_770_091_506)).toBe(4_294_967_295);
  expect(await ofCommit(-315_532_800)).toBe(0);
});
