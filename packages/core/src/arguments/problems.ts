import { catalogue } from '../model/problem.ts';

/** What can be wrong with the words after `release`. */
export const usageProblems = catalogue({
  USAGE_COMMAND: {
    summary: 'There is no such command.',
    cause:
      'The first word after `release` is mistyped, or belongs to a plugin that the configuration does not use.',
    remedy: 'Take a command that `release --help` lists.',
  },
  USAGE_FLAG: {
    summary: 'The command does not take this flag.',
    cause:
      'It is mistyped, or belongs to another command. Launchway never ignores a flag it does not know: a mistyped `--dry-run` would release.',
    remedy: 'Take a flag that `release COMMAND --help` lists.',
  },
  USAGE_VALUE: {
    summary: 'A flag or argument has no value, or one that makes no sense.',
    cause: 'A value was forgotten, given to a switch, or is of the wrong form.',
    remedy: 'Write it as the message shows.',
  },
  USAGE_TRACK: {
    summary: 'There is no such track.',
    cause: 'The flow at hand has no track of this name.',
    remedy: 'Take one of the names the message lists; `release plan` shows them.',
  },
});
