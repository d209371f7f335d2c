import { styleText } from 'node:util';

/** The few looks that the output has. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  name(text: string): string;
}

type Look = Parameters<typeof styleText>[0];

/** Gives the looks, or ones that change nothing where colour is not wanted. */
export function makeStyle(colour: boolean): Style {
  const look = (format: Look) => (text: string) =>
    colour && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    strong: look('bold'),
    faint: look('dim'),
    good: look('green'),
    bad: look('red'),
    warn: look('yellow'),
    name: look('cyan'),
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
