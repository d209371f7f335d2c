/** What one character of a text must be, and how often it may come. */
export interface CharacterPart {
  fits(character: string): boolean;
  readonly times: 'once' | 'optional' | 'some' | 'any';
}

/** A part of a pattern; `folders` is any text that ends with a slash, or none. */
export type PatternPart = CharacterPart | 'folders';

/**
 * Gives the test of a whole text against a pattern, as a glob is one. It goes through the text once and tries nothing twice:
 * its time is the length of the text times that of the pattern at most, whatever either is made of.
 */
export function patternTest(parts: readonly PatternPart[]): (text: string) => boolean {
  return (text) => {
    let places = new Set<number>();
    reach(parts, places, 0);
    for (const character of text) {
      if (places.size === 0) return false;
      places = after(parts, places, character);
    }
    return places.has(parts.length);
  };
}

/** Half a place further is inside of `folders`. */
const inside = 0.5;

/** The places in the pattern that a character leads to. */
function after(parts: readonly PatternPart[], places: ReadonlySet<number>, character: string): Set<number> {
  const next = new Set<number>();
  for (const place of places) {
    const at = Math.floor(place);
    const part = parts[at];
    if (part === 'folders') {
      next.add(at + inside);
      if (character === '/' && place > at) reach(parts, next, at + 1);
    } else if (part?.fits(character) === true) {
      if (part.times === 'some' || part.times === 'any') reach(parts, next, at);
      if (part.times !== 'any') reach(parts, next, at + 1);
    }
  }
  return next;
}

/** Adds a place, and those behind parts that may be left out. */
function reach(parts: readonly PatternPart[], places: Set<number>, from: number): void {
  for (let at = from; at <= parts.length && !places.has(at); at += 1) {
    places.add(at);
    const part = parts[at];
    if (part !== 'folders' && part?.times !== 'optional' && part?.times !== 'any') return;
  }
}
