/** What GitLab makes of a duration such as that of `expire_in`. */
export type Duration =
  /** `seconds` is `null` for `never`, and for texts that mean no time at all, such as `0`. */
  { readonly valid: true; readonly seconds: number | null } | { readonly valid: false };

const invalid: Duration = { valid: false };

const units = {
  seconds: { names: ['seconds', 'second', 'secs', 'sec', 's'], seconds: 1 },
  minutes: { names: ['minutes', 'minute', 'mins', 'min', 'm'], seconds: 60 },
  hours: { names: ['hours', 'hour', 'hrs', 'hr', 'h'], seconds: 3600 },
  days: { names: ['days', 'day', 'dy', 'd'], seconds: 86_400 },
  weeks: { names: ['weeks', 'week', 'wks', 'wk', 'w'], seconds: 604_800 },
  months: { names: ['months', 'month', 'mos', 'mo'], seconds: 2_592_000 },
  years: { names: ['years', 'year', 'yrs', 'yr', 'y'], seconds: 31_557_600 },
} as const;

const secondsOf = new Map<string, number>(
  Object.values(units).flatMap(({ names, seconds }) => names.map((name) => [name, seconds] as const)),
);

const joins = new Set(['and', 'with', 'plus']);

/** What the parts of `1:30:00` stand for, from the right. */
const clockUnits = ['seconds', 'minutes', 'hours', 'days', 'months', 'years'];

/**
 * Reads a duration as GitLab's pipelines do (gem `gitlab-chronic-duration`): `30 days`, `2h20min`, `1:30`, `one week`,
 * `never`. GitLab refuses a whole pipeline file for one that it cannot read, and expands no variable in it.
 */
export function gitlabDuration(text: string): Duration {
  if (text === 'never') return { valid: true, seconds: null };
  const spelt = clock(numerize(text.toLowerCase()));
  const words = spelt === undefined ? undefined : wordsOf(spelt);
  if (words === undefined) return invalid;
  const total = words.reduce((sum, word, index) => sum + valueOf(word, words[index + 1]), 0);
  return { valid: true, seconds: total === 0 ? null : total };
}

const number = /[0-9]+(?:\.[0-9]+)?|\.[0-9]+/g;
const isNumber = (word: string): boolean => /[0-9]/.test(word);

/** `1:30` becomes `1 minutes 30 seconds`. */
function clock(text: string): string | undefined {
  const tight = text.replaceAll(' ', '');
  if (!/[0-9]:\.?[0-9]/.test(tight)) return text;
  const parts = tight.split(':').reverse();
  if (parts.length > clockUnits.length) return undefined;
  return parts
    .map((part, index) => `${part} ${clockUnits[index]}`)
    .reverse()
    .join(' ');
}

/** Numbers and units in their order; nothing when a word is neither, nor one that may join them. */
function wordsOf(text: string): readonly string[] | undefined {
  const words = text
    .replace(number, ' $& ')
    .split(/[ \t\n\v\f\r]+/)
    .filter((word) => word !== '');
  const kept: string[] = [];
  for (const word of words) {
    const bare = isNumber(word) ? word : word.replace(/^,/, '').replace(/,$/, '');
    if (isNumber(word) || secondsOf.has(bare)) kept.push(bare);
    else if (!joins.has(bare)) return undefined;
  }
  return kept[0] !== undefined && !isNumber(kept[0]) ? ['1', ...kept] : kept;
}

function valueOf(word: string, next: string | undefined): number {
  if (!isNumber(word)) return 0;
  return Number(word) * (next === undefined ? 1 : (secondsOf.get(next) ?? 0));
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const values = new Map([
  ...small.map((word, index) => [word, index] as const),
  ...tens.map((word, index) => [word, (index + 2) * 10] as const),
]);

const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1000 };
const word = [...values.keys(), ...Object.keys(scales)]
  .sort((left, right) => right.length - left.length)
  .join('|');
const phrase = new RegExp(`\\b(?:${word})(?:(?:-|\\s+|\\s+and\\s+)(?:${word}))*\\b`, 'g');

/** Writes number words as digits: `twenty one days` becomes `21 days`. */
function numerize(text: string): string {
  return text.replace(phrase, (found) => {
    let total = 0;
    let group = 0;
    for (const each of found.split(/-|\s+/).filter((part) => part !== 'and')) {
      const scale = scales[each];
      if (scale === undefined) group += values.get(each) ?? 0;
      else if (scale === 100) group = Math.max(group, 1) * scale;
      else [total, group] = [total + Math.max(group, 1) * scale, 0];
    }
    return String(total + group);
  });
}
