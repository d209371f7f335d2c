import { catalogue } from '@launchway/core';

/** What can be wrong with a chart, its package, or the index that lists it. */
export const helmProblems = catalogue({
  CHART_MISSING: {
    summary: 'There is no chart in the folder.',
    cause:
      'A chart is a folder with a file `Chart.yaml`, spelt like that. The folder has none, or `.helmignore` hides it.',
    remedy: 'Name the folder that holds `Chart.yaml`. If `.helmignore` hides it, remove the line that does.',
  },
  CHART_UNREADABLE: {
    summary: 'A file of the chart cannot be read as helm would read it.',
    cause:
      'helm reads `Chart.yaml`, `Chart.lock`, `requirements.yaml` and `values.yaml` while it packages, and refuses the chart when one of them is not valid YAML, or `values.schema.json` when it is not valid JSON.',
    remedy: 'Mend the file at the line the message names, and run the command again.',
  },
  CHART_FIELD: {
    summary: 'A field of the chart has a value that helm does not take.',
    cause:
      'A value of another kind (a list where a text belongs), a name or version that helm cannot use, a required field that is missing.',
    remedy: 'Change the field as the message says. Values of annotations are text: quote them.',
  },
  CHART_VERSION: {
    summary: 'The version of the chart is not a full semantic version.',
    cause:
      'helm packages `v1.2.3` and `1.2`, but nobody can pull such a version from an OCI registry, and other clients do not list it.',
    remedy: 'Write the version with three numbers and no `v`, such as `1.2.3` or `1.2.3-rc.1`.',
  },
  CHART_NAME: {
    summary: 'The name of the chart cannot be the name of an OCI repository.',
    cause:
      'helm packages charts with upper-case letters, spaces or other signs in their names, but registries refuse them.',
    remedy: 'Use lower-case letters, digits, dashes and dots, beginning and ending with a letter or a digit.',
  },
  CHART_DEPENDENCY_MISSING: {
    summary: 'A dependency is named by the chart but is not in its folder `charts/`.',
    cause:
      'A package carries its dependencies. They are often not in the repository, and `helm dependency build` fetches them.',
    remedy:
      'Run `helm dependency build` before packaging, for instance as a `generate` command, or commit the folder `charts/`.',
  },
  CHART_SUBCHART: {
    summary: 'An entry of the folder `charts/` is not a chart helm can load.',
    cause:
      'helm takes every file and folder in `charts/` for a chart, except those whose names begin with a dot or an underscore.',
    remedy: 'Mend the subchart, or move the file out of `charts/`, or begin its name with an underscore.',
  },
  CHART_SUBCHART_TWICE: {
    summary: 'Two subcharts have the same name.',
    cause:
      'Packaging writes both to `charts/<name>/`, and whoever loads the package gets a mixture of the two. helm does the same without saying so.',
    remedy: 'Remove one of them; an older unpacked copy beside the archive is the usual reason.',
  },
  CHART_TOO_LARGE: {
    summary: 'A file of the chart, or all of them together, is larger than helm can load.',
    cause:
      'helm refuses a single file above 5 MiB and a chart above 100 MiB unpacked; Rancher and GitLab take packages up to 5 MB.',
    remedy: 'Remove the file from the chart, or add it to `.helmignore`.',
  },
  CHART_LINK: {
    summary: 'A symbolic link in the chart cannot be packaged.',
    cause:
      'The link leads out of the chart, to nothing, or in a circle. helm would copy what it finds outside into the package, which makes the package depend on the machine. Rancher refuses a whole catalogue with a link in it.',
    remedy: 'Put the file itself into the chart, or add the link to `.helmignore`.',
  },
  CHART_SUBMODULE: {
    summary: 'A git submodule lies inside the chart.',
    cause: 'A commit holds only the name of a submodule, not its files, so the package would lack them.',
    remedy: 'Copy the files into the chart with a `generate` command, or add the folder to `.helmignore`.',
  },
  CHART_LFS: {
    summary: 'A file of the chart is kept by Git LFS.',
    cause:
      'A commit holds a few lines in its place that say where the file is. They would be packaged: helm would load a chart with wrong contents, or none where the file is a subchart.',
    remedy:
      'Keep the file in git itself: take its pattern out of `.gitattributes`, run `git add --renormalize .`, and commit. Or put it there with a `generate` command before the chart is packaged, or add it to `.helmignore`.',
  },
  HELMIGNORE_RULE: {
    summary: 'A line of `.helmignore` does not do what it seems to.',
    cause:
      'helm reads `.helmignore` unlike git: it refuses `**`, and a line that begins with `!` ignores everything that does not match it. A line with an unclosed bracket is refused too.',
    remedy:
      'Write one line without `!` or `**` for each thing to be left out. A line without a slash matches at any depth.',
  },
  PACKAGE_TIME: {
    summary: 'SOURCE_DATE_EPOCH is not a number of seconds.',
    cause: 'The variable gives the time that goes into the package, in whole seconds since 1970.',
    remedy: 'Set it to whole seconds, such as `git log -1 --format=%ct` prints, or unset it.',
  },
  INDEX_NOT_SPLICEABLE: {
    summary: 'The index of the chart repository has a form to which an entry cannot be added safely.',
    cause:
      'An entry is put into `index.yaml` without rewriting the rest. That needs one document, YAML or JSON, with the keys `apiVersion` and `entries`, a list for each chart, and versions that are plain to see; aliases, tabs in the margin, keys that occur twice and the like are left alone rather than guessed at.',
    remedy: 'Run `release catalog reconcile`, which writes the index anew from the packages, once.',
  },
  INDEX_CONFLICT: {
    summary: 'The index already has this version of the chart, with other content.',
    cause:
      'A published version never changes: clients that have it would not fetch it again, and their lock files would stop matching.',
    remedy: 'Release a new version. If the entry is wrong, remove it by hand, with the package it names.',
  },
  INDEX_PACKAGE_UNREADABLE: {
    summary: 'A file among the packages is no chart helm can load.',
    cause:
      'The index is rebuilt from the packages. A file that is cut off, too large or no chart cannot be listed; helm leaves such files out without a word.',
    remedy: 'Remove the file from the repository, or replace it by a package that helm loads.',
  },
});
