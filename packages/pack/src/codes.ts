import type { BitWriter } from './bits.ts';
import { type Code, huffman } from './huffman.ts';

/** Order in which the lengths of the code for code lengths are sent (RFC 1951, 3.2.7). */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Sends a symbol by its word. */
export const send = (out: BitWriter, code: Code, symbol: number): void =>
  out.bits(code.bits[symbol] ?? 0, code.lengths[symbol] ?? 0);

/** Sends the two codes by the lengths of their words, runs shortened, in a third code. */
export function writeCodes(out: BitWriter, literals: Code, distances: Code): void {
  const literalCount = Math.max(257, used(literals.lengths));
  const distanceCount = Math.max(1, used(distances.lengths));
  const lengths = [
    ...literals.lengths.subarray(0, literalCount),
    ...distances.lengths.subarray(0, distanceCount),
  ];
  const runs = runsOf(lengths);
  const frequencies = new Uint32Array(19);
  for (const { symbol } of runs) frequencies[symbol] = (frequencies[symbol] ?? 0) + 1;
  const code = huffman(frequencies, 7);
  const count = Math.max(4, lengthOrder.findLastIndex((symbol) => (code.lengths[symbol] ?? 0) > 0) + 1);
  out.bits(literalCount - 257, 5);
  out.bits(distanceCount - 1, 5);
  out.bits(count - 4, 4);
  for (const symbol of lengthOrder.slice(0, count)) out.bits(code.lengths[symbol] ?? 0, 3);
  for (const { symbol, value, bits } of runs) {
    send(out, code, symbol);
    out.bits(value, bits);
  }
}

const used = (lengths: Uint8Array): number => lengths.findLastIndex((length) => length > 0) + 1;

interface Run {
  readonly symbol: number;
  readonly value: number;
  readonly bits: number;
}

function runsOf(lengths: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at] ?? 0;
    let end = at + 1;
    while (end < lengths.length && lengths[end] === length) end++;
    if (length === 0) runs.push(...zeros(end - at));
    else runs.push({ symbol: length, value: 0, bits: 0 }, ...repeats(length, end - at - 1));
    at = end;
  }
  return runs;
}

function zeros(count: number): Run[] {
  if (count >= 11) {
    const most = Math.min(count, 138);
    return [{ symbol: 18, value: most - 11, bits: 7 }, ...zeros(count - most)];
  }
  if (count >= 3) return [{ symbol: 17, value: count - 3, bits: 3 }];
  return Array.from({ length: count }, () => ({ symbol: 0, value: 0, bits: 0 }));
}

function repeats(length: number, count: number): Run[] {
  if (count < 3) return Array.from({ length: count }, () => ({ symbol: length, value: 0, bits: 0 }));
  const most = Math.min(count, 6);
  return [{ symbol: 16, value: most - 3, bits: 2 }, ...repeats(length, count - most)];
}
