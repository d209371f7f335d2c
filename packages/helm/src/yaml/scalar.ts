/**
 * Plain scalars as YAML 1.1 has them in the Go library helm reads with. It differs from YAML 1.2 where it hurts:
 * `1_000` and `0123` are numbers, `yes`, `on` and `n` are booleans, `12:30` is text that must be quoted.
 */
export type Resolved =
  | { readonly kind: 'string' | 'timestamp'; readonly value: string }
  | { readonly kind: 'null'; readonly value: null }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };

const words: ReadonlyMap<string, Resolved> = new Map([
  ...spelt(['y', 'yes', 'true', 'on'], { kind: 'bool', value: true } as const),
  ...spelt(['n', 'no', 'false', 'off'], { kind: 'bool', value: false } as const),
  ...spelt(['', '~', 'null'], { kind: 'null', value: null } as const),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Resolved] => [word, { kind: 'float', value: Number.NaN }]),
  ...spelt(['.inf', '+.inf'], { kind: 'float', value: Number.POSITIVE_INFINITY } as const),
  ...spelt(['-.inf'], { kind: 'float', value: Number.NEGATIVE_INFINITY } as const),
]);

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const integers: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/^[-+]?0[xX]([0-9a-fA-F]+)$/, '0x'],
  [/^[-+]?0[bB]([01]+)$/, '0b'],
  [/^[-+]?0[oO]?([0-7]+)$/, '0o'],
  [/^[-+]?(0|[1-9][0-9]*)$/, ''],
];
const timestamp =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d))|(?: +(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?))?$/;

/** Tells what an unquoted scalar means. */
export function resolvePlain(text: string): Resolved {
  const known = words.get(text);
  if (known !== undefined) return known;
  if (/^[-+0-9.]/.test(text)) return number(text);
  return { kind: 'string', value: text };
}

/** Tells whether a text would come back as the same text when it is written without quotes. */
export function readsBackAsText(text: string): boolean {
  return resolvePlain(text).kind === 'string' && !base60.test(text);
}

/** Gives a number as Go prints it with the `g` verb and the least digits: `1e+06`, `0.25`, `1.2345e+11`. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return Object.is(value, -0) ? '-0' : String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/**
 * Gives a scalar as helm puts it into a field that is text: `1.10` becomes `1.1`, `yes` becomes `true`. Fractions pass
 * through 32 bits on the way, `20231122.5` becomes `2.0231122e+07`.
 */
export function scalarText(value: boolean | bigint | number | string): string {
  return typeof value === 'number' ? formatFloat(throughSingle(value)) : String(value);
}

/** Gives the number with the fewest digits that is the same among the numbers of 32 bits. */
function throughSingle(value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single;
  const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((count) => Number(single.toExponential(count)));
  return digits.find((one) => Math.fround(one) === single) ?? single;
}

function number(text: string): Resolved {
  if (isTimestamp(text)) return { kind: 'timestamp', value: text };
  const plain = text.replaceAll('_', '');
  const integer = parseInteger(plain);
  if (integer !== undefined) return { kind: 'int', value: integer };
  // Behind a leading point, underscores count only between digits.
  const wellPlaced = !text.startsWith('.') || !/_(?!\d)|(?<!\d)_/.test(text);
  const value = wellPlaced && float.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? { kind: 'float', value } : { kind: 'string', value: text };
}

/** Reads an integer of 64 bits, signed or not. */
function parseInteger(text: string): bigint | undefined {
  for (const [pattern, prefix] of integers) {
    const digits = pattern.exec(text)?.[1];
    if (digits === undefined) continue;
    const size = BigInt(prefix + digits);
    const value = text.startsWith('-') ? -size : size;
    const fits = value >= -(2n ** 63n) && value < (/^[-+]/.test(text) ? 2n ** 63n : 2n ** 64n);
    return fits ? value : undefined;
  }
  return undefined;
}

function isTimestamp(text: string): boolean {
  const match = timestamp.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, h1, m1, s1, h2, m2, s2] = match
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  const inDay = (h1 ?? h2 ?? 0) < 24 && (m1 ?? m2 ?? 0) < 60 && (s1 ?? s2 ?? 0) < 60;
  return (
    inDay && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  );
}

/** Every word as it is, with a capital, and in capitals. */
function spelt(forms: readonly string[], meaning: Resolved): [string, Resolved][] {
  return forms.flatMap((word) => {
    const capital = word.replace(/[a-z]/, (letter) => letter.toUpperCase());
    return [word, capital, word.toUpperCase()].map((form): [string, Resolved] => [form, meaning]);
  });
}
