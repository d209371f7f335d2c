const windowSize = 32_768;
const shortest = 3;
const longest = 258;
const hashBits = 15;
/** How many earlier places are tried for a match. */
const longestChain = 128;
/** A match as long as this is taken without looking further. */
const goodEnough = 64;

/** Receives what a text is made of: bytes, and copies of what came before. */
export interface Sink {
  literal(byte: number): void;
  copy(length: number, distance: number): void;
}

/**
 * Splits bytes into literals and copies of earlier bytes (LZ77), looking one byte ahead for a longer copy. The same bytes
 * give the same split on every machine.
 */
export function findMatches(bytes: Uint8Array, sink: Sink): void {
  const finder = new Finder(bytes);
  let at = 0;
  let pending = finder.longest(0);
  while (at < bytes.length) {
    const here = pending;
    finder.remember(at);
    pending = finder.longest(at + 1);
    const waits = here.length >= shortest && here.length < goodEnough && pending.length > here.length;
    if (here.length < shortest || waits) {
      sink.literal(bytes[at] ?? 0);
      at += 1;
      continue;
    }
    sink.copy(here.length, here.distance);
    for (let skipped = at + 1; skipped < at + here.length; skipped++) finder.remember(skipped);
    at += here.length;
    pending = finder.longest(at);
  }
}

interface Match {
  readonly length: number;
  readonly distance: number;
}

const none: Match = { length: 0, distance: 0 };

/** Where every run of three bytes was seen last, and the places before. */
class Finder {
  readonly #bytes: Uint8Array;
  readonly #heads = new Int32Array(1 << hashBits).fill(-1);
  readonly #previous: Int32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#previous = new Int32Array(bytes.length);
  }

  remember(at: number): void {
    if (at + shortest > this.#bytes.length) return;
    const hash = this.#hash(at);
    this.#previous[at] = this.#heads[hash] ?? -1;
    this.#heads[hash] = at;
  }

  longest(at: number): Match {
    if (at + shortest > this.#bytes.length) return none;
    let best = none;
    let candidate = this.#heads[this.#hash(at)] ?? -1;
    for (let tries = 0; tries < longestChain && candidate >= 0 && at - candidate <= windowSize; tries++) {
      const length = this.#matchLength(candidate, at, best.length);
      if (length > best.length) best = { length, distance: at - candidate };
      if (best.length >= goodEnough) break;
      candidate = this.#previous[candidate] ?? -1;
    }
    return best.length < shortest ? none : best;
  }

  /** How many bytes are equal at two places; 0 when it cannot beat `atLeast`. */
  #matchLength(earlier: number, at: number, atLeast: number): number {
    const bytes = this.#bytes;
    if (bytes[earlier + atLeast] !== bytes[at + atLeast]) return 0;
    const most = Math.min(longest, bytes.length - at);
    let length = 0;
    while (length < most && bytes[earlier + length] === bytes[at + length]) length++;
    return length;
  }

  #hash(at: number): number {
    const bytes = this.#bytes;
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    return Math.imul(three, 0x9e3779b1) >>> (32 - hashBits);
  }
}
