import { runInNewContext } from 'node:vm';

/** Longest text that a pattern of somebody else's is tried on; no ref and no tag is longer. */
const longest = 255;

/** Milliseconds a pattern may take; an honest one takes microseconds. */
const patience = 500;

/** What a pattern found: groups by number, or with the flag `g` the matches in their order. `null`: took no part. */
export type Groups = readonly (string | null)[];

/** A regular expression that does not compile, or takes too long; the message says which, to stand after a colon. */
export class PatternError extends Error {
  constructor(cause: unknown) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    const late = code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    super(late ? `it took more than ${patience} ms on one name` : String(message), { cause });
    this.name = 'PatternError';
  }
}

/**
 * Runs a regular expression that somebody else wrote as `String.match` does, on the first 255 characters of a text and
 * for a limited time: one that would run for hours (`(a+)+$`) is given up. It sees no object of this program.
 * @returns nothing where it does not match
 * @throws PatternError
 */
export function boundedMatch(expression: string, flags: string, text: string): Groups | undefined {
  try {
    const found: unknown = runInNewContext(
      'JSON.stringify(text.match(new RegExp(expression, flags)))',
      { text: text.slice(0, longest), expression, flags },
      { timeout: patience },
    );
    return (JSON.parse(String(found)) as Groups | null) ?? undefined;
  } catch (error) {
    throw new PatternError(error);
  }
}
