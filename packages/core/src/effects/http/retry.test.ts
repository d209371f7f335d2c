import { describe, expect, test } from 'vitest';
import { askedWait, isPassing } from './retry.ts';

const answer = (status: number, headers: Record<string, string> = {}, body = '') => ({
  status,
  header: (name: string) => headers[name],
  text: () => body,
});
const now = Date.parse('2026-03-01T12:00:00Z');

describe('the wait a server asks for', () => {
  test.each([
    ['seconds', answer(503, { 'retry-after': '7' }), 7000],
    ['a date', answer(503, { 'retry-after': 'Sun, 01 Mar 2026 12:00:09 GMT' }), 9000],
    [
      'a date by the server’s own clock',
      answer(503, { 'retry-after': 'Sun, 01 Mar 2026 15:00:09 GMT', date: 'Sun, 01 Mar 2026 15:00:00 GMT' }),
      9000,
    ],
    ['a date in the past', answer(503, { 'retry-after': 'Sun, 01 Mar 2020 12:00:00 GMT' }), 0],
    ['two minutes, of which one is granted', answer(429, { 'retry-after': '120' }), 60_000],
    ['an hour, which is not waited for', answer(429, { 'retry-after': '3600' }), Infinity],
    ['a time before now', answer(429, { 'retry-after': '-5' }), 0],
    [
      'the reset of a used-up quota',
      answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 11) }),
      11_000,
    ],
    [
      'the same in GitLab’s spelling',
      answer(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': String(now / 1000 + 5) }),
      5000,
    ],
    [
      'milliseconds in the body',
      answer(
        429,
        {},
        '{"errors":[{"code":"TOOMANYREQUESTS","message":"retry-after: 12.5ms, allowed: 2000/minute"}]}',
      ),
      12.5,
    ],
    [
      'microseconds in the body',
      answer(429, {}, 'toomanyrequests: retry-after: 250µs, allowed: 44000/minute'),
      0.25,
    ],
    ['GitHub’s secondary limit', answer(403, {}, 'You have exceeded a secondary rate limit.'), 60_000],
    ['minutes and seconds in the body', answer(429, {}, 'retry-after: 0m2.5s'), 2500],
  ])('is read from %s', (_, given, expected) => {
    expect(askedWait(given, now)).toBeCloseTo(expected);
  });

  test.each([
    ['nothing says so', answer(502)],
    ['the quota is not used up', answer(200, { 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '99' })],
    ['it is nonsense', answer(429, { 'retry-after': 'soon' }, 'retry-after: 5 parsecs')],
  ])('is none when %s', (_, given) => {
    expect(askedWait(given, now)).toBeUndefined();
  });
});

test.each([408, 425, 429, 500, 502, 503, 504, 522])('%i may pass', (status) => {
  expect(isPassing(answer(status))).toBe(true);
});

test.each([200, 304, 400, 401, 403, 404, 409, 410, 422, 501])('%i stands', (status) => {
  expect(isPassing(answer(status))).toBe(false);
});

test('a 403 that speaks of a rate limit may pass', () => {
  expect(isPassing(answer(403, {}, 'You have exceeded a secondary rate limit.'))).toBe(true);
  expect(isPassing(answer(403, { 'x-ratelimit-remaining': '0' }))).toBe(true);
});
