import { runInNewContext } from 'node:vm';
import { tagProblems } from './problems.ts';

/** Longest text a user's pattern is tried on; no ref and no tag is longer. */
const longestSubject = 255;

/** Milliseconds a pattern may take; an honest one takes microseconds. */
const patience = 500;

/** What a pattern found: groups by number, or with the flag `g` the matches in their order. `null`: took no part. */
export type Groups = readonly (string | null)[];

/** `/expression/flags`, or the bare expression. */
export interface Pattern {
  readonly expression: string;
  readonly flags: string;
}

/** Reads a pattern as it stands in a rule. */
export function readPattern(text: string): Pattern {
  const found = /^\/(.+)\/(.*)$/.exec(text);
  return { expression: found?.[1] ?? text, flags: found?.[2] ?? '' };
}

/**
 * Runs a user's regular expression as `String.match` does, for a limited time: an expression that would run for hours
 * (`(a+)+$`) ends the run with a problem instead.
 * @throws ReleaseError TAG_PATTERN_INVALID
 */
export function matchPattern({ expression, flags }: Pattern, text: string): Groups | undefined {
  try {
    const found: unknown = runInNewContext(
      'JSON.stringify(text.match(new RegExp(expression, flags)))',
      { text: text.slice(0, longestSubject), expression, flags },
      { timeout: patience },
    );
    return (JSON.parse(String(found)) as Groups | null) ?? undefined;
  } catch (error) {
    throw tagProblems.refusal(
      'TAG_PATTERN_INVALID',
      {
        message: `The pattern "${expression}" cannot be used: ${reason(error)}.`,
        fix: 'Correct the regular expression in the rule.',
      },
      error,
    );
  }
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return `it took more than ${patience} ms on one name`;
  return String(message);
}
