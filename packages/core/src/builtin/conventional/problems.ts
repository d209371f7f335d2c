import { catalogue } from '../../model/problem.ts';

/** What can be told of conventional commits. */
export const conventionalProblems = catalogue({
  FOOTER_OVERTAKEN: {
    summary: 'A commit asks for a version that has been overtaken since.',
    cause:
      'The footer `Release-As: TRACK@VERSION` was written when the track was below that version. Before its commit was merged, the track reached it or went beyond.',
    remedy:
      'Nothing: commits decide, as if there were no footer. Another version is asked for with `--as TRACK=VERSION`.',
  },
});
