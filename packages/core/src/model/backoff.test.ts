import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('waits grow threefold with the upper half at random, up to ten seconds', () => {
  expect([1, 2, 3, 9].map((tries) => backoff(tries, () => 0))).toEqual([150, 450, 1350, 5000]);
  expect([1, 2, 3, 9].map((tries) => backoff(tries, () => 1))).toEqual([300, 900, 2700, 10_000]);
});
