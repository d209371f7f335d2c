import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PatternPart, patternTest } from './linear.ts';

const times = { once: '', optional: '?', some: '+', any: '*' } as const;
const piece = fc.oneof(
  { weight: 1, arbitrary: fc.constant<readonly [PatternPart, string]>(['folders', '(?:.+/)?']) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b', '/'), fc.constantFrom('once', 'optional', 'some', 'any'))
      .map(([one, often]): readonly [PatternPart, string] => [
        { fits: (character) => character === one, times: often },
        one + times[often],
      ]),
  },
);

test('a pattern matches what the regular expression of the same parts matches', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 9 }),
      (pieces, text) => {
        const expression = new RegExp(`^${pieces.map(([, source]) => source).join('')}$`);
        expect(patternTest(pieces.map(([part]) => part))(text)).toBe(expression.test(text));
      },
    ),
    { numRuns: 3000 },
  );
});

test('a pattern that would keep a regular expression busy for years is tried in a moment', () => {
  const any: PatternPart = { fits: () => true, times: 'any' };
  const letter: PatternPart = { fits: (character) => character === 'a', times: 'once' };
  const parts = Array.from({ length: 200 }, () => [any, letter]).flat();
  expect(patternTest(parts)('a'.repeat(2000))).toBe(true);
  expect(patternTest(parts)(`${'a'.repeat(2000)}b`)).toBe(false);
});
