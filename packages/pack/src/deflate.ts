import { BitWriter } from './bits.ts';
import { send, writeCodes } from './codes.ts';
import { type Code, huffman } from './huffman.ts';
import { findMatches } from './matches.ts';

const endOfBlock = 256;
const literalSymbols = 286;
const distanceSymbols = 30;
/** Literals and copies of one block, which has codes of its own. */
const blockSymbols = 1 << 15;

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
    if (block.size < blockSymbols) return;
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
  readonly #symbols = new Uint16Array(blockSymbols + 1);
  readonly #lengths = new Uint16Array(blockSymbols + 1);
  readonly #distances = new Uint16Array(blockSymbols + 1);

  add(symbol: number, length: number, distance: number): void {
    this.#symbols[this.size] = symbol;
    this.#lengths[this.size] = length;
    // Distances go up to 32 768, one more than fits.
    this.#distances[this.size] = distance === 0 ? 0 : distance - 1;
    this.size += 1;
  }

  write(out: BitWriter, last: boolean): void {
    this.add(endOfBlock, 0, 0);
    const [literals, distances] = this.#codes();
    out.bits(last ? 1 : 0, 1);
    out.bits(2, 2);
    writeCodes(out, literals, distances);
    for (let at = 0; at < this.size; at++) this.#writeSymbol(out, at, literals, distances);
  }

  #codes(): readonly [literals: Code, distances: Code] {
    const literals = new Uint32Array(literalSymbols);
    const distances = new Uint32Array(distanceSymbols);
    for (let at = 0; at < this.size; at++) {
      const symbol = this.#symbols[at] ?? 0;
      literals[symbol] = (literals[symbol] ?? 0) + 1;
      if (symbol <= endOfBlock) continue;
      const range = rangeOf(distanceRanges, (this.#distances[at] ?? 0) + 1);
      distances[range] = (distances[range] ?? 0) + 1;
    }
    // At least one distance must have a code, also where nothing is copied.
    if (distances.every((count) => count === 0)) distances[0] = 1;
    return [huffman(literals, 15), huffman(distances, 15)];
  }

  #writeSymbol(out: BitWriter, at: number, literals: Code, distances: Code): void {
    const symbol = this.#symbols[at] ?? 0;
    send(out, literals, symbol);
    if (symbol <= endOfBlock) return;
    if (symbol < 285) {
      const range = symbol - 257;
      out.bits((this.#lengths[at] ?? 0) - (lengthRanges.least[range] ?? 0), lengthRanges.extra[range] ?? 0);
    }
    const distance = (this.#distances[at] ?? 0) + 1;
    const range = rangeOf(distanceRanges, distance);
    send(out, distances, range);
    out.bits(distance - (distanceRanges.least[range] ?? 0), distanceRanges.extra[range] ?? 0);
  }
}
