import { BitWriter } from './bits.ts';
import { type Code, huffman } from './huffman.ts';
import { findMatches } from './matches.ts';

const END = 256;
const LENGTHS = 286;
const DISTANCES = 30;
/** Order in which the lengths of the code for code lengths are sent (RFC 1951, 3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;
/** Literals and copies of one block, which has codes of its own. */
const BLOCK_SYMBOLS = 1 << 15;

/** Ranges of lengths and distances: the least of each, and how many bits say which one it is (RFC 1951, 3.2.5). */
const lengthRanges = ranges(
  3,
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5],
);
const distanceRanges = ranges(1, [0, 0, 0, 0, ...Array.from({ length: 26 }, (_, at) => (at >> 1) + 1)]);

/**
 * Compresses bytes (RFC 1951). Unlike zlib, whose output differs with its version and the processor's instructions, the
 * same bytes give the same result on every machine: that is why it is here.
 */
export function deflate(bytes: Uint8Array): Buffer {
  const out = new BitWriter();
  let block = new Block();
  const make = (symbol: number, extra: number, distance: number): void => {
    block.add(symbol, extra, distance);
    if (block.size < BLOCK_SYMBOLS) return;
    block.write(out, false);
    block = new Block();
  };
  findMatches(bytes, {
    literal: (byte) => make(byte, 0, 0),
    copy: (length, distance) => make(lengthSymbol(length), length, distance),
  });
  block.write(out, true);
  return out.finish();
}

interface Ranges {
  readonly least: readonly number[];
  readonly extra: readonly number[];
}

function ranges(from: number, extra: readonly number[]): Ranges {
  let next = from;
  const least = extra.map((bits) => {
    const value = next;
    next += 1 << bits;
    return value;
  });
  return { least, extra };
}

const lengthSymbol = (length: number): number => (length === 258 ? 285 : 257 + rangeOf(lengthRanges, length));

/** The last range that begins at or below a value. */
function rangeOf({ least }: Ranges, value: number): number {
  let low = 0;
  let high = least.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((least[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Literals and copies that are sent with one pair of codes. */
class Block {
  size = 0;
  private readonly symbols = new Uint16Array(BLOCK_SYMBOLS + 1);
  private readonly lengths = new Uint16Array(BLOCK_SYMBOLS + 1);
  private readonly distances = new Uint16Array(BLOCK_SYMBOLS + 1);

  add(symbol: number, length: number, distance: number): void {
    this.symbols[this.size] = symbol;
    this.lengths[this.size] = length;
    // Distances go up to 32 768, one more than fits.
    this.distances[this.size] = distance === 0 ? 0 : distance - 1;
    this.size += 1;
  }

  write(out: BitWriter, last: boolean): void {
    this.add(END, 0, 0);
    const [literals, distances] = this.codes();
    out.bits(last ? 1 : 0, 1);
    out.bits(2, 2);
    writeCodes(out, literals, distances);
    for (let at = 0; at < this.size; at++) this.writeSymbol(out, at, literals, distances);
  }

  private codes(): readonly [literals: Code, distances: Code] {
    const literals = new Uint32Array(LENGTHS);
    const distances = new Uint32Array(DISTANCES);
    for (let at = 0; at < this.size; at++) {
      const symbol = this.symbols[at] ?? 0;
      literals[symbol] = (literals[symbol] ?? 0) + 1;
      if (symbol <= END) continue;
      const range = rangeOf(distanceRanges, (this.distances[at] ?? 0) + 1);
      distances[range] = (distances[range] ?? 0) + 1;
    }
    // At least one distance must have a code, also where nothing is copied.
    if (distances.every((count) => count === 0)) distances[0] = 1;
    return [huffman(literals, 15), huffman(distances, 15)];
  }

  private writeSymbol(out: BitWriter, at: number, literals: Code, distances: Code): void {
    const symbol = this.symbols[at] ?? 0;
    send(out, literals, symbol);
    if (symbol <= END) return;
    if (symbol < 285) {
      const range = symbol - 257;
      out.bits((this.lengths[at] ?? 0) - (lengthRanges.least[range] ?? 0), lengthRanges.extra[range] ?? 0);
    }
    const distance = (this.distances[at] ?? 0) + 1;
    const range = rangeOf(distanceRanges, distance);
    send(out, distances, range);
    out.bits(distance - (distanceRanges.least[range] ?? 0), distanceRanges.extra[range] ?? 0);
  }
}

const send = (out: BitWriter, code: Code, symbol: number): void =>
  out.bits(code.bits[symbol] ?? 0, code.lengths[symbol] ?? 0);

/** Sends the two codes by the lengths of their words, runs shortened, in a third code. */
function writeCodes(out: BitWriter, literals: Code, distances: Code): void {
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
  const count = Math.max(4, LENGTH_ORDER.findLastIndex((symbol) => (code.lengths[symbol] ?? 0) > 0) + 1);
  out.bits(literalCount - 257, 5);
  out.bits(distanceCount - 1, 5);
  out.bits(count - 4, 4);
  for (const symbol of LENGTH_ORDER.slice(0, count)) out.bits(code.lengths[symbol] ?? 0, 3);
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
