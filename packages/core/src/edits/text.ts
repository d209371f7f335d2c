/** A file's text under its name, for messages. */
export interface TextFile {
  /** Path from the top of the repository. */
  readonly file: string;
  readonly text: string;
}

/** How much of the files that were parsed before the latest is kept, in characters. */
const keptLength = 256 * 1024;

/** Parses a file again only when it says something else, or much was parsed since: most are asked several questions. */
export function keepingRecent<Parsed extends TextFile>(
  parse: (source: TextFile) => Parsed,
): (source: TextFile) => Parsed {
  /** By name, the latest last. */
  const kept = new Map<string, Parsed>();
  let length = 0;
  const drop = (parsed: Parsed): void => {
    kept.delete(parsed.file);
    length -= parsed.text.length;
  };
  return ({ file, text }) => {
    const known = kept.get(file);
    if (known?.text === text) return known;
    if (known !== undefined) drop(known);
    const parsed = parse({ file, text });
    for (const older of kept.values()) {
      if (length + text.length <= keptLength) break;
      drop(older);
    }
    kept.set(file, parsed);
    length += text.length;
    return parsed;
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
