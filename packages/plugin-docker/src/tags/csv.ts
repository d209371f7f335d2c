/**
 * Splits a block, as it stands in a workflow file, into its lines: a line break inside a quoted field does not end a
 * line, `#` begins a comment only at the beginning of one, empty lines are left out.
 */
export function splitLines(block: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of block.split(/\r?\n/)) {
    if (line === '' && part.trimStart().startsWith('#')) continue;
    line = line === '' ? part : `${line}\n${part}`;
    if (endsInsideQuotes(line)) continue;
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
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

/** A quote opens only at the beginning of a field. */
function endsInsideQuotes(text: string): boolean {
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (inside) inside = text[at + 1] === '"' ? (at++, true) : false;
    else inside = /(?:^|,)[ \t]*$/.test(text.slice(0, at));
  }
  return inside;
}
