import { catalogue } from '@launchway/core';

/** What can be wrong with a release on GitHub. */
export const githubProblems = catalogue({
  GITHUB_UNKNOWN: {
    summary: 'It is not known which repository on which GitHub is meant.',
    cause: 'Neither the options nor a workflow say it, and the git remote is not on a host called github.',
    remedy: "Name both: `github({ url: 'https://github.com', repository: 'owner/name' })`.",
  },
  GITHUB_TRACK_UNKNOWN: {
    summary: 'The options name a track that no plugin brings.',
    cause: 'The name is misspelt, or the plugin that brings the track is missing from the flow.',
    remedy: "Correct `track` in the options of github(), or leave it out for all tracks' tags.",
  },
  GITHUB_DISPATCH_OPTIONS: {
    summary: 'The workflows to start are named in a way that cannot work.',
    cause: 'One of them is named twice, or is given more inputs than GitHub takes.',
    remedy: 'Name each workflow once, with at most 25 inputs.',
  },
  GITHUB_TOKEN_MISSING: {
    summary: 'There is no token for GitHub.',
    cause:
      "None of the variables is set. A workflow's own token is in no variable until the workflow puts it there.",
    remedy:
      "In a workflow add `env: { GITHUB_TOKEN: '${{ github.token }}' }` to the step and `permissions: { contents: write }` to the job. Elsewhere set GITHUB_TOKEN to an access token.",
  },
  GITHUB_TOKEN_SCOPE: {
    summary: 'The access token has too few scopes.',
    cause: 'A classic token needs `repo`, or `public_repo` for a public repository.',
    remedy: 'Make a token with the scope `repo`, or a fine-grained one with Contents, read and write.',
  },
  GITHUB_PERMISSION: {
    summary: 'The workflow keeps from its own token what the release needs.',
    cause:
      'Its `permissions` list some and leave out others; what is not listed is taken away as soon as anything is. New repositories give the token no more than reading.',
    remedy:
      'Give the job `permissions: { contents: write }` for releases, with `packages: write` for images, `actions: write` to start workflows, `issues: write` and `pull-requests: write` for comments, `id-token: write` for an identity.',
  },
  GITHUB_ROLE: {
    summary: 'The account behind the token may not write to the repository.',
    cause: 'Releases need the role Write.',
    remedy: 'Give the account the role Write under Settings > Collaborators and teams, or use another token.',
  },
  GITHUB_ARCHIVED: {
    summary: 'The repository is archived.',
    cause: 'Nothing can be written to an archived repository.',
    remedy: 'Take it out of the archive under Settings > General > Danger zone.',
  },
  GITHUB_FORK: {
    summary: 'A pull request from a fork cannot release.',
    cause: 'GitHub gives its runs a token that only reads, and no secrets, whatever the workflow says.',
    remedy:
      'Release from a branch or a tag of the repository itself. `release plan` needs no token and works on forks.',
  },
  GITHUB_WORKFLOW_CHANGE: {
    summary: "The workflow's own token may not push changes of workflows.",
    cause:
      'GitHub refuses a push with GITHUB_TOKEN of a commit whose `.github/workflows` differ from those of the branch it knows. No `permissions` allow it.',
    remedy:
      'Push with another token in LAUNCHWAY_GIT_TOKEN: a classic one with the scope `workflow`, or a fine-grained one with Workflows, read and write. Or run the release again from the tip of the branch.',
  },
  GITHUB_NO_WORKFLOW: {
    summary: 'Pushing the tag will start no workflow.',
    cause:
      "A push with the workflow's own GITHUB_TOKEN starts none, nor does a commit with [skip ci] in its message.",
    remedy:
      "Set `dispatch: { workflow: 'image.yml' }` in the options of github() and `on: workflow_dispatch` in the workflow; or push with another token in LAUNCHWAY_GIT_TOKEN; or publish everything in this run.",
  },
  GITHUB_WORKFLOW_UNKNOWN: {
    summary: 'The workflow to start cannot be started.',
    cause: 'Its name is misspelt, it is not on the default branch yet, or it has no `on: workflow_dispatch`.',
    remedy: 'Correct the name, add `workflow_dispatch:` to its `on`, and merge it into the default branch.',
  },
  GITHUB_TAG_ELSEWHERE: {
    summary: 'The tag on GitHub is at another commit.',
    cause: 'It was made or moved by somebody else.',
    remedy:
      'Look at the tag on GitHub. Release the next version rather than moving a tag that others may have.',
  },
  GITHUB_TAG_MISSING: {
    summary: 'The tag is not on GitHub yet.',
    cause: 'It was pushed a moment ago and GitHub has not noticed, or the push went to another server.',
    remedy:
      'Run `release` again; it does only what is missing. Check that the git remote is this repository.',
  },
  GITHUB_TAG_BURNED: {
    summary: 'GitHub does not give this tag name to another release.',
    cause: 'A release of that name was immutable and has been deleted. GitHub keeps such names for ever.',
    remedy: 'Release the next version.',
  },
  GITHUB_IMMUTABLE: {
    summary: 'A release is published without all of its files, and cannot be changed.',
    cause:
      'The repository has immutable releases, and somebody has published this one before its files were there: by hand, or with a tool that publishes first and uploads afterwards.',
    remedy: 'Release the next version, and let it be published by github() alone, which uploads first.',
  },
  GITHUB_FILE_DIFFERS: {
    summary: 'A file of this version is published already, with other content.',
    cause: 'It was built twice and came out differently, or somebody else has uploaded it.',
    remedy:
      'Pass on the files of the job that built them first, or make the build reproducible; else release the next version.',
  },
  GITHUB_FILES_MISSING: {
    summary: 'Files that the release offers are not there.',
    cause:
      'A glob found nothing: the job that builds the files has not run, its artifacts were not passed on, or the working tree is of another commit.',
    remedy: 'Build them before the release, and pass them on as artifacts; or correct the glob.',
  },
  GITHUB_FILE_NAME: {
    summary: 'A file has a name that GitHub would change, or that comes twice.',
    cause:
      'GitHub puts a full stop in place of every character but letters, digits and `._+@~-`, and no two files of a release may have one name.',
    remedy: 'Rename the file.',
  },
  GITHUB_UPLOAD_BROKEN: {
    summary: 'A file did not arrive at GitHub as it was sent.',
    cause: 'An upload was broken off, or something in between has changed it. The release is still a draft.',
    remedy: 'Run `release` again: it uploads what is missing, and publishes then.',
  },
});
