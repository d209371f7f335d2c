import {
  type CommandResult,
  describePush,
  describeTrouble,
  hideUserinfo,
  parseRejections,
  ReleaseError,
  type Trouble,
} from '@launchway/core';
import { catalogProblems } from '../problems.ts';
import type { Clone } from './clone.ts';

/** Makes the error of a git command that failed. */
export function troubleWith({ url, source }: Clone, answer: CommandResult): ReleaseError {
  const trouble = describeTrouble(answer.stderr, hideUserinfo(url), source);
  return trouble === undefined ? unforeseen(url, answer) : errorOf(trouble);
}

/** Makes the error of a push that is known not to have arrived. */
export function pushRefusal({ url, source }: Clone, answer: CommandResult): ReleaseError {
  const refusal = describePush(answer, hideUserinfo(url), source);
  return refusal === undefined ? unforeseen(url, answer) : errorOf(refusal);
}

/** Whether a push came too late: another writer has moved the branch. */
export const wasOvertaken = ({ stdout }: CommandResult): boolean =>
  parseRejections(stdout).some(({ reason }) => /fetch first|non-fast-forward|stale info/.test(reason));

const errorOf = ({ problem, transient }: Trouble): ReleaseError =>
  new ReleaseError([problem], 'failed', undefined, transient);

function unforeseen(url: string, { stderr, exitCode }: CommandResult): ReleaseError {
  const words = hideUserinfo(stderr).trim().split('\n').slice(0, 3).join('; ') || 'it said nothing';
  const problem = catalogProblems.error('CATALOG_GIT', {
    message: `Git could not work with the catalogue ${hideUserinfo(url)} (exit code ${exitCode}): ${words}`,
    fix: 'Mend what git says, and run `release` again.',
  });
  return new ReleaseError([problem], 'failed');
}
