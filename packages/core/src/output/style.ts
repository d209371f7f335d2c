/** The few looks that the output has. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  name(text: string): string;
}

/** Begin and end of a look, as ECMA-48 numbers them; `styleText` of `node:util` takes longer to load than a command's help. */
type Look = readonly [begin: number, end: number];

/** Gives the looks, or ones that change nothing where colour is not wanted. */
export function makeStyle(colour: boolean): Style {
  const look =
    ([begin, end]: Look) =>
    (text: string) =>
      colour && text !== '' ? `\x1b[${begin}m${text}\x1b[${end}m` : text;
  return {
    strong: look([1, 22]),
    faint: look([2, 22]),
    good: look([32, 39]),
    bad: look([31, 39]),
    warn: look([33, 39]),
    name: look([36, 39]),
  };
}

/** What decides about colour. */
export interface ColourWish {
  /** False for `--no-color`. */
  readonly flag?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tty: boolean;
}

/** `--no-color`, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal that can. */
export function wantsColour({ flag, env, tty }: ColourWish): boolean {
  if (flag === false) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return tty && env['TERM'] !== 'dumb';
}
