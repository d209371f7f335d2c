import { describe, expect, test } from 'vitest';
import { matchPattern, readPattern } from './pattern.ts';

describe('a pattern', () => {
  test.each([
    ['v(\\d)(x)?', 'v1', ['v1', '1', null]],
    ['/V(\\d)/i', 'v1', ['v1', '1']],
    ['/\\d/g', '1.2', ['1', '2']],
    ['nope', 'v1', undefined],
  ])('%s on %s', (pattern, text, groups) => {
    expect(matchPattern(readPattern(pattern), text)).toEqual(groups);
  });

  test('that would run for hours is given up with a problem', () => {
    expect(() => matchPattern(readPattern('^(a+)+$'), `${'a'.repeat(80)}b`)).toThrow(/took more than 500 ms/);
  });

  test('that does not compile is refused with the reason', () => {
    expect(() => matchPattern(readPattern('(a'), 'a')).toThrow(/"\(a" cannot be used: .*Unterminated group/);
  });

  test('never sees the objects of this program', () => {
    expect(matchPattern(readPattern('process'), 'a')).toBeUndefined();
  });
});
