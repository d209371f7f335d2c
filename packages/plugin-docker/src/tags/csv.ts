/**
 * Splits a block, as it stands in a workflow file, into its lines: a line break inside a quoted field does not end a
 * line, `#` begins a comment only at the beginning of one, empty lines are left out.
 */
export function splitLines(block: string): string[] {
  const lines: string[] = [];
  let line = '';
  let place = beginning;
  for (const part of block.split(/\r?\n/)) {
    if (line === '' && part.trimStart().startsWith('#')) continue;
    const more = line === '' ? part : `\n${part}`;
    line += more;
    place = placeAfter(more, place);
    if (place.isQuoted) continue;
    if (line.trim() !== '') lines.push(line.trim());
    [line, place] = ['', beginning];
  }
  if (line.trim() !== '') lines.push(line.trim());
  return lines;
}

/**
 * Gives the fields of one CSV record, or nothing when its quotes do not close or do not stand around a whole field
 * (RFC 4180, with blanks around fields dropped).
 */
export function parseFields(record: string): string[] | undefined {
  const field = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(,|$)/y;
  const fields: string[] = [];
  for (;;) {
    const found = field.exec(record);
    if (!found) return undefined;
    fields.push(found[1] === undefined ? (found[2] ?? '').trim() : found[1].replaceAll('""', '"'));
    if (found[3] === '') return fields;
  }
}

/** A field cut at its first `=`; one without has no key. A `=` at the very beginning cuts nothing. */
export function splitField(field: string): { readonly key?: string; readonly value: string } {
  const at = field.indexOf('=');
  if (at < 1) return { value: field.trim() };
  return { key: field.slice(0, at).trim().toLowerCase(), value: field.slice(at + 1).trim() };
}

/** Where in a record a text ends. A quote opens only at the beginning of a field. */
interface Place {
  readonly isQuoted: boolean;
  readonly begins: boolean;
}

const beginning: Place = { isQuoted: false, begins: true };

function placeAfter(text: string, from: Place): Place {
  let { isQuoted, begins } = from;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted && character === '"' && text[at + 1] === '"') at++;
    else if (isQuoted) isQuoted = character !== '"';
    else if (character === '"' && begins) [isQuoted, begins] = [true, false];
    else begins = character === ',' || (begins && (character === ' ' || character === '\t'));
  }
  return { isQuoted, begins };
}
