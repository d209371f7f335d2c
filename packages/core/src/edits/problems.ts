import { catalogue } from '../model/problem.ts';

/** What can be wrong with a file that holds a version. */
export const editProblems = catalogue({
  PIN_UNREADABLE: {
    summary: 'A file that holds a version does not parse.',
    cause:
      'The version is changed in place, which needs the whole file to be understood: a change of a file that is broken elsewhere would hide what is broken.',
    remedy: 'Mend the file at the line the message names, commit it and run again. Nothing was changed.',
  },
  PIN_TOO_DEEP: {
    summary: 'A file that holds a version is too large or nested too deeply to be read safely.',
    cause:
      'Files with versions are small and flat. One of several megabytes or with hundreds of nested lists is a mistake or an attack.',
    remedy: 'Keep the version in a file of its own, or correct the path of the pin in the configuration.',
  },
  PIN_ENCODING: {
    summary: 'A file that holds a version is not plain UTF-8 text.',
    cause:
      'Text in another encoding cannot be written back byte for byte. It shows as replacement characters (U+FFFD) or zero bytes.',
    remedy: 'Save the file as UTF-8. A byte order mark may stay.',
  },
  PIN_DUPLICATE_KEY: {
    summary: 'A key occurs twice in a file that holds a version.',
    cause:
      'Readers disagree about which of two equal keys counts: some take the first, some the last, some refuse the file.',
    remedy: 'Remove one of the two keys.',
  },
  PIN_SEVERAL_DOCUMENTS: {
    summary: 'A YAML file that holds a version has several documents.',
    cause: 'It is not clear which of the documents separated by `---` holds the version.',
    remedy: 'Keep one document in the file: remove the other documents, or the `---` between them.',
  },
  PIN_MISSING: {
    summary: 'A file does not hold the version it should hold.',
    cause: 'The pin names a key that is not in the file, is empty, or is written in another case.',
    remedy: 'Add the key with the current version, or correct the pin in the configuration.',
  },
  PIN_NOT_A_STRING: {
    summary: 'The place of a version holds something else.',
    cause: 'The pin names a list, a map, or in JSON a value that is not a string.',
    remedy: 'Write the version there as a string, or correct the pin in the configuration.',
  },
  PIN_UNSUPPORTED: {
    summary: 'The version is written in a way that cannot be changed in place.',
    cause:
      'An anchor, an alias, a tag or a block scalar ties the value to other places, or gives it a meaning of its own.',
    remedy: 'Write the version as a plain or quoted scalar on the line of its key.',
  },
  PIN_CHANGED: {
    summary: 'A file holds another version than the plan was made for.',
    cause:
      'The version in the file is not the one the release starts from: two pins of a track differ, or the file was changed meanwhile.',
    remedy: 'Make every pin of the track hold the same version, or make the plan again.',
  },
  PIN_NOT_SEMVER: {
    summary: 'A version is not strict semantic versioning.',
    cause:
      'Versions are MAJOR.MINOR.PATCH as semver.org defines it, without a leading `v` and without leading zeros. Registries and helm refuse or misread others.',
    remedy: 'Write the version with three numbers, such as `1.2.0` in place of `v1.2` or `01.2.0`.',
  },
  PIN_FORM: {
    summary: 'A version is not written the way its pin says.',
    cause:
      'The pin has a `form`, such as `v{version}`, and the value in the file lacks what stands around the version there.',
    remedy: 'Write the value in that form, or correct `form` of the pin in the configuration.',
  },
  PIN_SIDE_EFFECT: {
    summary: 'A change of a version would have changed something else too.',
    cause:
      'After a change the file is read again and compared. More than the version differed, so the change was thrown away.',
    remedy:
      'Write the version as a plain or quoted scalar on a line of its own, and report the file as a defect.',
  },
});
