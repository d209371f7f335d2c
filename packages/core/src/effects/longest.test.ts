import { expect, test } from 'vitest';
import { longestOf } from './longest.ts';

test('a limit is read in seconds, and none is set unless told', () => {
  expect(longestOf({ LAUNCHWAY_TIMEOUT: ' 2.5 ' })).toBe(2500);
  expect(longestOf({ LAUNCHWAY_TIMEOUT: '' })).toBeUndefined();
  expect(longestOf({})).toBeUndefined();
});

test.each(['soon', '0', '-3', '5m', '1e3', 'NaN'])('the limit %j is refused', (value) => {
  expect(() => longestOf({ LAUNCHWAY_TIMEOUT: value })).toThrow('no number of seconds');
});
