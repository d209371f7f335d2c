import { expect, test } from 'vitest';
import { timeLimitOf } from './time-limit.ts';

test('a limit is read in seconds, and none is set unless told', () => {
  expect(timeLimitOf({ LAUNCHWAY_TIMEOUT: ' 2.5 ' })).toBe(2500);
  expect(timeLimitOf({ LAUNCHWAY_TIMEOUT: '' })).toBeUndefined();
  expect(timeLimitOf({})).toBeUndefined();
});

test.each(['soon', '0', '-3', '5m', '1e3', 'NaN'])('the limit %j is refused', (value) => {
  expect(() => timeLimitOf({ LAUNCHWAY_TIMEOUT: value })).toThrow(
    expect.objectContaining({ kind: 'refused', message: expect.stringContaining('no number of seconds') }),
  );
});
