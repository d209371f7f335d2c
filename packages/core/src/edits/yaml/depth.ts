/** Tokens of the lexer that stand for no text: beginning of a document, error in a flow, scalar to come. */
const marks = new Set(['\u0002', '\u0018', '\u001f']);

/**
 * Tells where a YAML text is nested deeper than its reader can bear. A parser recurses, and some depths end the process; the
 * lexer does not.
 * @param tokens those of the text, from the lexer of the package yaml, which is too large to be loaded for this
 * @param deepest lists and mappings within each other
 * @returns the offset, or nothing when the text may be read
 */
export function yamlTooDeepAt(text: string, tokens: Iterable<string>, deepest: number): number | undefined {
  let flow = 0;
  let block = 0;
  let at = 0;
  for (const token of tokens) {
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow -= 1;
    else if (token === '\n' || token === '\r\n') block = 0;
    else if (token === '-' || token === '?') block += 1;
    else if (/^ +$/.test(token) && text[at - 1] === '\n') block = token.length / 2;
    if (flow + block > deepest) return at;
    at += marks.has(token) ? 0 : token.length;
  }
  return undefined;
}
