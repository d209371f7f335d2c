/** A file's text under its name, for messages. */
export interface TextFile {
  /** Path from the top of the repository. */
  readonly file: string;
  readonly text: string;
}

/** Parses a file again only when another was parsed since: most are asked several questions, and some are large. */
export function keepingLatest<Parsed extends TextFile>(
  parse: (source: TextFile) => Parsed,
): (source: TextFile) => Parsed {
  let latest: Parsed | undefined;
  return ({ file, text }) => {
    if (latest?.file !== file || latest.text !== text) latest = parse({ file, text });
    return latest;
  };
}

/** Replaces `text[start, end)`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Gives the text with all splices made; they must not overlap. */
export function splice(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end, text: fresh } of splices.toSorted((left, right) => left.start - right.start)) {
    pieces.push(text.slice(done, start), fresh);
    done = end;
  }
  return pieces.join('') + text.slice(done);
}

/** Gives the 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Gives the line end the text uses: that of its first line, `\n` when there is one line only. */
export function lineEnd(text: string): '\r\n' | '\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

/** Gives the offset where the line that holds an offset ends, before its line end. */
export function lineStop(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** Spells a pointer as people write it: `annotations["catalog.cattle.io/release-notes"]`, `packages[""].version`. */
export function spellPointer(pointer: readonly string[]): string {
  return pointer
    .map((key) => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`))
    .join('')
    .replace(/^\./, '');
}
