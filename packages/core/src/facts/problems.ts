import { catalogue } from '../model/problem.ts';

/** What can be wrong with what is read before planning. */
export const factProblems = catalogue({
  NO_COMMITS: {
    summary: 'The repository has no commit yet.',
    cause: 'HEAD names a branch that was never committed to, so there is nothing to release.',
    remedy: 'Make a first commit, then run again.',
  },
  SHALLOW_CLONE: {
    summary: 'The clone is shallow, and the history that the release needs is cut off.',
    cause:
      'CI fetches few commits by default. Which commits are unreleased cannot be told when the last release is not among them, so nothing is guessed.',
    remedy:
      'On GitHub, add `fetch-depth: 0` under `with:` of `actions/checkout`. On GitLab, add `GIT_DEPTH: 0` under `variables:` of the job. Elsewhere run `git fetch --unshallow --tags` first.',
  },
  PIN_FILE_MISSING: {
    summary: 'A file that holds a version is not in the commit.',
    cause:
      'A pin names a file that HEAD does not hold: the path is mistyped, relative to another folder, or the file was never committed.',
    remedy:
      'Commit the file, or correct its path; paths start at the top of the repository. For a `track()` that was never released, set `initial`.',
  },
  PIN_WITHOUT_VERSION: {
    summary: 'The first file of a track holds no version.',
    cause:
      'The first pin is the truth about a version, and there is no value at its place: the pointer is mistyped, or the version was never written.',
    remedy:
      'Write the version there and commit, or correct the pointer. For a `track()` that was never released, set `initial`.',
  },
});

export function noCommits(): Error {
  return factProblems.refusal('NO_COMMITS', {
    message: 'The repository has no commit yet, so there is nothing to release.',
    fix: 'Make a first commit, then run again.',
  });
}
