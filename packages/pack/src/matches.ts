const WINDOW = 32_768;
const SHORTEST = 3;
const LONGEST = 258;
const HASH_BITS = 15;
/** How many earlier places are tried for a match. */
const CHAIN = 128;
/** A match as long as this is taken without looking further. */
const GOOD_ENOUGH = 64;

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
    const waits = here.length >= SHORTEST && here.length < GOOD_ENOUGH && pending.length > here.length;
    if (here.length < SHORTEST || waits) {
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
  readonly #heads = new Int32Array(1 << HASH_BITS).fill(-1);
  readonly #previous: Int32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#previous = new Int32Array(bytes.length);
  }

  remember(at: number): void {
    if (at + SHORTEST > this.#bytes.length) return;
    const hash = this.#hash(at);
    this.#previous[at] = this.#heads[hash] ?? -1;
    this.#heads[hash] = at;
  }

  longest(at: number): Match {
    if (at + SHORTEST > this.#bytes.length) return none;
    let best = none;
    let candidate = this.#heads[this.#hash(at)] ?? -1;
    for (let tries = 0; tries < CHAIN && candidate >= 0 && at - candidate <= WINDOW; tries++) {
      const length = this.#matchLength(candidate, at, best.length);
      if (length > best.length) best = { length, distance: at - candidate };
      if (best.length >= GOOD_ENOUGH) break;
      candidate = this.#previous[candidate] ?? -1;
    }
    return best.length < SHORTEST ? none : best;
  }

  /** How many bytes are equal at two places; 0 when it cannot beat `atLeast`. */
  #matchLength(earlier: number, at: number, atLeast: number): number {
    const bytes = this.#bytes;
    if (bytes[earlier + atLeast] !== bytes[at + atLeast]) return 0;
    const most = Math.min(LONGEST, bytes.length - at);
    let length = 0;
    while (length < most && bytes[earlier + length] === bytes[at + length]) length++;
    return length;
  }

  #hash(at: number): number {
    const bytes = this.#bytes;
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
  }
}
