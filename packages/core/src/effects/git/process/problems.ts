import { catalogue } from '../../../model/problem.ts';

/** What can be wrong with git itself or with the way it is called. */
export const processProblems = catalogue({
  GIT_MISSING: {
    summary: 'The git program was not found.',
    cause:
      'Launchway reads and writes the repository through git, and no `git` is on the PATH of this process.',
    remedy:
      'Install git 2.31 or newer, or add its folder to PATH. In a slim container image: `apk add git` or `apt-get install git`.',
  },
  GIT_TOO_OLD: {
    summary: 'This git is older than 2.31.',
    cause:
      'Merges are read against their first parent (`--diff-merges=first-parent`), which git learnt in 2.31 (March 2021).',
    remedy: 'Install git 2.31 or newer.',
  },
  GIT_DISK_FULL: {
    summary: 'Git could not write its files.',
    cause:
      'The disk or its quota is full, or the file system can only be read. Git writes objects into the repository, and a throw-away checkout into the temporary directory (`TMPDIR`).',
    remedy: 'Make room where the message says, and run again: what is done is recognised.',
  },
  PARTIAL_CLONE: {
    summary: 'Git could not fetch what a partial clone has left out.',
    cause:
      'A clone made with `--filter` fetches files and folders from its remote when something first needs them. Git does that with its own credentials; a token that only the release is given does not reach it.',
    remedy:
      'Clone without `--filter` (actions/checkout: leave out `filter`; GitLab: `GIT_CLONE_EXTRA_FLAGS`), or let git have a credential for the remote: `persist-credentials: true` of actions/checkout, or a credential helper.',
  },
  GIT_FAILED: {
    summary: 'A git command failed.',
    cause: 'Git ended with an error that Launchway does not know by name. Its own words are in the message.',
    remedy: 'Run the command that the message names by hand to see more, mend what it says, and run again.',
  },
  OBJECT_BROKEN: {
    summary: 'A folder in the history of the repository is damaged.',
    cause:
      'A tree object cannot be read to its end, or names a file as git never does: with a slash, `.`, `..` or `.git`. Either the repository is damaged, or somebody made the object by hand.',
    remedy:
      'Run `git fsck --full` to see which objects are concerned, and clone again from a remote that is whole.',
  },
  OBJECT_MISSING: {
    summary: 'An object of the repository is not where git looks for it.',
    cause:
      'A clone made with `git clone --reference` or `--shared` borrows objects from another one, by the paths in `.git/objects/info/alternates`. In a container that other clone is often not there, or at another path. Otherwise the repository is damaged.',
    remedy:
      'Mount the other clone at the path that the file names, or clone without it (`git clone --dissociate`). `git fsck` tells what else is missing.',
  },
  NOT_A_REPOSITORY: {
    summary: 'There is no git repository here.',
    cause: 'Neither this folder nor one above it holds a git repository.',
    remedy: 'Run inside the repository, or name it with `--cwd DIR`.',
  },
  NO_WORKING_TREE: {
    summary: 'The repository has no working tree.',
    cause:
      'It is a bare repository, or the command runs inside the `.git` folder. The files to release are not there.',
    remedy: 'Run in a clone or in a worktree of the repository (`git worktree add DIR`).',
  },
  PATH_LINE_BREAK: {
    summary: 'The path of the repository holds a line break.',
    cause:
      'Git tells where a repository is in a line for each folder, so such a path cannot be read from it.',
    remedy: 'Move the repository, or clone it, to a folder without a line break in its path.',
  },
  DUBIOUS_OWNERSHIP: {
    summary: 'Git does not trust the repository, because another user owns it.',
    cause:
      'Git refuses repositories of other users. It is common in CI containers, where the checkout belongs to the host.',
    remedy:
      'Run `git config --global --add safe.directory DIR` with the folder the message names, before the release.',
  },
});
