/** What may hold a bracket that is none (texts and comments), and the brackets. */
const tokens = /"(?:\\.|[^"\\])*(?:"|$)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[[\]{}]/gs;

/**
 * Tells where a JSON text, with or without comments, is nested deeper than its reader can bear; parsers recurse.
 * @param deepest lists and objects within each other
 * @returns the offset, or nothing when the text may be read
 */
export function jsonTooDeepAt(text: string, deepest: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > deepest) return index;
  }
  return undefined;
}
