import { catalogue } from '@launchway/core';

/** What can be wrong with the sources of a chart, besides what `@launchway/helm` tells of its formats. */
export const chartProblems = catalogue({
  VERSION_SYNC: {
    summary: 'Two files that hold the same version differ.',
    cause:
      'A track keeps its version in several files, such as Chart.yaml and package.json. Somebody changed one of them alone, or took the version out of it.',
    remedy:
      'Write the same version into both, or run `npx --no-install release bump`, which moves every file of the track.',
  },
  CHART_NOT_BUMPED: {
    summary: 'The chart changed, but its version did not.',
    cause:
      'A catalogue shows an upgrade only for a higher version. A changed chart under an old version never reaches its users, or differs from what they have under one number.',
    remedy: 'Bump the chart in the same commit: `npx --no-install release bump --chart=patch --no-commit`.',
  },
  NOTES_MISSING: {
    summary: 'The release notes of the chart are missing or empty.',
    cause:
      'The configuration names a notes file that is written by hand for each release, and the commit does not hold it.',
    remedy: "Write and commit it, correct the path, or add `from: 'commits'` to `notes`.",
  },
  NOTES_STALE: {
    summary: 'The release notes were not written for this release.',
    cause:
      'The notes file is the same as at the last release, so users of the chart would read old news under a new version.',
    remedy:
      "Write what changes for users of the chart into the file and commit it, or add `from: 'commits'` to `notes`.",
  },
  CHART_API_VERSION: {
    summary: 'apiVersion of a chart is missing or not one helm reads.',
    cause: 'helm reads `v1` (helm 2 charts) and `v2`. With any other it refuses the chart.',
    remedy: 'Write `apiVersion: v2`.',
  },
  CHART_TYPE: {
    summary: 'type of a chart is not one helm knows.',
    cause: 'A chart is an `application`, or a `library` for other charts. helm refuses anything else.',
    remedy: 'Write `type: application`, or leave it out.',
  },
  CHART_LOSSY_VALUE: {
    summary: 'helm reads a value of Chart.yaml as another text than is written.',
    cause:
      'Without quotes, `1.10` is the number 1.1 for a YAML reader, `0123456` an octal number and `1e3` a thousand.',
    remedy: 'Put the value in double quotes.',
  },
  CHART_ANNOTATION: {
    summary: 'An annotation of a chart is not a string.',
    cause:
      'helm refuses a chart with a list or a map as an annotation, and turns numbers and truth values into text.',
    remedy: 'Put the value in quotes, or write lists and maps as a block of text (`|`).',
  },
  CHART_DEPENDENCY_RANGE: {
    summary: 'A dependency in the charts folder is of a version that Chart.yaml does not allow.',
    cause:
      'helm does not compare them: it packages whatever is in `charts/`, and the wrong version reaches users.',
    remedy: 'Run `helm dependency update` and commit the result, or change the range in Chart.yaml.',
  },
  CHART_DEPENDENCY_INVALID: {
    summary: 'A dependency of a chart is written in a way helm refuses.',
    cause:
      'A dependency needs a name; an alias may hold letters, digits, dashes and underscores; names and aliases are unique.',
    remedy: 'Correct the entry of `dependencies` in Chart.yaml.',
  },
  CHART_LOCK_STALE: {
    summary: 'Chart.lock does not belong to the dependencies of Chart.yaml.',
    cause:
      'Chart.lock carries a digest over both lists. After a change of Chart.yaml alone, `helm dependency build` refuses to work.',
    remedy: 'Run `helm dependency update` and commit Chart.lock.',
  },
  CHART_SECRET: {
    summary: 'A file that looks like a secret is about to be shipped with a chart.',
    cause:
      'Everything in a chart folder that .helmignore does not name is part of the package, which is usually public.',
    remedy: 'List the file in .helmignore, or take it out of the chart folder.',
  },
  CHART_LITTER: {
    summary: 'Files that belong to development are about to be shipped with a chart.',
    cause:
      'Everything in a chart folder that .helmignore does not name is part of the package: old archives, node_modules, swap files.',
    remedy: 'List them in .helmignore.',
  },
  ARTIFACTHUB_ANNOTATION: {
    summary: 'Artifact Hub would not list the version because of an annotation.',
    cause:
      'One annotation of artifacthub.io that does not parse makes Artifact Hub skip the whole version, and it tells nobody but its log.',
    remedy:
      'Write the annotation as Artifact Hub documents it. In lists inside a text, put strings with signs such as `:` or `*` in quotes.',
  },
});
