/**
 * Tells where a JSON text, with or without comments, is nested deeper than its reader can bear; parsers recurse.
 * @param deepest lists and objects within each other
 * @returns the offset, or nothing when the text may be read
 */
export function jsonTooDeepAt(text: string, deepest: number): number | undefined {
  const marks = /["[\]{}]|\/[/*]/g;
  let depth = 0;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    const [mark] = found;
    if (mark === '[' || mark === '{') depth += 1;
    else if (mark === ']' || mark === '}') depth -= 1;
    else marks.lastIndex = endOf(mark, text, marks.lastIndex);
    if (depth > deepest) return found.index;
  }
  return undefined;
}

/** Gives the offset behind a string or a comment, which may hold brackets that are none. */
function endOf(mark: string, text: string, from: number): number {
  if (mark === '"') return endOfString(text, from);
  const end = mark === '//' ? text.indexOf('\n', from) : text.indexOf('*/', from);
  return end === -1 ? text.length : end + 1;
}

/** A regular expression for all of a string has no stack for one of many megabytes. */
function endOfString(text: string, from: number): number {
  const stops = /["\\]/g;
  stops.lastIndex = from;
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0] === '"') return stops.lastIndex;
    stops.lastIndex += 1;
  }
  return text.length;
}
