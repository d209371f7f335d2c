import {
  backslash,
  colon,
  comma,
  doubleQuote,
  hash,
  isClosing,
  isOpening,
  isProperty,
  isQuote,
  isSpace,
  lineEnd,
  questionMark,
  singleQuote,
} from './bytes.ts';

/** A part of a text, by the offsets of its bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One member of a mapping in braces; its span reaches from the key to the value. */
export interface FlowMember extends Span {
  readonly key: Span;
  readonly value: Span;
}

/** The text has a form that is not read here. */
export class LineError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'LineError';
    this.offset = offset;
  }
}

/** Finds its way in lists and mappings in brackets, of YAML and JSON, one level at a time and without building anything. */
export class FlowReader {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Gives the places of the items of the list that is opened at a place. */
  items(from: number): readonly Span[] {
    const found: Span[] = [];
    for (let at = this.#next(from + 1); !isClosing(this.#bytes[at]); at = this.#afterComma(at)) {
      const item = { start: at, end: this.valueEnd(at) };
      found.push(item);
      at = this.#skipBlank(item.end);
      if (this.#bytes[at] === colon) throw new LineError('has a list whose items are no mappings', at);
    }
    return found;
  }

  /** Gives the places of the members of the mapping that is opened at a place. */
  members(from: number): readonly FlowMember[] {
    const found: FlowMember[] = [];
    for (let at = this.#next(from + 1); !isClosing(this.#bytes[at]); at = this.#afterComma(at)) {
      const member = this.#member(at);
      found.push(member);
      at = this.#skipBlank(member.end);
    }
    return found;
  }

  #member(start: number): FlowMember {
    const byte = this.#bytes[start];
    if (isOpening(byte) || isProperty(byte) || byte === questionMark)
      throw new LineError('has a key that is no plain text', start);
    const key = { start, end: this.valueEnd(start) };
    const behind = this.#skipBlank(key.end);
    if (this.#bytes[behind] !== colon) throw new LineError('has a key without a value', start);
    const at = this.#skipBlank(behind + 1);
    const value = { start: at, end: this.valueEnd(at) };
    return { start, end: Math.max(value.end, behind + 1), key, value };
  }

  /** Gives the end of what begins at a place: a collection, a quoted or a plain text. */
  valueEnd(from: number): number {
    const at = this.#skipProperties(from);
    const byte = this.#bytes[at];
    if (isOpening(byte)) return this.collectionEnd(at);
    if (isQuote(byte)) return this.quotedEnd(at);
    return this.#plainEnd(from, at);
  }

  /** Gives the place behind the bracket that closes the one at a place. */
  collectionEnd(from: number): number {
    let depth = 0;
    for (let at = from; at < this.#bytes.length; at++) {
      const byte = this.#bytes[at];
      if (isQuote(byte) && this.#beginsToken(at)) at = this.quotedEnd(at) - 1;
      else if (byte === hash && isSpace(this.#bytes[at - 1])) at = lineEnd(this.#bytes, at) - 1;
      else if (isOpening(byte)) depth++;
      else if (isClosing(byte) && --depth === 0) return at + 1;
    }
    throw new LineError('has a bracket that is not closed', from);
  }

  /** Gives the place behind the quotation mark that closes the one at a place. */
  quotedEnd(from: number): number {
    const quote = this.#bytes[from];
    for (let at = from + 1; at < this.#bytes.length; at++) {
      const byte = this.#bytes[at];
      if (byte === backslash && quote === doubleQuote) at++;
      else if (byte === quote) {
        if (quote === singleQuote && this.#bytes[at + 1] === singleQuote) at++;
        else return at + 1;
      }
    }
    throw new LineError('has a quotation mark that is not closed', from);
  }

  /** A plain text in brackets ends before a comma, a bracket, a comment, or the colon behind a key. */
  #plainEnd(start: number, from: number): number {
    let at = from;
    for (; at < this.#bytes.length; at++) {
      const byte = this.#bytes[at];
      if (byte === comma || isOpening(byte) || isClosing(byte)) break;
      if (byte === colon && this.#endsKey(at + 1)) break;
      if (byte === hash && isSpace(this.#bytes[at - 1])) break;
    }
    while (at > start && isSpace(this.#bytes[at - 1])) at--;
    return at;
  }

  #endsKey(after: number): boolean {
    const byte = this.#bytes[after];
    return isSpace(byte) || byte === comma || isClosing(byte) || byte === undefined;
  }

  /** Whether a quotation mark opens a text, rather than being part of one. */
  #beginsToken(at: number): boolean {
    const before = this.#bytes[at - 1];
    return isSpace(before) || isOpening(before) || before === comma || before === colon;
  }

  #afterComma(at: number): number {
    if (this.#bytes[at] === comma) return this.#next(at + 1);
    if (isClosing(this.#bytes[at])) return at;
    throw new LineError('has something between two commas that is not read', at);
  }

  /** The next thing that is no white space and no comment; there must be one. */
  #next(from: number): number {
    const at = this.#skipBlank(from);
    if (at >= this.#bytes.length) throw new LineError('has a bracket that is not closed', from - 1);
    return at;
  }

  #skipBlank(from: number): number {
    let at = from;
    for (; at < this.#bytes.length; at++) {
      if (this.#bytes[at] === hash && isSpace(this.#bytes[at - 1])) at = lineEnd(this.#bytes, at) - 1;
      else if (!isSpace(this.#bytes[at])) break;
    }
    return at;
  }

  /** Passes over anchors and tags. */
  #skipProperties(from: number): number {
    let at = from;
    while (isProperty(this.#bytes[at])) {
      while (at < this.#bytes.length && !isSpace(this.#bytes[at]) && !this.#endsKey(at)) at++;
      at = this.#skipBlank(at);
    }
    return at;
  }
}
