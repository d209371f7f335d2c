/** A prefix code: the length and the bits, reversed as DEFLATE sends them, of every symbol. */
export interface Code {
  readonly lengths: Uint8Array;
  readonly bits: Uint16Array;
}

/**
 * Gives a prefix code for symbols of the given frequencies that is as short as possible with no code longer than
 * `longest` (package-merge), numbered as RFC 1951 section 3.2.2 says.
 */
export function huffman(frequencies: Uint32Array, longest: number): Code {
  const lengths = codeLengths(frequencies, longest);
  return { lengths, bits: canonicalBits(lengths, longest) };
}

/** A coin of package-merge: what it weighs, and the symbols it is made of. */
interface Coin {
  readonly weight: number;
  readonly symbols: readonly number[];
}

function codeLengths(frequencies: Uint32Array, longest: number): Uint8Array {
  const lengths = new Uint8Array(frequencies.length);
  const leaves: Coin[] = [];
  frequencies.forEach((weight, symbol) => {
    if (weight > 0) leaves.push({ weight, symbols: [symbol] });
  });
  // A code of one symbol would have no bits; DEFLATE wants one.
  if (leaves.length <= 1) {
    for (const { symbols } of leaves) lengths[symbols[0] ?? 0] = 1;
    return lengths;
  }
  leaves.sort(
    (left, right) => left.weight - right.weight || (left.symbols[0] ?? 0) - (right.symbols[0] ?? 0),
  );
  let coins: readonly Coin[] = leaves;
  for (let level = 1; level < longest; level++) coins = merge(leaves, pairs(coins));
  for (const { symbols } of coins.slice(0, 2 * leaves.length - 2)) {
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
  }
  return lengths;
}

function pairs(coins: readonly Coin[]): Coin[] {
  const packages: Coin[] = [];
  for (let at = 0; at + 1 < coins.length; at += 2) {
    const [left, right] = [coins[at], coins[at + 1]];
    if (left === undefined || right === undefined) break;
    packages.push({ weight: left.weight + right.weight, symbols: [...left.symbols, ...right.symbols] });
  }
  return packages;
}

/** Joins two sorted lists; leaves go before packages of the same weight. */
function merge(leaves: readonly Coin[], packages: readonly Coin[]): Coin[] {
  const merged: Coin[] = [];
  let next = 0;
  for (const leaf of leaves) {
    for (let one = packages[next]; one !== undefined && one.weight < leaf.weight; one = packages[++next])
      merged.push(one);
    merged.push(leaf);
  }
  return [...merged, ...packages.slice(next)];
}

function canonicalBits(lengths: Uint8Array, longest: number): Uint16Array {
  const counts = new Uint16Array(longest + 1);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const next = new Uint16Array(longest + 2);
  for (let length = 1; length <= longest; length++)
    next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) << 1;
  return Uint16Array.from(lengths, (length) => {
    if (length === 0) return 0;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    return reversed(code, length);
  });
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}
