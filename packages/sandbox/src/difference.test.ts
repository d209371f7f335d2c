import { expect, test } from 'vitest';
import { difference, placeOf } from './difference.ts';

test.each([
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, 'a[1].b: 2, then 3'],
  [{ a: 1 }, {}, 'a: 1, then nothing'],
  [['x'], { 0: 'x' }, 'all of it: ["x"], then {"0":"x"}'],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, 'all of it: the order of its keys'],
  [{ a: { b: null } }, { a: { b: null } }, undefined],
])('%j and %j differ at %j', (left, right, said) => expect(difference(left, right)).toBe(said));

test.each([
  [{ steps: [{}, { title: 'with hunter-2222 in it' }] }, 'steps[1].title'],
  [{ headers: { 'x-hunter-2222': '1' } }, 'headers (a name)'],
  ['hunter-2222', 'all of it'],
  [{ a: 'hunter' }, undefined],
])('a secret in %j is found at %j', (value, place) => expect(placeOf(value, ['hunter-2222'])).toBe(place));
