import { catalogue } from '../model/problem.ts';

/** What keeps a command from being carried out, and what nobody expected. */
export const commandProblems = catalogue({
  USAGE_CONFIRM: {
    summary: 'The release must be confirmed.',
    cause: 'Outside CI a release is asked for on a terminal. There is none here to ask on.',
    remedy: 'Say `--yes`, or look first with `release --dry-run`.',
  },
  APPLY_IN_REQUEST: {
    summary: 'A plan of a new release is not applied in the pipeline of a pull or merge request.',
    cause:
      'Such a pipeline runs for changes that nobody has accepted yet, and its commits are not those of the branch. `release` only plans there, and so does `release apply`.',
    remedy: 'Make the plan and apply it in the pipeline of the branch.',
  },
  PUBLISH_IN_REQUEST: {
    summary: 'Nothing is published or tagged from the pipeline of a pull or merge request.',
    cause:
      'Such a pipeline runs for changes that nobody has accepted yet. Where the newest commit of a request is a release commit, `release publish` would publish it before it is on the branch.',
    remedy:
      'Run it in the pipeline of the branch or of the tag. In a request, `release plan` and `--dry-run` work.',
  },
  BUMP_TAG_TAKEN: {
    summary: 'The tag of a bump by hand exists already.',
    cause:
      'This clone has a tag of that name, so the version was released before, or somebody made the tag for something else.',
    remedy:
      'Look at it with `git show TAG`. Bump to another version; if the tag was a mistake, delete it with `git tag --delete TAG` and bump again.',
  },
  RELEASE_NOT_FOUND: {
    summary: 'There is no release to look at or to publish.',
    cause:
      'The history at hand holds no commit that moved a version since its first one, and no tag of the versions in the files; or the commit that was named moves no version, and has no tag of the versions in its files.',
    remedy:
      'Name the release by its tag or commit, and fetch it first where the clone is shallow. A tag must say the version that the files of its commit hold.',
  },
  REVISION_UNKNOWN: {
    summary: 'A revision names no commit of this repository.',
    cause: 'The tag, branch or commit does not exist here: it is mistyped or was not fetched.',
    remedy: 'Fetch it (`git fetch --tags`), or correct the name.',
  },
  FILE_UNREADABLE: {
    summary: 'A file that the command line names cannot be read.',
    cause: 'It is a folder, or this user may not read it.',
    remedy: 'Name the file itself, and see that it may be read.',
  },
  FILE_UNWRITABLE: {
    summary: 'A file that is to be written cannot be.',
    cause:
      'Its path leads through a file or ends at a folder, this user may not write there, or the disk is full.',
    remedy: 'Name another path, or mend what the message says.',
  },
  OUTPUTS_UNWRITTEN: {
    summary: 'What a run leaves for other jobs and for people could not be written.',
    cause:
      'Standard output, the file that `--dotenv` or `--events` names, or one that the CI gives for outputs and the summary, cannot be written: the disk is full, or a folder is missing or protected. The release itself is as the report says.',
    remedy:
      'Mend what the message names and run again, so that jobs that wait for the outputs get them. Nothing is published twice.',
  },
  COMMAND_CUT_SHORT: {
    summary: 'The process ended before the command did.',
    cause:
      'The configuration, a module that it imports or a plugin called `process.exit()`, threw outside of what the command waits for, or awaits a promise that nothing keeps, so that Node had nothing left to do.',
    remedy:
      'Remove the call or mend the promise, then run again. Where a release had begun, the run does what is missing.',
  },
  REHEARSAL_SANDBOX_MISSING: {
    summary: 'The stand-ins of a rehearsal are not installed.',
    cause:
      '`release rehearse` publishes to stand-ins of remotes, registries and forges, which are a package of their own so that nobody installs them for a release.',
    remedy: 'Run `npm install --save-dev @launchway/sandbox`.',
  },
  REHEARSAL_KEEP_TAKEN: {
    summary: 'The folder that a rehearsal is to be kept in is not empty.',
    cause: '`--keep DIR` writes many files and never mixes them with others.',
    remedy: 'Name a folder that does not exist, or empty it.',
  },
  REHEARSAL_NO_REMOTE: {
    summary: 'The repository has no remote, so a true release could not be pushed.',
    cause: 'A release is pushed to a remote. The rehearsal has made up one named `origin` to go on.',
    remedy: 'Add the remote before you release: `git remote add origin ADDRESS`.',
  },
  UNEXPECTED: {
    summary: 'Launchway met something that it should have foreseen.',
    cause: 'There is a mistake in Launchway or in a plugin.',
    remedy:
      'Run the command again with `--verbose`, and report what it prints with the versions `release doctor` shows. Running `release` again is safe.',
  },
});
