/** A stretch of a module's text that is no code: a comment, or a string, a template or a regular expression. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly isComment: boolean;
}

/**
 * Gives the comments of a module's text, and what may hold something that looks like one, in the order of the text. It is
 * read character by character: one regular expression for a whole string has no stack for one of many megabytes.
 */
export function spansIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  const marks = /["'`/]/g;
  // Where no end was found for a kind, the marks of that kind before there are not looked at again.
  const unclosed = new Map<string, number>();
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const start = mark.index;
    const comment = endOfComment(text, start);
    const [kind] = mark;
    if (comment === undefined && start < (unclosed.get(kind) ?? 0)) continue;
    const { end, isClosed } = comment ?? endOfQuoted(text, start, kind);
    if (!isClosed) {
      unclosed.set(kind, end);
      continue;
    }
    spans.push({ start, end, isComment: comment !== undefined });
    marks.lastIndex = end;
  }
  return spans;
}

interface End {
  readonly end: number;
  readonly isClosed: boolean;
}

function endOfComment(text: string, start: number): End | undefined {
  const isLine = text.startsWith('//', start);
  if (!isLine && !text.startsWith('/*', start)) return undefined;
  const end = isLine ? text.indexOf('\n', start) : text.indexOf('*/', start + 2);
  return { end: end === -1 ? text.length : end + (isLine ? 0 : 2), isClosed: true };
}

function endOfQuoted(text: string, start: number, kind: string): End {
  if (kind !== '/') return endOfString(text, start, kind);
  return beginsExpression(text, start) ? endOfExpression(text, start) : { end: start, isClosed: false };
}

const stopsOf: Readonly<Record<string, RegExp>> = { '"': /["\\\n]/g, "'": /['\\\n]/g };
const stopsOfTemplate = /[`\\]/g;

function endOfString(text: string, start: number, quote: string): End {
  const stops = stopsOf[quote] ?? stopsOfTemplate;
  stops.lastIndex = start + 1;
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0] === quote) return { end: stops.lastIndex, isClosed: true };
    if (stop[0] === '\n' || (quote !== '`' && text[stops.lastIndex] === '\n'))
      return { end: stop.index, isClosed: false };
    stops.lastIndex += 1;
  }
  return { end: text.length, isClosed: false };
}

/** Whether what stands before a slash lets a regular expression begin, and no division. */
function beginsExpression(text: string, slash: number): boolean {
  let before = slash - 1;
  while (before >= 0 && /[^\S\n]/.test(text[before] ?? '')) before -= 1;
  return /[(,=:[!&|?{};\n]/.test(text[before] ?? '');
}

function endOfExpression(text: string, start: number): End {
  const stops = /[/\\\n[\]]/g;
  stops.lastIndex = start + 1;
  let inClass = false;
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    const [sign] = stop;
    if (sign === '\n') return { end: stop.index, isClosed: false };
    if (sign === '\\') stops.lastIndex += text[stops.lastIndex] === '\n' ? 0 : 1;
    else if (sign !== '/') inClass = sign === '[' || (inClass && sign !== ']');
    else if (!inClass) return { end: stops.lastIndex, isClosed: true };
  }
  return { end: text.length, isClosed: false };
}
