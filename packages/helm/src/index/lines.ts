import {
  carriageReturn,
  colon,
  dash,
  hash,
  isBlockText,
  isOpening,
  isProperty,
  isQuote,
  isSpace,
  lineEnd,
  newline,
  questionMark,
  space,
  tab,
} from './bytes.ts';
import { FlowReader, LineError } from './flow.ts';

/**
 * One line of a block mapping or list in YAML, with the further lines its value takes: a block of text, a quoted text or a
 * flow collection over several lines.
 */
export interface Line {
  /** Offsets of its bytes, the line end included. */
  readonly start: number;
  readonly end: number;
  /** Column of the first character that is no space. */
  readonly indent: number;
  /** Column of the first dash, -1 without one. */
  readonly dash: number;
  /** Column behind the dashes: where the key, or the text, begins. */
  readonly column: number;
  /** Offsets of the key, as it is written; equal when there is none. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Offsets of the value on this line, without properties and white space; equal when there is none. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Reads the lines of a YAML text one after the other, from its bytes and without building anything of them. */
export class LineReader {
  readonly #bytes: Uint8Array;
  readonly #flow: FlowReader;
  #at: number;

  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = bytes;
    this.#flow = new FlowReader(bytes);
    this.#at = from;
  }

  /**
   * Gives the next line that says something; blank lines and comments are passed over.
   * @throws LineError for a form it does not read
   */
  next(): Line | undefined {
    while (this.#at < this.#bytes.length) {
      const start = this.#at;
      const first = this.#skipSpaces(start);
      const byte = this.#bytes[first];
      if (this.#isEnd(first) || byte === hash) {
        this.#at = lineEnd(this.#bytes, first);
        continue;
      }
      if (byte === tab) throw new LineError('is indented with a tab', first);
      return this.#read(start, first);
    }
    return undefined;
  }

  #read(start: number, first: number): Line {
    const dashColumn = this.#isIndicator(first, dash) ? first - start : -1;
    const [content, indicator] = this.#skipIndicators(first);
    const key = this.#keyOf(content);
    const from = this.#skipProperties(key.next);
    const value = this.#valueOf(from, (key.found ? content : indicator) - start);
    this.#at = value.next;
    return {
      start,
      end: value.next,
      indent: first - start,
      dash: dashColumn,
      column: content - start,
      keyStart: content,
      keyEnd: key.end,
      valueStart: value.start,
      valueEnd: value.end,
    };
  }

  /** Passes over dashes, and the marks of keys and values of the long form; tells where the last one stands. */
  #skipIndicators(from: number): readonly [content: number, last: number] {
    let last = from;
    let at = from;
    while (
      this.#isIndicator(at, dash) ||
      this.#isIndicator(at, questionMark) ||
      this.#isIndicator(at, colon)
    ) {
      last = at;
      at = this.#skipSpaces(at + 1);
    }
    return [at, last];
  }

  /** Finds the key that begins at a place; `next` is where its value may begin. */
  #keyOf(from: number): { readonly found: boolean; readonly end: number; readonly next: number } {
    const start = this.#skipProperties(from);
    const byte = this.#bytes[start];
    const none = { found: false, end: from, next: from };
    if (isQuote(byte)) {
      const end = this.#flow.quotedEnd(start);
      const behind = this.#skipSpaces(end);
      return this.#isIndicator(behind, colon) ? { found: true, end, next: behind + 1 } : none;
    }
    if (isOpening(byte) || isBlockText(byte)) return none;
    for (let at = start; !this.#isEnd(at); at++) {
      if (this.#isIndicator(at, colon)) return { found: true, end: this.#trimEnd(start, at), next: at + 1 };
      if (this.#bytes[at] === hash && isSpace(this.#bytes[at - 1])) return none;
    }
    return none;
  }

  /** Finds a value that begins at a place, and where the next line begins. `column` is where its key or dash stands. */
  #valueOf(
    from: number,
    column: number,
  ): { readonly start: number; readonly end: number; readonly next: number } {
    const byte = this.#bytes[from];
    if (this.#isEnd(from) || byte === hash)
      return { start: from, end: from, next: lineEnd(this.#bytes, from) };
    if (isQuote(byte)) return this.#closedValue(from, this.#flow.quotedEnd(from));
    if (isOpening(byte)) return this.#closedValue(from, this.#flow.collectionEnd(from));
    let end = from;
    while (!this.#isEnd(end) && !(this.#bytes[end] === hash && isSpace(this.#bytes[end - 1]))) end++;
    return {
      start: from,
      end: this.#trimEnd(from, end),
      next: this.#belowEnd(lineEnd(this.#bytes, end), column),
    };
  }

  #closedValue(
    start: number,
    end: number,
  ): { readonly start: number; readonly end: number; readonly next: number } {
    const rest = this.#skipSpaces(end);
    if (!this.#isEnd(rest) && this.#bytes[rest] !== hash)
      throw new LineError('has something behind a quoted or bracketed value', rest);
    return { start, end, next: lineEnd(this.#bytes, rest) };
  }

  /** Passes over the lines that are indented deeper: more of the same text. */
  #belowEnd(from: number, column: number): number {
    let end = from;
    for (let at = from; at < this.#bytes.length; ) {
      const first = this.#skipSpaces(at);
      const blank = this.#isEnd(first);
      if (!blank && first - at <= column) break;
      at = lineEnd(this.#bytes, first);
      if (!blank) end = at;
    }
    return end;
  }

  /** Passes over anchors and tags. */
  #skipProperties(from: number): number {
    let at = this.#skipSpaces(from);
    while (isProperty(this.#bytes[at])) {
      while (!this.#isEnd(at) && !isSpace(this.#bytes[at])) at++;
      at = this.#skipSpaces(at);
    }
    return at;
  }

  #skipSpaces(from: number): number {
    let at = from;
    while (this.#bytes[at] === space || (this.#bytes[at] === tab && at > from)) at++;
    return at;
  }

  #trimEnd(start: number, from: number): number {
    let end = from;
    while (end > start && isSpace(this.#bytes[end - 1])) end--;
    return end;
  }

  /** A dash, question mark or colon that stands alone. */
  #isIndicator(at: number, indicator: number): boolean {
    return this.#bytes[at] === indicator && (isSpace(this.#bytes[at + 1]) || this.#isEnd(at + 1));
  }

  #isEnd(at: number): boolean {
    const byte = this.#bytes[at];
    return (
      byte === undefined ||
      byte === newline ||
      (byte === carriageReturn && (this.#bytes[at + 1] === newline || at + 1 === this.#bytes.length))
    );
  }
}
