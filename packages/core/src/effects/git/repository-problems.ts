import { catalogue } from '../../model/problem.ts';

/** What can be wrong with the state of the repository. */
export const repositoryProblems = catalogue({
  NO_COMMITS: {
    summary: 'The repository has no commit yet.',
    cause: 'HEAD names a branch that was never committed to, so there is nothing to release.',
    remedy: 'Make a first commit, then run again.',
  },
});
