import { isReleaseError } from '../model/problem.ts';

/** Gives the code of the problem a function refuses with, for tests. */
export function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (isReleaseError(error)) return error.problems[0]?.code;
    throw error;
  }
  return undefined;
}
