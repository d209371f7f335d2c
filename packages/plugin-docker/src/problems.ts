import { catalogue } from '@launchway/core';

export { tagProblems } from './tags/problems.ts';

/** Everything that can keep an image from being published; that of registries is in @launchway/oci. */
export const dockerProblems = catalogue({
  DOCKER_OPTIONS_CONTRADICT: {
    summary: 'Options of the docker plugin do not go together.',
    cause:
      'An image needs a name and one source: `build` makes it, `from` takes one that was made before. One credential cannot be meant for several registries.',
    remedy:
      'Compare the options with the README of @launchway/plugin-docker, and correct what the message names.',
  },
  DOCKER_TRACK_UNKNOWN: {
    summary: 'It is not clear which version the image carries.',
    cause:
      'The option `track` names no track of the flow, or it was left out and not exactly one track has a tag rule.',
    remedy: 'Name one of the tracks that the message lists in the option `track`.',
  },
  DOCKER_IMAGE_UNKNOWN: {
    summary: "The image's name is in a variable that is not set.",
    cause:
      'The option `image` holds `$NAME`, and the environment has no such variable. GitLab sets `CI_REGISTRY_IMAGE` only where the project has a container registry.',
    remedy: 'Set the variable, enable the container registry of the project, or write the name out.',
  },
  DOCKER_NO_TAGS: {
    summary: 'No rule gives the image a tag of its own.',
    cause:
      'The rules in `tags` are all for other events than this release, or they give floating tags alone. A floating tag goes to the highest version, which is told by exact tags.',
    remedy: "Add a rule for versions, such as '{version}'.",
  },
  DOCKER_BUILDX_MISSING: {
    summary: '`docker buildx` cannot be run.',
    cause:
      'Images are built with `docker buildx build`. The command `docker` is not installed, or its plugin buildx is not, or the builder that was named does not exist.',
    remedy:
      'Install Docker with buildx in the job (docker/setup-buildx-action on GitHub, the image docker:cli on GitLab), and create the builder with `docker buildx create`.',
  },
  DOCKER_LOGIN_TOO_OLD: {
    summary: 'This version of `docker` cannot be given the credentials.',
    cause:
      'The credentials for the registry are in variables of the environment. They are handed to `docker` by `DOCKER_AUTH_CONFIG`, which it reads from version 28 on. So they are in no file and no argument.',
    remedy: 'Use Docker 28 or newer, or log in before with `docker login`.',
  },
  DOCKER_FILE_MISSING: {
    summary: 'The commit does not hold the Dockerfile or the folder that the image is built of.',
    cause:
      'Images are built in a checkout of the release commit. The options `context` and `dockerfile` of `build` name a path that is not in it: misspelt, ignored by git, or not committed yet. A command of the release that makes the file is not known here.',
    remedy:
      "Commit the file, or correct the option. Where a job makes it beforehand, say `in: 'worktree'`; where a command does, name it in `prepare`.",
  },
  DOCKER_BUILD_UNKNOWN: {
    summary: 'The build ended well, but what it made is not to be found.',
    cause:
      'The file that buildx writes about the build holds no digest, or the registry does not have the image of that digest. A builder that does not push, or another registry behind the same name, is the usual reason.',
    remedy: 'Look at the output of the build and at the builder with `docker buildx inspect`.',
  },
  DOCKER_TAG_TAKEN: {
    summary: 'An exact tag names another image already.',
    cause:
      'The tag of a version is given once and kept, since people rely on it. The registry has this tag, and the image is not the one that is to be published.',
    remedy:
      'Release a new version. If the image there is a mistake, remove the tag from the registry, or allow it once with `overwrite: true`.',
  },
  DOCKER_FROM_MISSING: {
    summary: 'The image that is to be published does not exist.',
    cause:
      'The option `from` names an image that another job has built. The registry has none by that name, or the file that should name it is missing or empty.',
    remedy:
      'Let the job that builds run before this one, and compare the name it pushes with `from`. `{sha}` has seven characters, `{sha:long}` all of them, and stands for the release commit or its parent.',
  },
  DOCKER_FROM_OTHER: {
    summary: 'The image that is to be published was made of another commit.',
    cause:
      'The label `org.opencontainers.image.revision` of the image names a commit that is neither the release commit nor the one before it.',
    remedy: 'Build the image of this commit, and check what `from` names.',
  },
  DOCKER_FROM_UNPROVEN: {
    summary: 'It cannot be proven of which commit the image was made.',
    cause: 'The image that `from` names has no label `org.opencontainers.image.revision`.',
    remedy:
      'Let the build set the label; `release tags` prints it with the others. Nothing else need be done if the image is known to be right.',
  },
  DOCKER_TAGS_HELD_BACK: {
    summary: 'Floating tags were held back, since the registry does not tell its tags.',
    cause:
      'A floating tag such as `latest` may only go to the highest version. Which one that is, the list of tags says, and it could not be read. The exact tag was given.',
    remedy:
      'Give the account the right to list tags, or wait until the registry is well. Then run again: the floating tags are given then.',
  },
  DOCKER_TAGS_INCOMPLETE: {
    summary: "The registry's list of tags lacks a tag that exists.",
    cause:
      'After the exact tag was given, the list of tags did not have it. Some registries bring their lists up to date late; a list that lacks one tag may lack a higher version too.',
    remedy: 'Run again in a minute. Nothing was moved on the strength of that list.',
  },
  DOCKER_TAGS_UNSETTLED: {
    summary: 'Floating tags were set, and the registry does not show them so.',
    cause:
      'Other releases moved the same tags again and again, or the registry shows late what it has taken, so it could not be seen that they are right.',
    remedy:
      'Run again in a minute. Let releases of one image wait for each other: `concurrency` on GitHub, `resource_group` on GitLab.',
  },
});
