import { tagProblems } from './problems.ts';

/** A moment as the clocks of one place show it. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Minutes east of Greenwich. */
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly instant: number;
  readonly zone: string;
}

/**
 * Gives what the clocks of a time zone show.
 * @param instant milliseconds since the epoch
 * @param zone a name of the IANA database, such as `Europe/Berlin`
 * @throws TAG_TEMPLATE_INVALID when the zone is unknown
 */
export function localTime(instant: number, zone: string): LocalTime {
  const parts = new Map(
    formatter(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const [year, month, day] = [number('year'), number('month'), number('day')];
  const [hour, minute, second] = [number('hour'), number('minute'), number('second')];
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  const millisecond = ((instant % 1000) + 1000) % 1000;
  const offset = (shown - (instant - millisecond)) / 60_000;
  return { year, month, day, hour, minute, second, millisecond, offset, instant, zone };
}

/** English dialects know different abbreviations: only the British one says CET. */
const dialects = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'ja-JP'];

/** Gives the zone's abbreviation at that moment, such as `CEST`, or `GMT+3` where there is none. */
export function zoneName({ instant, zone }: LocalTime): string {
  const names = dialects.map(
    (locale) =>
      new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
        .formatToParts(instant)
        .find(({ type }) => type === 'timeZoneName')?.value ?? '',
  );
  return names.find((name) => /^[A-Z]+$/.test(name)) ?? names[0] ?? '';
}

function formatter(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    throw tagProblems.refusal(
      'TAG_TEMPLATE_INVALID',
      { message: `There is no time zone "${zone}".`, fix: 'Use a name such as "Europe/Berlin" or "UTC".' },
      error,
    );
  }
}
