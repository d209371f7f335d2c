import { boundedMatch, type Groups, PatternError } from '@launchway/core';
import { tagProblems } from './problems.ts';

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
 * Runs a user's regular expression as `String.match` does, for a limited time.
 * @throws TAG_PATTERN_INVALID
 */
export function matchPattern({ expression, flags }: Pattern, text: string): Groups | undefined {
  try {
    return boundedMatch(expression, flags, text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw tagProblems.refusal(
      'TAG_PATTERN_INVALID',
      {
        message: `The pattern "${expression}" cannot be used: ${error.message}.`,
        fix: 'Correct the regular expression in the rule.',
      },
      error,
    );
  }
}
