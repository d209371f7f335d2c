/** Tells whether a path matches. */
export type Matcher = (path: string) => boolean;

/**
 * Compiles a pattern of Go's `filepath.Match`: `*` and `?` stop at a slash, `[a-z]` and `[^a-z]` do not, a backslash
 * takes the next character as it is.
 * @returns nothing for a pattern Go calls malformed
 */
export function compilePattern(pattern: string): Matcher | undefined {
  const characters = Array.from(pattern);
  let source = '';
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const found = characterClass(characters, at + 1);
      if (found === undefined) return undefined;
      source += found.source;
      at = found.end;
    } else if (character === '\\') {
      const next = characters[++at];
      if (next === undefined) return undefined;
      source += literal(next);
    } else source += literal(character);
  }
  const compiled = new RegExp(`^(?:${source})$`, 'su');
  return (path) => compiled.test(path);
}

/** Reads a class from behind its opening bracket; `end` is the place of the closing one. */
function characterClass(
  characters: readonly string[],
  from: number,
): { source: string; end: number } | undefined {
  const negated = characters[from] === '^';
  const ranges: string[] = [];
  let at = negated ? from + 1 : from;
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = member(characters, at);
    if (low === undefined) return undefined;
    const high = characters[low.next] === '-' ? member(characters, low.next + 1) : low;
    if (high === undefined) return undefined;
    ranges.push(range(low.character, high.character));
    at = high.next;
  }
  const inside = ranges.join('');
  if (negated) return { source: inside === '' ? '[\\s\\S]' : `[^${inside}]`, end: at };
  return { source: inside === '' ? '[]' : `[${inside}]`, end: at };
}

function member(characters: readonly string[], at: number): { character: string; next: number } | undefined {
  const first = characters[at];
  if (first === undefined || first === '-' || first === ']') return undefined;
  const escaped = first === '\\';
  const character = escaped ? characters[at + 1] : first;
  const next = escaped ? at + 2 : at + 1;
  // Go wants the bracket closed before the text ends.
  return character === undefined || next >= characters.length ? undefined : { character, next };
}

/** A range that runs backwards holds nothing. */
function range(low: string, high: string): string {
  if ((low.codePointAt(0) ?? 0) > (high.codePointAt(0) ?? 0)) return '';
  return `${literal(low)}-${literal(high)}`;
}

const literal = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
