const letter = /^\p{L}$/u;
const letters = /^[A-Za-z]+$/;
const digit = /^\p{Nd}$/u;

/**
 * Orders mapping keys as helm's YAML writer does: letters by code point, digits before letters, runs of digits by their
 * value (`a2` before `a10`), everything else before letters.
 * @returns a negative number when `left` comes first, a positive one when `right` does
 */
export function compareKeys(left: string, right: string): number {
  if (left === right) return 0;
  if (letters.test(left) && letters.test(right)) return left < right ? -1 : 1;
  const a = Array.from(left);
  const b = Array.from(right);
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    if (a[at] !== b[at]) return compareFrom(a, b, at);
  }
  return a.length - b.length;
}

/** Compares two keys that are equal before `at` and differ there. */
function compareFrom(a: readonly string[], b: readonly string[], at: number): number {
  const [x = '', y = ''] = [a[at], b[at]];
  const [first, second] = [letter.test(x), letter.test(y)];
  if (first && second) return point(x) - point(y);
  if (first || second) return second ? -1 : 1;
  // A zero inside a number that has begun is no leading zero.
  const begun = (x === '0' || y === '0') && endsInNumber(a, at) ? 1n : 0n;
  const [left, leftEnd] = run(a, at, begun);
  const [right, rightEnd] = run(b, at, begun);
  if (left !== right) return left < right ? -1 : 1;
  return leftEnd === rightEnd ? point(x) - point(y) : leftEnd - rightEnd;
}

function endsInNumber(key: readonly string[], before: number): boolean {
  for (let at = before - 1; at >= 0 && digit.test(key[at] ?? ''); at--) {
    if (key[at] !== '0') return true;
  }
  return false;
}

/** The value of a run of digits, and where it ends. */
function run(key: readonly string[], from: number, start: bigint): readonly [value: bigint, end: number] {
  let value = start;
  let at = from;
  for (; at < key.length && digit.test(key[at] ?? ''); at++) {
    value = BigInt.asIntN(64, value * 10n + BigInt(point(key[at] ?? '0') - 48));
  }
  return [value, at];
}

const point = (character: string): number => character.codePointAt(0) ?? 0;
