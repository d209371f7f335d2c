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

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const HASH = 0x23;
const COMMA = 0x2c;
const COLON = 0x3a;
const QUESTION = 0x3f;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const BACKSLASH = 0x5c;

/** Whether a byte opens a list or a mapping: `[`, `{`. */
export const isOpening = (byte: number | undefined): boolean => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number | undefined): boolean => byte === 0x5d || byte === 0x7d;
const isQuote = (byte: number | undefined): boolean => byte === DOUBLE || byte === SINGLE;
/** `&` of an anchor, `!` of a tag. */
export const isProperty = (byte: number | undefined): boolean => byte === 0x26 || byte === 0x21;
/** White space, line ends included. */
export const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === TAB || byte === NEWLINE || byte === RETURN;

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
      if (this.#bytes[at] === COLON) throw new LineError('has a list whose items are no mappings', at);
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
    if (isOpening(byte) || isProperty(byte) || byte === QUESTION)
      throw new LineError('has a key that is no plain text', start);
    const key = { start, end: this.valueEnd(start) };
    const colon = this.#skipBlank(key.end);
    if (this.#bytes[colon] !== COLON) throw new LineError('has a key without a value', start);
    const at = this.#skipBlank(colon + 1);
    const value = { start: at, end: this.valueEnd(at) };
    return { start, end: Math.max(value.end, colon + 1), key, value };
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
      else if (byte === HASH && isSpace(this.#bytes[at - 1])) at = this.#lineEnd(at) - 1;
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
      if (byte === BACKSLASH && quote === DOUBLE) at++;
      else if (byte === quote) {
        if (quote === SINGLE && this.#bytes[at + 1] === SINGLE) at++;
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
      if (byte === COMMA || isOpening(byte) || isClosing(byte)) break;
      if (byte === COLON && this.#endsKey(at + 1)) break;
      if (byte === HASH && isSpace(this.#bytes[at - 1])) break;
    }
    while (at > start && isSpace(this.#bytes[at - 1])) at--;
    return at;
  }

  #endsKey(after: number): boolean {
    const byte = this.#bytes[after];
    return isSpace(byte) || byte === COMMA || isClosing(byte) || byte === undefined;
  }

  /** Whether a quotation mark opens a text, rather than being part of one. */
  #beginsToken(at: number): boolean {
    const before = this.#bytes[at - 1];
    return isSpace(before) || isOpening(before) || before === COMMA || before === COLON;
  }

  #afterComma(at: number): number {
    if (this.#bytes[at] === COMMA) return this.#next(at + 1);
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
      if (this.#bytes[at] === HASH && isSpace(this.#bytes[at - 1])) at = this.#lineEnd(at) - 1;
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

  #lineEnd(from: number): number {
    const end = this.#bytes.indexOf(NEWLINE, from);
    return end < 0 ? this.#bytes.length : end + 1;
  }
}
