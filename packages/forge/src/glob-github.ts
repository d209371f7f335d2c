import { type CharacterPart, type PatternPart, patternTest } from '@launchway/core';

/** A test of one name or path. */
export type GlobTest = (text: string) => boolean;

/**
 * Gives the test of one filter pattern of a GitHub workflow, without its leading `!`. `*` stays in a segment, `**`
 * crosses them, `?` and `+` say how often the character before them may come, `[]` is a class, `\` escapes.
 * @returns nothing for a pattern that GitHub refuses
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function githubGlob(pattern: string): GlobTest | undefined {
  const parts: PatternPart[] = [];
  for (let index = 0; index < pattern.length; ) {
    const taken = takePiece(pattern.slice(index, index + longestPiece), parts);
    if (taken === undefined) return undefined;
    index += taken;
  }
  return patternTest(parts);
}

/** No piece is longer; a class of more characters is none that somebody means. */
const longestPiece = 256;

/** Reads the piece that a pattern begins with, and gives its length; nothing where GitHub refuses it. */
function takePiece(rest: string, parts: PatternPart[]): number | undefined {
  if (rest.startsWith('**/')) return put(parts, 'folders', 3);
  if (rest.startsWith('**')) return put(parts, { fits: () => true, times: 'any' }, 2);
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  if (character === '*') return put(parts, { fits: (one) => one !== '/', times: 'any' }, 1);
  if (character === '?' || character === '+') return repeat(parts, character);
  if (character === '[') return takeClass(rest, parts);
  const escaped = character === '\\' ? String.fromCodePoint(rest.codePointAt(1) ?? 0) : undefined;
  if (escaped !== undefined && rest.length > 1) return put(parts, literal(escaped), 1 + escaped.length);
  return put(parts, literal(character), character.length);
}

function put(parts: PatternPart[], part: PatternPart, length: number): number {
  parts.push(part);
  return length;
}

const literal = (character: string): CharacterPart => ({ fits: (one) => one === character, times: 'once' });

/** `?` and `+` count the single character or class before them. */
function repeat(parts: PatternPart[], sign: '?' | '+'): number | undefined {
  const before = parts.pop();
  if (before === undefined || before === 'folders' || before.times !== 'once') return undefined;
  return put(parts, { ...before, times: sign === '?' ? 'optional' : 'some' }, 1);
}

function takeClass(rest: string, parts: PatternPart[]): number | undefined {
  const end = rest.indexOf(']');
  const inner = rest.slice(1, end);
  if (end < 2 || /[^A-Za-z0-9._\-/ ]/.test(inner)) return undefined;
  try {
    const expression = new RegExp(`^[${inner.replaceAll(/[/.]/g, '\\$&')}]$`, 'u');
    return put(parts, { fits: (one) => expression.test(one), times: 'once' }, end + 1);
  } catch {
    return undefined; // a range that runs backwards
  }
}

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
