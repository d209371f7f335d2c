/** Bytes that mean something in YAML and JSON. */
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const tab = 0x09;
export const dash = 0x2d;
export const colon = 0x3a;
export const comma = 0x2c;
export const hash = 0x23;
export const questionMark = 0x3f;
export const backslash = 0x5c;
export const doubleQuote = 0x22;
export const singleQuote = 0x27;
export const bracket = 0x5b;
export const brace = 0x7b;

type Byte = number | undefined;

/** Whether a byte opens a list or a mapping. */
export const isOpening = (byte: Byte): boolean => byte === bracket || byte === brace;
/** `]`, `}`. */
export const isClosing = (byte: Byte): boolean => byte === 0x5d || byte === 0x7d;
export const isQuote = (byte: Byte): boolean => byte === doubleQuote || byte === singleQuote;
/** `&` of an anchor, `!` of a tag. */
export const isProperty = (byte: Byte): boolean => byte === 0x26 || byte === 0x21;
/** `|`, `>`. */
export const isBlockText = (byte: Byte): boolean => byte === 0x7c || byte === 0x3e;
/** White space, line ends included. */
export const isSpace = (byte: Byte): boolean =>
  byte === space || byte === tab || byte === newline || byte === carriageReturn;

/** Gives the place behind the end of the line that a place is on. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(newline, from);
  return end < 0 ? bytes.length : end + 1;
}
