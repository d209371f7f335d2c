import { catalogue } from '../model/problem.ts';

/** What the built-in plugins tell of commits and of versions. */
export const builtinProblems = catalogue({
  FOOTER_OVERTAKEN: {
    summary: 'A commit asks for a version that has been overtaken since.',
    cause:
      'The footer `Release-As: TRACK@VERSION` was written when the track was below that version. Before its commit was merged, the track reached it or went beyond.',
    remedy:
      'Nothing: commits decide, as if there were no footer. Another version is asked for with `--as TRACK=VERSION`.',
  },
  TRACK_VERSION_SYNC: {
    summary: 'Two files that hold the version of one track differ.',
    cause:
      'A track keeps its version in several files, and somebody changed one of them alone, or took the version out of it.',
    remedy:
      'Write the same version into all of them, or run `npx --no-install release bump`, which moves every file of the track.',
  },
});
