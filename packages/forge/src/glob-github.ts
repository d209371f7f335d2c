/** A test of one name or path. */
export type GlobTest = (text: string) => boolean;

/**
 * Gives the test of one filter pattern of a GitHub workflow, without its leading `!`. `*` stays in a segment, `**`
 * crosses them, `?` and `+` say how often the character before them may come, `[]` is a class, `\` escapes.
 * @returns nothing for a pattern that GitHub refuses
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function githubGlob(pattern: string): GlobTest | undefined {
  const source = sourceOf(pattern);
  if (source === undefined) return undefined;
  try {
    const expression = new RegExp(`^${source}$`, 'su');
    return (text) => expression.test(text);
  } catch {
    return undefined;
  }
}

function sourceOf(pattern: string): string | undefined {
  let source = '';
  for (let index = 0; index < pattern.length; ) {
    const rest = pattern.slice(index);
    const piece = pieceOf(rest, source);
    if (piece === undefined) return undefined;
    source += piece.source;
    index += piece.length;
  }
  return source;
}

interface Piece {
  readonly source: string;
  readonly length: number;
}

function pieceOf(rest: string, before: string): Piece | undefined {
  if (rest.startsWith('**/')) return { source: '(?:.+/)?', length: 3 };
  if (rest.startsWith('**')) return { source: '.*', length: 2 };
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  if (character === '*') return { source: '[^/]*', length: 1 };
  if (character === '?' || character === '+')
    return isRepeatable(before) ? { source: character, length: 1 } : undefined;
  if (character === '[') return classOf(rest);
  const escaped = character === '\\' ? String.fromCodePoint(rest.codePointAt(1) ?? 0) : undefined;
  if (escaped !== undefined && rest.length > 1) return { source: quote(escaped), length: 1 + escaped.length };
  return { source: quote(character), length: character.length };
}

/** Whether there is a single character or class before, which `?` and `+` can count. */
const isRepeatable = (before: string): boolean => before !== '' && !/(?:^|[^\\])[*?+]$/.test(before);

function classOf(rest: string): Piece | undefined {
  const end = rest.indexOf(']');
  const inner = rest.slice(1, end);
  if (end < 2 || /[^A-Za-z0-9._\-/ ]/.test(inner)) return undefined;
  return { source: `[${inner.replaceAll(/[/.]/g, '\\$&')}]`, length: end + 1 };
}

const quote = (character: string): string => character.replace(/[$()*+.?[\\\]^{|}/]/u, '\\$&');

/**
 * Applies a list of patterns in its order, as `branches`, `tags` and `paths` are: a pattern after `!` takes away what an
 * earlier one gave, a later one may give it back.
 */
export function githubFilter(patterns: readonly string[]): GlobTest {
  const rules = patterns.map((pattern) => {
    const excludes = pattern.startsWith('!');
    return { excludes, test: githubGlob(excludes ? pattern.slice(1) : pattern) };
  });
  return (text) => {
    let included = false;
    for (const { excludes, test } of rules) if (test?.(text) === true) included = !excludes;
    return included;
  };
}
