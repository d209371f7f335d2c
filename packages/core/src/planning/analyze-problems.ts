import { catalogue } from '../model/problem.ts';

/** What can be wrong with the versions that commits, footers and options ask for. */
export const analyzeProblems = catalogue({
  VERSION_NOT_HIGHER: {
    summary: 'A version was asked for that is not higher than the current one.',
    cause:
      '`--as` or a `Release-As:` footer names a version that is equal to or lower than what the files hold. A version once published is never used again.',
    remedy:
      'Ask for a higher version. A footer in a pushed commit is overridden with `--as TRACK=VERSION` or `--bump TRACK=KIND`.',
  },
  VERSION_NOT_STRICT: {
    summary: 'A version was asked for that is not strict SemVer.',
    cause:
      'Versions have three numbers without leading zeros and no `v`, as semver.org says. Helm and registries refuse others.',
    remedy:
      'Write it as in `1.4.0` or `1.4.0-rc.1`. A footer in a pushed commit is overridden with `--as TRACK=VERSION`.',
  },
  BUMP_UNKNOWN: {
    summary: 'A kind of bump was asked for that does not exist.',
    cause: 'A version moves by `patch`, `minor` or `major`; an exact version is asked for with `--as`.',
    remedy: 'Use `--bump TRACK=patch`, `minor` or `major`, or `--as TRACK=VERSION`.',
  },
  FOOTER_TRACK_UNKNOWN: {
    summary: 'A commit asks for the version of a track that this flow does not have.',
    cause:
      'The footer `Release-As: TRACK@VERSION` has a mistyped name, names a track of another flow, or names none where the flow has several.',
    remedy: 'Nothing, if another flow is meant. Otherwise ask by option: `--as TRACK=VERSION`.',
  },
});
