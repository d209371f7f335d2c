/**
 * What every git process gets, on both sides of the border: the same words on every machine, no questions, no locks for mere
 * reading, and commits and files as they are in the repository, whatever this clone puts in their place (git-replace(1),
 * grafts), and paths that mean what they say.
 */
export const gitEnvironment = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_GLOB_PATHSPECS: '0',
  GIT_NOGLOB_PATHSPECS: '0',
  GIT_ICASE_PATHSPECS: '0',
} as const;

/**
 * What every git process is told before its command: an address of `ext::` is a command, and is not started; and that git would
 * rather have no grafts is no news to whoever reads what went wrong.
 */
export const gitSettings = [
  '-c',
  'protocol.ext.allow=never',
  '-c',
  'advice.graftFileDeprecated=false',
] as const;
