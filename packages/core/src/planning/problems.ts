import { catalogue } from '../model/problem.ts';

/** What can be wrong while a plan is made. */
export const planningProblems = catalogue({
  EDIT_FILE_MISSING: {
    summary: 'A file that must be changed is not in the commit.',
    cause:
      'A pin or a plugin names a file that HEAD does not hold: the path is mistyped, relative to another folder, or the file was never committed.',
    remedy:
      'Commit the file, or correct its path in `release.config.ts`; paths start at the top of the repository.',
  },
  PIN_OVERWRITTEN: {
    summary: 'A plugin writes over a version.',
    cause:
      'A plugin changes a file that holds a version of a track, such as a changelog or notes that were given the path of a manifest, and the version cannot be read from it afterwards.',
    remedy: 'Give the changelog, the notes or whatever the plugin writes a file of its own.',
  },
  PINS_DIFFER: {
    summary: 'The places that hold one version hold different ones.',
    cause: 'All pins of a track are always equal. Somebody changed one by hand and forgot the other.',
    remedy:
      'Set all of them to the version that is right and commit; `release check --staged` before each commit keeps it so. A release sets those that are behind to its version; one that is ahead it does not set back.',
  },
  VERSION_BEHIND_TAG: {
    summary: 'A version would be no higher than one that is tagged on this history.',
    cause:
      'Versions are taken from the files. A tool before, or a person, made a tag and did not write its version there, so the files are behind.',
    remedy:
      'Write the version of the tag into the files with `release bump`, and go on from there. Nothing to do where a track begins anew on purpose.',
  },
  DIRTY_PIN: {
    summary: 'A file that the release changes has uncommitted changes.',
    cause:
      'A release is made of what is committed. Uncommitted changes of the same file would be left behind or mixed in.',
    remedy: 'Commit or stash the changes, then run again.',
  },
  NOT_A_BRANCH: {
    summary: 'The release cannot tell which branch it is for.',
    cause:
      'HEAD is detached and no CI variable names a branch, so there is nothing that the release commit could be pushed to.',
    remedy: 'Check out a branch, or set `branch` in the options of the git plugin.',
  },
  TAG_DUPLICATE: {
    summary: 'Two tracks call for the same git tag.',
    cause: 'Their tag templates give the same name for these versions.',
    remedy: "Put the track's name into one of the templates, such as `app-v{version}`.",
  },
  TAG_NAME_INVALID: {
    summary: 'A tag template gives a name that git does not allow.',
    cause:
      'Git refuses names with spaces, `..`, `~`, `^`, `:`, `?`, `*`, `[`, a leading `-` or `/`, and some others.',
    remedy: "Correct the template in the track's `tag.name`; it must contain `{version}`.",
  },
  ASSET_DUPLICATE: {
    summary: 'Several files of a release have the same name.',
    cause:
      "A release offers each file for download under a name of its own. Two plugins, or two instances of one, chose the same name; or the name of a plugin's files leaves out what tells them apart, such as `{os}` or `{arch}`.",
    remedy: 'Give each of the files a name of its own in the options of its plugin.',
  },
  ASSET_NAME_INVALID: {
    summary: 'A file of a release has a name that cannot be kept.',
    cause:
      'GitHub puts dots in the place of spaces and most other characters, and GitLab refuses them. The file would be found under another name than the checksums and links say.',
    remedy: 'Correct the template of the name: ASCII letters, digits, `.`, `_`, `+` and `-`.',
  },
  ASSET_UNCLAIMED: {
    summary: 'Files are made that nobody gets.',
    cause:
      'A plugin makes files for download, such as the archives of a command-line tool, and no plugin of the flow publishes them. Those of the forges do.',
    remedy: 'Add `github()` or `gitlab()` to the flow, or take the plugin out that makes the files.',
  },
  VERSION_NOT_COMMITTED: {
    summary: 'A version is published by hand that the files do not say.',
    cause:
      '`release publish --as` named another version than the commit holds. It is published from a commit that is on no branch, so the next release does not know of it.',
    remedy: 'Bump the track to that version afterwards, or before: `release bump`, then `release publish`.',
  },
  BUMP_NOTHING: {
    summary: 'A manual bump names no track.',
    cause: '`release bump` changes what it is told to; it was called without any track.',
    remedy: 'Name a track and how it moves, such as `release bump --chart=patch`.',
  },
  BUMP_INCOMPLETE: {
    summary: 'A manual bump leaves out a track that must move too.',
    cause:
      'A track that ships another changes when the other does: bumping the app edits Chart.yaml, so the chart is another chart.',
    remedy: 'Bump both, such as `release bump --chart=patch --app=minor`.',
  },
  APP_WITHOUT_TAG: {
    summary: 'A version changes that only a tagged release would publish.',
    cause:
      'The track has no tag of its own: its builds start from the tag of the track that ships it, and no tag was asked for.',
    remedy: 'Add `--tag`, or leave it to a later release that makes one.',
  },
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
