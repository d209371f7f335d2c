import { catalogue } from '@launchway/core';

/** What can go wrong on the way from a chart to its catalogues. */
export const catalogProblems = catalogue({
  CATALOG_ACTION: {
    summary: 'There is no such action on a catalogue.',
    cause: '`release catalog` takes the name of an action.',
    remedy: 'Write `release catalog reconcile [DIR]`.',
  },
  CATALOG_CHART_UNKNOWN: {
    summary: 'It is not known which chart is to be published, or it is not in the commit.',
    cause:
      'The plugin publishes the chart whose Chart.yaml holds the version of its track, unless a folder is named. No such file was found.',
    remedy: "Name the folder of the chart: `helmCatalog({ chart: 'charts', ... })`.",
  },
  PACKAGE_OTHER: {
    summary: 'The packaged chart has another name or version than the release.',
    cause:
      'Chart.yaml in the release commit, or what the commands of `generate` made of it, does not say what the release says.',
    remedy:
      'Let the commands leave name and version alone, and let `track` name the track that holds the version of this chart.',
  },
  PACKAGE_DIFFERS: {
    summary: 'The package was made twice from one commit, with different content.',
    cause:
      'Every job that publishes makes the package again, which gives the same bytes as long as the commands of `generate` do. Dates, random values, and files from outside of the commit make them differ.',
    remedy:
      'Let the commands depend on the commit alone. `SOURCE_DATE_EPOCH` and the like help tools that write dates.',
  },
  CATALOG_CREDENTIAL: {
    summary: 'The credential for a catalogue is not set.',
    cause:
      'The target names a variable that is empty here, or needs a credential and none of the usual variables is set. Pipelines of forks and of unprotected branches do not get to see protected variables.',
    remedy: 'Set the variable in the CI settings, or name another: `credential: { env: ... }` of the target.',
  },
  CATALOG_PROJECT_UNKNOWN: {
    summary: 'It is not known to which project of GitLab a chart goes.',
    cause:
      'The options name none, no GitLab pipeline runs, and the address of the remote does not show a GitLab.',
    remedy:
      "Name it: `{ gitlab: 'stable', project: 'group/project', api: 'https://gitlab.example.com/api/v4' }`.",
  },
  CATALOG_VERSION_TAKEN: {
    summary: 'The catalogue has this version already, with other content.',
    cause:
      'A published version never changes: whoever has it would not fetch it again, and digests and signatures would no longer match. It was published by hand, by another repository with a chart of the same name, or from another commit.',
    remedy:
      'Release a new version. If the published one was a mistake, leave it, and say so in the notes of the next.',
  },
  CATALOG_BROKEN: {
    summary: 'The catalogue would not load with this version in it.',
    cause:
      'Before it is pushed, everything the release touches is loaded as helm and Rancher load it. Rancher drops a whole catalogue for one chart that does not load, for a symbolic link anywhere, and does not see unpacked charts below a folder with a Chart.yaml or beside an index.yaml.',
    remedy: 'Do what the message says about the file it names. Nothing was pushed.',
  },
  CATALOG_BUSY: {
    summary: 'Other writers were always faster.',
    cause: 'Every attempt to push met a catalogue that had moved on. Something writes to it without a pause.',
    remedy: 'Run `release` again, and see who writes to the catalogue that often.',
  },
  CATALOG_GIT: {
    summary: 'Git could not work with the catalogue.',
    cause:
      'A git command in the throw-away clone of the catalogue failed for a reason that is not one of the usual.',
    remedy: "Mend what git's message says, and run `release` again.",
  },
  CATALOG_REFUSED: {
    summary: 'A repository of charts refused a request.',
    cause:
      'The credential has too few rights, the address is wrong, or the package is above a limit of the server.',
    remedy:
      'Compare the message with the settings of the server, and run `release` again; it does only what is missing.',
  },
  CATALOG_INDEX: {
    summary: 'A repository of charts answered with something that is no index.',
    cause: 'The address leads to a web page, often to a login.',
    remedy: 'Use the address that `helm repo add` takes, without `index.yaml` at its end.',
  },
  CATALOG_NOT_LISTED: {
    summary: 'A package was taken, and the index does not list it.',
    cause:
      'The server takes uploads and checks them later, as GitLab does, or it is slow to write its index, or a cache stands before it; or something else answered in its place.',
    remedy:
      'Look at the package on the server. Run `release` again in a while; it does only what is missing.',
  },
});
