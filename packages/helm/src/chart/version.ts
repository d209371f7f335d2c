const loose =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

/** The parts of a version that order it. */
export interface Precedence {
  readonly numbers: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly prerelease: readonly string[];
  readonly build: string;
}

/** Reads a version as leniently as helm does (`v1.2`, `01.2.3`), or gives nothing. */
export function parseVersion(version: string): Precedence | undefined {
  const match = loose.exec(version);
  if (match === null) return undefined;
  const prerelease = match[4]?.split('.') ?? [];
  if (prerelease.some((part) => /^0\d+$/.test(part))) return undefined;
  const [major, minor, patch] = match.slice(1, 4).map((part: string | undefined) => BigInt(part ?? 0));
  const numbers = [major ?? 0n, minor ?? 0n, patch ?? 0n] as const;
  return numbers.some((part) => part >= 2n ** 64n)
    ? undefined
    : { numbers, prerelease, build: match[5] ?? '' };
}

/**
 * Compares by precedence (semver.org, 11), for sorting: negative where the left one is lower. Build metadata does not
 * count.
 */
export function comparePrecedence(left: Precedence, right: Precedence): number {
  for (const at of [0, 1, 2] as const) {
    if (left.numbers[at] !== right.numbers[at]) return left.numbers[at] < right.numbers[at] ? -1 : 1;
  }
  return comparePrerelease(left.prerelease, right.prerelease);
}

function comparePrerelease(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compareIdentifiers(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compare<Value extends bigint | string>(left: Value, right: Value): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareIdentifiers(left: string, right: string): number {
  const [a, b] = [left, right].map((part) => (/^\d+$/.test(part) ? BigInt(part) : undefined));
  if (a !== undefined && b !== undefined) return compare(a, b);
  if (a !== undefined || b !== undefined) return a !== undefined ? -1 : 1;
  return compare(left, right);
}
