import { describe, expect, test } from 'vitest';
import { formatDate } from './dates.ts';

/** A Friday night in the last ISO week of 2020. */
const instant = Date.UTC(2021, 0, 1, 23, 5, 9, 87);

describe('a date', () => {
  test.each([
    ['YYYYMMDD-HHmmss', 'UTC', '20210101-230509'],
    ['YYYY-MM-DDTHH:mm:ss.SSS[Z]', 'UTC', '2021-01-01T23:05:09.087Z'],
    ['YYYYMMDD-HHmm Z', 'Asia/Tokyo', '20210102-0805 +09:00'],
    ['YY.M.D ddd dddd Do MMM MMMM', 'UTC', '21.1.1 Fri Friday 1st Jan January'],
    ['GGGG-[W]WW-E gggg w e DDDD Q', 'UTC', '2020-W53-5 2021 1 5 001 1'],
    ['h:mm A k SS SSSS X x', 'UTC', '11:05 PM 23 08 0870 1609542309 1609542309087'],
    ['ZZ z', 'America/St_Johns', '-0330 GMT-3:30'],
    ['LL LT', 'Europe/Berlin', 'January 2, 2021 12:05 AM'],
    ['[YYYY] \\YYYYY', 'UTC', 'YYYY YYYYY'],
    ['z', 'America/New_York', 'EST'],
  ])('%s in %s', (format, zone, text) => {
    expect(formatDate(instant, format, zone)).toBe(text);
  });

  test('without a format is ISO 8601 to the second', () => {
    expect([formatDate(instant, undefined), formatDate(instant, undefined, 'Asia/Tokyo')]).toEqual([
      '2021-01-01T23:05:09Z',
      '2021-01-02T08:05:09+09:00',
    ]);
  });

  test('in a zone that does not exist is refused', () => {
    expect(() => formatDate(instant, 'YYYY', 'Mars/Olympus')).toThrow(
      'There is no time zone "Mars/Olympus".',
    );
  });
});
