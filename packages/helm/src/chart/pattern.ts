import { type CharacterPart, patternTest } from '@launchway/core';

/** Tells whether a path matches. */
export type Matcher = (path: string) => boolean;

/**
 * Compiles a pattern of Go's `filepath.Match`: `*` and `?` stop at a slash, `[a-z]` and `[^a-z]` do not, a backslash
 * takes the next character as it is.
 * @returns nothing for a pattern Go calls malformed
 */
export function compilePattern(pattern: string): Matcher | undefined {
  const characters = Array.from(pattern);
  const parts: CharacterPart[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') parts.push({ fits: isNoSlash, times: 'any' });
    else if (character === '?') parts.push({ fits: isNoSlash, times: 'once' });
    else if (character === '[') {
      const found = characterClass(characters, at + 1);
      if (found === undefined) return undefined;
      parts.push({ fits: found.fits, times: 'once' });
      at = found.end;
    } else {
      const literal = character === '\\' ? characters[++at] : character;
      if (literal === undefined) return undefined;
      parts.push({ fits: (one) => one === literal, times: 'once' });
    }
  }
  return patternTest(parts);
}

const isNoSlash = (character: string): boolean => character !== '/';

/** Reads a class from behind its opening bracket; `end` is the place of the closing one. */
function characterClass(
  characters: readonly string[],
  from: number,
): { fits: CharacterPart['fits']; end: number } | undefined {
  const negated = characters[from] === '^';
  const ranges: (readonly [low: number, high: number])[] = [];
  let at = negated ? from + 1 : from;
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = member(characters, at);
    if (low === undefined) return undefined;
    const high = characters[low.next] === '-' ? member(characters, low.next + 1) : low;
    if (high === undefined) return undefined;
    ranges.push([codeOf(low.character), codeOf(high.character)]);
    at = high.next;
  }
  return {
    fits: (character) =>
      ranges.some(([low, high]) => low <= codeOf(character) && codeOf(character) <= high) !== negated,
    end: at,
  };
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;

function member(characters: readonly string[], at: number): { character: string; next: number } | undefined {
  const first = characters[at];
  if (first === undefined || first === '-' || first === ']') return undefined;
  const escaped = first === '\\';
  const character = escaped ? characters[at + 1] : first;
  const next = escaped ? at + 2 : at + 1;
  // Go wants the bracket closed before the text ends.
  return character === undefined || next >= characters.length ? undefined : { character, next };
}
