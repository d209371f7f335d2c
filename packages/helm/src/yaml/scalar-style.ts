import { readsBackAsText } from './scalar.ts';

const lineWidth = 80;

/** Where a scalar stands: the indentation its further lines take, the column it begins in, and whether it may have any. */
export interface Place {
  readonly indent: number;
  readonly column: number;
  readonly foldable: boolean;
}

/** What a text allows and forbids in the ways to write it. */
interface Traits {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
}

/**
 * Writes a text as helm's YAML writer does: a literal block when it has line ends, plain when it would be read back as
 * the same text, else quoted; folded behind column 80.
 */
export function writeText(text: string, place: Place, literalAllowed = true): string {
  const traits = traitsOf(text);
  if (text.includes('\n')) {
    return literalAllowed && traits.literal ? literal(text, place.indent) : doubleQuoted(text, place);
  }
  if (!readsBackAsText(text)) return doubleQuoted(text, place);
  if (traits.plain) return plain(text, place);
  return traits.single ? singleQuoted(text, place) : doubleQuoted(text, place);
}

/** Tells whether a text has an end of line in it, as YAML counts them. */
export const isMultiline = (text: string): boolean => /[\n\r\u0085\u2028\u2029]/.test(text);

const isBreak = (character: string): boolean => isMultiline(character);

/** Printable in YAML 1.1 as the library sees it: nothing beyond the Basic Multilingual Plane, so emoji are escaped. */
const printable = /^[\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;
const isPrintable = (text: string): boolean => printable.test(text);

function traitsOf(text: string): Traits {
  const special = !isPrintable(text);
  const spaceAfterBreak = /[\n\r\u0085\u2028\u2029] /.test(text);
  const spaceBeforeBreak = / [\n\r\u0085\u2028\u2029]/.test(text);
  const padded = text.startsWith(' ') || text.endsWith(' ');
  return {
    plain: !special && !isMultiline(text) && !padded && !hasIndicator(text),
    single: !special && !spaceAfterBreak && !spaceBeforeBreak,
    literal: !special && !spaceBeforeBreak && !text.endsWith(' '),
  };
}

/** Characters that would mean something else in a plain scalar at that spot. */
function hasIndicator(text: string): boolean {
  return /^(---|\.\.\.)|^[#,[\]{}&*!|>'"%@`]|^[?:-]([ \t]|$)|:([ \t]|$)|[ \t]#/.test(text);
}

/** A line under construction that knows its column. */
class Line {
  readonly #parts: string[] = [];
  column: number;
  readonly #indent: number;

  constructor(place: Place) {
    this.column = place.column;
    this.#indent = place.indent;
  }

  put(text: string): void {
    this.#parts.push(text);
    this.column += text.length > 1 ? Array.from(text).length : 1;
  }

  /** Begins a new line, indented. */
  fold(): void {
    this.#parts.push('\n', ' '.repeat(this.#indent));
    this.column = this.#indent;
  }

  /** Writes a break that is part of the text. */
  breakWith(character: string): void {
    this.#parts.push(character);
    this.column = 0;
  }

  pad(): void {
    if (this.column < this.#indent) this.put(' '.repeat(this.#indent - this.column));
  }

  toString(): string {
    return this.#parts.join('');
  }
}

function plain(text: string, place: Place): string {
  if (place.column + text.length <= lineWidth) return text;
  const line = new Line(place);
  const characters = Array.from(text);
  let afterSpace = false;
  characters.forEach((character, at) => {
    const folds =
      character === ' ' &&
      place.foldable &&
      !afterSpace &&
      line.column > lineWidth &&
      characters[at + 1] !== ' ';
    if (folds) line.fold();
    else line.put(character);
    afterSpace = character === ' ';
  });
  return line.toString();
}

function singleQuoted(text: string, place: Place): string {
  const line = new Line(place);
  const characters = Array.from(text);
  let afterSpace = false;
  let afterBreak = false;
  line.put("'");
  characters.forEach((character, at) => {
    if (isBreak(character)) line.breakWith(character);
    else {
      if (afterBreak && character !== ' ') line.pad();
      const inner = at > 0 && at < characters.length - 1 && characters[at + 1] !== ' ';
      if (character === ' ' && place.foldable && !afterSpace && line.column > lineWidth && inner) line.fold();
      else line.put(character === "'" ? "''" : character);
    }
    afterSpace = character === ' ';
    afterBreak = isBreak(character);
  });
  line.put("'");
  return line.toString();
}

const escapes: Readonly<Record<number, string>> = {
  0: '0',
  7: 'a',
  8: 'b',
  9: 't',
  10: 'n',
  11: 'v',
  12: 'f',
  13: 'r',
  27: 'e',
  34: '"',
  92: '\\',
  133: 'N',
  160: '_',
  8232: 'L',
  8233: 'P',
};

function doubleQuoted(text: string, place: Place): string {
  const line = new Line(place);
  const characters = Array.from(text);
  // The library asks whether the text begins with a byte order mark, at every character.
  const escapeAll = text.startsWith('\ufeff');
  let afterSpace = false;
  line.put('"');
  characters.forEach((character, at) => {
    const mustEscape =
      escapeAll || !isPrintable(character) || isBreak(character) || character === '"' || character === '\\';
    const inner = at > 0 && at < characters.length - 1;
    if (mustEscape) line.put(escaped(character));
    else if (character === ' ' && place.foldable && !afterSpace && line.column > lineWidth && inner) {
      line.fold();
      if (characters[at + 1] === ' ') line.put('\\');
    } else line.put(character);
    afterSpace = !mustEscape && character === ' ';
  });
  line.put('"');
  return line.toString();
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const short = escapes[code];
  if (short !== undefined) return `\\${short}`;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function literal(text: string, indent: number): string {
  const characters = Array.from(text);
  const first = characters[0] ?? '';
  const hint = first === ' ' || isBreak(first) ? '2' : '';
  const out = [`|${hint}${chomping(characters)}\n`];
  let afterBreak = true;
  for (const character of characters) {
    if (!isBreak(character) && afterBreak) out.push(' '.repeat(indent));
    out.push(character);
    afterBreak = isBreak(character);
  }
  return out.join('');
}

function chomping(characters: readonly string[]): string {
  if (!isBreak(characters.at(-1) ?? '')) return '-';
  return characters.length === 1 || isBreak(characters.at(-2) ?? '') ? '+' : '';
}
