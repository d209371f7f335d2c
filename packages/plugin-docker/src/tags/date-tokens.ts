import { american, dayOfYear, iso, weekday, weekOf } from './weeks.ts';
import { type LocalTime, zoneName } from './zone.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const monthName = (time: LocalTime): string => months[time.month - 1] ?? '';
const dayName = (time: LocalTime): string => days[weekday(time)] ?? '';
const quarter = (time: LocalTime): number => Math.ceil(time.month / 3);
const twelve = (time: LocalTime): number => time.hour % 12 || 12;
const fraction = (time: LocalTime, digits: number): string =>
  pad(time.millisecond, 3).padEnd(9, '0').slice(0, digits);

/** What each of moment.js' tokens writes. */
export const dateTokens: Readonly<Record<string, (time: LocalTime) => string>> = {
  M: (time) => String(time.month),
  MM: (time) => pad(time.month, 2),
  Mo: (time) => ordinal(time.month),
  MMM: (time) => monthName(time).slice(0, 3),
  MMMM: monthName,
  Q: (time) => String(quarter(time)),
  Qo: (time) => ordinal(quarter(time)),
  D: (time) => String(time.day),
  DD: (time) => pad(time.day, 2),
  Do: (time) => ordinal(time.day),
  DDD: (time) => String(dayOfYear(time)),
  DDDD: (time) => pad(dayOfYear(time), 3),
  DDDo: (time) => ordinal(dayOfYear(time)),

  d: (time) => String(weekday(time)),
  do: (time) => ordinal(weekday(time)),
  dd: (time) => dayName(time).slice(0, 2),
  ddd: (time) => dayName(time).slice(0, 3),
  dddd: dayName,
  e: (time) => String(weekday(time)),
  E: (time) => String(weekday(time) || 7),

  w: (time) => String(weekOf(time, american).week),
  ww: (time) => pad(weekOf(time, american).week, 2),
  wo: (time) => ordinal(weekOf(time, american).week),
  W: (time) => String(weekOf(time, iso).week),
  WW: (time) => pad(weekOf(time, iso).week, 2),
  Wo: (time) => ordinal(weekOf(time, iso).week),
  gg: (time) => pad(weekOf(time, american).year % 100, 2),
  gggg: (time) => pad(weekOf(time, american).year, 4),
  ggggg: (time) => pad(weekOf(time, american).year, 5),
  GG: (time) => pad(weekOf(time, iso).year % 100, 2),
  GGGG: (time) => pad(weekOf(time, iso).year, 4),
  GGGGG: (time) => pad(weekOf(time, iso).year, 5),

  Y: (time) => pad(time.year, 4),
  YY: (time) => pad(time.year % 100, 2),
  YYYY: (time) => pad(time.year, 4),
  YYYYY: (time) => pad(time.year, 5),
  YYYYYY: (time) => `+${pad(time.year, 6)}`,
  y: (time) => String(time.year),
  yy: (time) => pad(time.year, 2),
  yyy: (time) => pad(time.year, 3),
  yyyy: (time) => pad(time.year, 4),
  yo: (time) => ordinal(time.year),
  N: () => 'AD',
  NN: () => 'AD',
  NNN: () => 'AD',
  NNNN: () => 'Anno Domini',
  NNNNN: () => 'AD',

  H: (time) => String(time.hour),
  HH: (time) => pad(time.hour, 2),
  h: (time) => String(twelve(time)),
  hh: (time) => pad(twelve(time), 2),
  k: (time) => String(time.hour || 24),
  kk: (time) => pad(time.hour || 24, 2),
  m: (time) => String(time.minute),
  mm: (time) => pad(time.minute, 2),
  s: (time) => String(time.second),
  ss: (time) => pad(time.second, 2),
  Hmm: (time) => `${time.hour}${pad(time.minute, 2)}`,
  hmm: (time) => `${twelve(time)}${pad(time.minute, 2)}`,
  Hmmss: (time) => `${time.hour}${pad(time.minute, 2)}${pad(time.second, 2)}`,
  hmmss: (time) => `${twelve(time)}${pad(time.minute, 2)}${pad(time.second, 2)}`,
  a: (time) => (time.hour < 12 ? 'am' : 'pm'),
  A: (time) => (time.hour < 12 ? 'AM' : 'PM'),
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digits) => [
      'S'.repeat(digits),
      (time: LocalTime) => fraction(time, digits),
    ]),
  ),

  X: (time) => String(Math.floor(time.instant / 1000)),
  x: (time) => String(time.instant),
  Z: (time) => signed(time.offset, ':'),
  ZZ: (time) => signed(time.offset, ''),
  z: zoneName,
  zz: zoneName,
};

function ordinal(value: number): string {
  const teen = Math.floor((value % 100) / 10) === 1;
  return `${value}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`;
}

function signed(offset: number, separator: string): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}
