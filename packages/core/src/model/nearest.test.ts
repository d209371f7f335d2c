import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const words = ['ci', 'plan', 'publish', 'version'];

test.each([
  ['pln', 'plan'],
  ['PLAN', 'plan'],
  ['ic', 'ci'],
  ['verison', 'version'],
  ['pbulsh', 'publish'],
  ['ver', 'version'],
])('%s is meant as %s', (word, meant) => {
  expect(nearest(word, words)).toBe(meant);
});

test.each(['', 'V', 'x', 'ab', 've', 'banana'])('nothing is near to %j', (word) => {
  expect(nearest(word, words)).toBeUndefined();
});
