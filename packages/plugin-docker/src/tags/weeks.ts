/** A day of the calendar; months from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** How weeks are counted: the day they begin with (0 is Sunday), and the day of January that is in the first one. */
export interface WeekRule {
  readonly first: number;
  readonly january: number;
}

export const american: WeekRule = { first: 0, january: 1 };
export const iso: WeekRule = { first: 1, january: 4 };

/** Days since the epoch. */
const dayNumber = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day) / 86_400_000;

/** 0 for Sunday to 6 for Saturday; the epoch was a Thursday. */
export const weekday = (day: Day): number => (((dayNumber(day) + 4) % 7) + 7) % 7;

/** 1 for the first of January. */
export const dayOfYear = (day: Day): number =>
  dayNumber(day) - dayNumber({ year: day.year, month: 1, day: 1 }) + 1;

/** Gives the number of the week a day is in, and the year that week counts for. */
export function weekOf(day: Day, rule: WeekRule): { readonly year: number; readonly week: number } {
  const today = dayNumber(day);
  const { year } = day;
  const counted = [year + 1, year].find((each) => today >= firstWeek(each, rule)) ?? year - 1;
  return { year: counted, week: Math.floor((today - firstWeek(counted, rule)) / 7) + 1 };
}

/** The day on which a year's first week begins. */
function firstWeek(year: number, { first, january }: WeekRule): number {
  const inside = { year, month: 1, day: january };
  return dayNumber(inside) - ((weekday(inside) - first + 7) % 7);
}
