import { catalogue } from '@launchway/core';

/** What can go wrong on the way from a commit to the files of its release. */
export const artifactProblems = catalogue({
  ARTIFACT_TRACK: {
    summary: 'It is not known which track the files belong to.',
    cause:
      'Files are offered with the releases of a track that has git tags. The options name another one, or several have tags and none is named.',
    remedy: "Name a track that has a tag: `artifacts({ track: 'tool', ... })`.",
  },
  ARTIFACT_TOOL_MISSING: {
    summary: 'The program that builds is not there.',
    cause: 'The first argument of `build` is neither in PATH nor a program of the commit.',
    remedy: 'Install it in the CI job that releases, or correct the command; no shell reads it.',
  },
  ARTIFACT_OUTPUT_MISSING: {
    summary: 'The build ended well and left no program.',
    cause:
      'The command wrote its program elsewhere than it was told with `{output}`, `$OUTPUT` or the option `output`.',
    remedy: 'Pass `{output}` to the compiler, or say with `output` where the program is.',
  },
  ARTIFACT_FILE_MISSING: {
    summary: 'A file that the release offers was not built.',
    cause:
      'The option `files` names a path, and the working tree holds no such file: the job that builds it did not run, or its files were not handed on.',
    remedy: 'Let the job that builds hand its files on to the job that releases, or correct the path.',
  },
  ARTIFACT_FILE_AMBIGUOUS: {
    summary: 'Several files match where one is offered.',
    cause: 'A wildcard in the option `files` means more than one file of a target.',
    remedy: 'Write the path so that it means one file; `{os}`, `{arch}` and `{version}` help.',
  },
  ARTIFACT_OTHER_COMMIT: {
    summary: 'The files in the working tree are of another commit than the release.',
    cause:
      'A release is completed from a checkout of another commit. What was built there is not what the release is of.',
    remedy: 'Check the release commit out, build its files, and run again.',
  },
  ARTIFACT_HOST: {
    summary: 'A target can only be built on another kind of machine.',
    cause: 'The target has a `host`, this machine is another, and nothing was handed on from there.',
    remedy:
      'Run `release artifacts --target OS/ARCH` in a job on such a machine, and hand its folder `dist` on to the job that releases.',
  },
  ARTIFACT_EXTRA_MISSING: {
    summary: 'A file that is to be packed with the program is not in the commit.',
    cause: 'A glob of `archive.with` matches nothing.',
    remedy: 'Correct the glob; it starts at the top of the repository.',
  },
  ARTIFACT_TARGET_UNKNOWN: {
    summary: 'A target was asked for that the configuration does not have.',
    cause: 'The name after `--target` is none of the targets.',
    remedy: 'Use one of the targets that the message lists.',
  },
});
