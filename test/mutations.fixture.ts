/** Numbers from a seed, the same in every run (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `limit - 1`; 0 where there is none. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return limit <= 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick(texts: readonly string[]): string {
    return texts[this.below(texts.length)] ?? '';
  }
}

/** Pieces that mean something to one parser or another. */
const pieces: readonly string[] = [
  ...Array.from('\0\t\n\r "\'`\\/{}[]()<>,:;=-_+*?!#%&|@^~$.0aZ\u00e4\u2028\u202e\ud83d\ud800\ufeff\u001b'),
  '\r\n',
  '---\n',
  '...\n',
  '{{',
  '}}',
  '{{#if ',
  '{{/if}}',
  '{{else}}',
  '%0A',
  '::',
  '${',
  '<<: *a',
  '&a ',
  '*a',
  '!!binary ',
  '!reference [a, b]',
  '? ',
  '- ',
  '| \n',
  '>-\n',
  "''",
  '""',
  '\\u0000',
  '\\',
  '//',
  '/*',
  '*/',
  '<!--',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  'NaN',
  '1e999',
  '-1',
  '99999999999999999999',
  '0x',
  '0o7',
  '**/',
  '[!a',
  '[^]',
  '{a,b}',
  '..',
  '../../',
  'https://',
  'sha256:',
  '@',
  'v1.2.3',
  'Bearer ',
  'rel="next"',
  '    ',
];

/** Gives a text that is a little, or much, unlike the one it was made of. */
export function mutated(text: string, others: readonly string[], dice: Dice): string {
  let made = text;
  for (let count = 1 + dice.below(4); count > 0; count -= 1) made = once(made, others, dice);
  return made.slice(0, 20_000);
}

function once(text: string, others: readonly string[], dice: Dice): string {
  const at = dice.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + dice.below(dice.below(3) === 0 ? text.length : 8));
  const [before, part, after] = [text.slice(0, at), text.slice(at, to), text.slice(to)];
  switch (dice.below(8)) {
    case 0:
      return before + after;
    case 1:
      return before + part + part + after;
    case 2:
      return before + (part === '' ? dice.pick(pieces) : part).repeat(1 + dice.below(40)) + after;
    case 3:
      return before + dice.pick(pieces) + part + after;
    case 4:
      return before + dice.pick(pieces) + after;
    case 5: {
      const other = dice.pick(others);
      const from = dice.below(other.length + 1);
      return before + other.slice(from, from + dice.below(other.length + 1)) + after;
    }
    case 6:
      return (
        before + String.fromCharCode((part.charCodeAt(0) || 0) ^ (1 << dice.below(7))) + part.slice(1) + after
      );
    default:
      return before;
  }
}

/** Gives texts that are much longer than anybody means them: parts of seeds, and single pieces, over and over. */
export function swollen(seeds: readonly string[], length: number): readonly string[] {
  const wholes = seeds.flatMap((seed) => [seed, `${seed}\n`]).filter((seed) => seed !== '');
  const nested = [
    '[',
    '{',
    '(',
    '{"a":',
    '- ',
    '? ',
    '{{#if a}}',
    '((((',
    '!',
    '<',
    '<!--',
    '"',
    "'",
    '`',
    '/*',
  ];
  const runs = [
    ...nested,
    ...pieces,
    'a',
    'a.',
    'a-',
    'a=',
    'a="',
    'a,',
    'a:',
    'a: ',
    '*a',
    '**/a/',
    '?',
    '(a+)+',
    'one and ',
    '\\"',
  ];
  return [...wholes, ...runs].map((part) => part.repeat(Math.ceil(length / part.length)).slice(0, length));
}
