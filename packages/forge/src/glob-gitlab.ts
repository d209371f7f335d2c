/** One element of a pattern's segment; `any` is `?`, `star` is `*`. */
type Token =
  | { readonly kind: 'any' | 'star' }
  | { readonly kind: 'literal'; readonly character: string }
  | {
      readonly kind: 'set';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

type Segment = 'folders' | readonly Token[];

/**
 * Gives the test that GitLab puts paths to in `rules:changes`, `rules:exists` and `only:changes`: Ruby's
 * `File.fnmatch?` with `FNM_PATHNAME | FNM_DOTMATCH | FNM_EXTGLOB`. `**` crosses folders only as a whole segment before
 * a slash: `charts/**` is one level, `charts/**` + `/*` all of them.
 */
export function gitlabGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map(segmentsOf);
  return (path) => {
    const parts = path.split('/').map((part) => Array.from(part));
    return alternatives.some((segments) => segments !== undefined && matchSegments(segments, parts));
  };
}

/** More alternatives than this are no pattern that somebody means. */
const mostAlternatives = 1000;

function expandBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  const open = [pattern];
  while (open.length > 0 && done.length + open.length <= mostAlternatives) {
    const next = open.shift() ?? '';
    const brace = firstBrace(next);
    if (brace === undefined) done.push(next);
    else open.unshift(...brace.choices.map((choice) => brace.before + choice + brace.after));
  }
  return done;
}

interface Brace {
  readonly before: string;
  readonly choices: readonly string[];
  readonly after: string;
}

/** The first brace with a partner, its choices split at its own commas. */
function firstBrace(pattern: string): Brace | undefined {
  let depth = 0;
  let start = -1;
  const commas: number[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '\\') index += 1;
    else if (character === '{' && depth++ === 0) start = index;
    else if (character === ',' && depth === 1) commas.push(index);
    else if (character === '}' && depth > 0 && --depth === 0) {
      const ends = [...commas, index];
      const starts = [start, ...commas];
      const choices = starts.map((from, place) => pattern.slice(from + 1, ends[place]));
      return { before: pattern.slice(0, start), choices, after: pattern.slice(index + 1) };
    }
  }
  return undefined;
}

/** The segments of a pattern without braces; nothing where a bracket has no partner, which matches no path. */
function segmentsOf(pattern: string): readonly Segment[] | undefined {
  const parts = pattern.split('/');
  const segments: Segment[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === '**' && index < parts.length - 1) {
      if (segments.at(-1) !== 'folders') segments.push('folders');
      continue;
    }
    const tokens = tokensOf(part);
    if (tokens === undefined) return undefined;
    segments.push(tokens);
  }
  return segments;
}

function tokensOf(part: string): readonly Token[] | undefined {
  const characters = Array.from(part);
  const tokens: Token[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (character === '?') tokens.push({ kind: 'any' });
    else if (character === '[') {
      const bracket = readBracket(characters, index);
      if (bracket === undefined) return undefined;
      tokens.push(bracket.token);
      index = bracket.end;
    } else if (character === '\\' && index + 1 < characters.length) {
      index += 1;
      tokens.push({ kind: 'literal', character: characters[index] ?? '' });
    } else tokens.push({ kind: 'literal', character });
  }
  return tokens;
}

function readBracket(
  characters: readonly string[],
  start: number,
): { readonly token: Token; readonly end: number } | undefined {
  let index = start + 1;
  const negated = characters[index] === '!' || characters[index] === '^';
  if (negated) index += 1;
  const ranges: [string, string][] = [];
  const take = (): string => {
    if (characters[index] === '\\') index += 1;
    return characters[index++] ?? '';
  };
  while (index < characters.length && characters[index] !== ']') {
    const from = take();
    const isRange = characters[index] === '-' && characters[index + 1] !== ']';
    if (isRange) index += 1;
    ranges.push([from, isRange ? take() : from]);
  }
  return index < characters.length ? { token: { kind: 'set', negated, ranges }, end: index } : undefined;
}

/** Matches whole segments; `folders` stands for any number of them. The last `folders` seen is tried further first. */
function matchSegments(segments: readonly Segment[], parts: readonly (readonly string[])[]): boolean {
  return matchRuns(
    segments.length,
    parts.length,
    (index) => segments[index] === 'folders',
    (index, place) => {
      const segment = segments[index];
      const part = parts[place];
      return Array.isArray(segment) && part !== undefined && matchTokens(segment as readonly Token[], part);
    },
  );
}

function matchTokens(tokens: readonly Token[], characters: readonly string[]): boolean {
  return matchRuns(
    tokens.length,
    characters.length,
    (index) => tokens[index]?.kind === 'star',
    (index, place) => matchOne(tokens[index], characters[place] ?? ''),
  );
}

/** Matches a pattern with elements that stand for any run of items, in quadratic time at worst. */
function matchRuns(
  patternLength: number,
  length: number,
  isRun: (index: number) => boolean,
  fits: (index: number, place: number) => boolean,
): boolean {
  let [index, place, run, runPlace] = [0, 0, -1, 0];
  while (place < length) {
    if (index < patternLength && isRun(index)) [run, runPlace, index] = [index, place, index + 1];
    else if (index < patternLength && fits(index, place)) [index, place] = [index + 1, place + 1];
    else if (run >= 0) {
      runPlace += 1;
      [index, place] = [run + 1, runPlace];
    } else return false;
  }
  while (index < patternLength && isRun(index)) index += 1;
  return index === patternLength;
}

function matchOne(token: Token | undefined, character: string): boolean {
  if (token?.kind === 'any') return true;
  if (token?.kind === 'literal') return token.character === character;
  if (token?.kind !== 'set') return false;
  return token.ranges.some(([from, to]) => from <= character && character <= to) !== token.negated;
}
