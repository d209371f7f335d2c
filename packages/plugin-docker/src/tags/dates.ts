import { dateTokens } from './date-tokens.ts';
import { localTime } from './zone.ts';

/** Tokens that stand for a whole format, as moment has them for English. */
const longFormats: Readonly<Record<string, string>> = {
  LTS: 'h:mm:ss A',
  LT: 'h:mm A',
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  LLL: 'MMMM D, YYYY h:mm A',
  LL: 'MMMM D, YYYY',
  L: 'MM/DD/YYYY',
  llll: 'ddd, MMM D, YYYY h:mm A',
  lll: 'MMM D, YYYY h:mm A',
  ll: 'MMM D, YYYY',
  l: 'M/D/YYYY',
};

const tokens = [
  '[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do|d|w[ow]?|W[oW]?|Qo?|YYYYYY|YYYYY|YYYY|YY|Y|y{2,4}|yo?|N{1,5}',
  'gg(?:ggg?)?|GG(?:GGG?)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?',
].join('|');

/** Brackets keep what is in them, a backslash the token behind it. */
const bracketed = String.raw`\[[^[]*?\]`;
const longToken = new RegExp(String.raw`${bracketed}|\\?(?:LTS|LT|LL?L?L?|l{1,4})`, 'g');
const anyToken = new RegExp(String.raw`${bracketed}|\\?(?:${tokens})|\\`, 'g');

/**
 * Formats a moment by moment.js' tokens, in English: `YYYYMMDD`, `[v]YYYY.MM.DD-HHmm`. Without a format it gives ISO
 * 8601 to the second.
 * @param instant milliseconds since the epoch
 * @throws TAG_TEMPLATE_INVALID when the zone is unknown
 * @see https://momentjs.com/docs/#/displaying/format/
 */
export function formatDate(instant: number, format: string | undefined, zone = 'UTC'): string {
  const time = localTime(instant, zone);
  const pattern = format || (time.offset === 0 ? 'YYYY-MM-DDTHH:mm:ss[Z]' : 'YYYY-MM-DDTHH:mm:ssZ');
  const expanded = pattern.replace(longToken, (found) => longFormats[found] ?? found);
  return expanded.replace(anyToken, (found) => {
    if (found.startsWith('[')) return found.slice(1, -1);
    if (found.startsWith('\\')) return found.slice(1);
    return dateTokens[found]?.(time) ?? found;
  });
}
