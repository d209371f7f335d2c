import { catalogue } from '@launchway/core';

/** Every code of tag computation. */
export const tagProblems = catalogue({
  TAG_RULE_INVALID: {
    summary: 'A tag rule cannot be understood.',
    cause:
      'A rule is one of the forms in the README of @launchway/plugin-docker, or a line of docker/metadata-action. This one has an unknown type or name, lacks an attribute its type needs, or gives one a value it cannot have.',
    remedy:
      'Compare the rule with the table of rules in the README. A field of a metadata-action line that holds a comma is written in double quotes, the quotes around the whole field: `"match=\\d{1,2}"`.',
  },
  TAG_FLAVOR_INVALID: {
    summary: 'A flavor entry cannot be understood.',
    cause:
      'A flavor says `latest=auto`, `latest=true` or `latest=false`, `prefix=...` or `suffix=...`; the last two may be followed by `,onlatest=true`.',
    remedy: 'Write one of these forms, one a line.',
  },
  TAG_IMAGE_INVALID: {
    summary: 'An image entry cannot be understood.',
    cause:
      'An image is a name such as `ghcr.io/acme/api`, alone or as `name=...`, and may be followed by `,enable=true` or `,enable=false`.',
    remedy:
      'Give each image on its own line or as its own entry, without a tag: the tags are what is computed.',
  },
  TAG_TEMPLATE_INVALID: {
    summary: 'A template in a rule, flavor, label or annotation cannot be read.',
    cause:
      'An expression is not closed, or calls something that does not exist, or names a time zone nobody knows.',
    remedy: 'Correct the expression. The README lists the names that can be used in each kind of template.',
  },
  TAG_PATTERN_INVALID: {
    summary: 'A regular expression in a rule cannot be used.',
    cause:
      'It does not compile, or takes too long on this tag because it tries the same text in too many ways.',
    remedy:
      'Correct the expression. Repetitions inside a repetition, such as `(a+)+`, are what takes long: write them flat.',
  },
  TAG_SETTING_INVALID: {
    summary: 'A setting of the environment has a value that cannot be used.',
    cause:
      'A variable that changes how tags are computed holds something else than a number, a date or a list of levels.',
    remedy: 'Correct the variable, or unset it.',
  },
  TAG_EVENT_UNREADABLE: {
    summary: 'The file in which GitHub Actions describes the event cannot be read.',
    cause: '`GITHUB_EVENT_PATH` names a file that is missing or holds no JSON object.',
    remedy: 'Run the command in the job itself, where the file exists, or unset `GITHUB_EVENT_PATH`.',
  },
  TAG_FORMAT_UNKNOWN: {
    summary: 'There is no such output format.',
    cause: '`release tags --format` was given a word that names none of its formats.',
    remedy: 'Use `lines`, `json`, `github`, `dotenv` or `bake`.',
  },
  TAG_NOT_A_VERSION: {
    summary: 'A rule for versions met something that is no version.',
    cause:
      'A `semver` or `pep440` rule reads the git tag, or its `value`, and found no version there. The rule gives no tag.',
    remedy: 'Let `match` cut the version out of the tag, or disable the rule for such tags.',
  },
  TAG_NO_MATCH: {
    summary: 'A pattern of a rule does not match.',
    cause:
      'The pattern, or the group of it that the rule asks for, found nothing in the git tag or in `value`. The rule gives no tag.',
    remedy: 'Correct the pattern, or disable the rule for such tags.',
  },
  TAG_EMPTY: {
    summary: 'Nothing that may stand in a tag is left.',
    cause:
      'A tag is made of ASCII letters, digits, `_`, `.` and `-`, and begins with neither `.` nor `-`. Of this name nothing remains.',
    remedy: 'Give the rule a prefix, or use the commit instead: `type=sha`.',
  },
  TAG_REPAIRED: {
    summary: 'A tag had to be changed to be a legal one.',
    cause: 'Registries refuse a tag that begins with `.` or `-` or is longer than 128 characters.',
    remedy: 'Nothing, if the tag suits you. Otherwise choose another rule, prefix or branch name.',
  },
  TAG_LATEST_WITHHELD: {
    summary: '`latest` was asked for by a plain rule, and the version is a prerelease.',
    cause:
      'A rule `type=raw,value=latest` fires for every tag, release candidates too; who pulls `latest` would get one.',
    remedy: 'Nothing, normally. If a prerelease is to be `latest`, say so with the flavor `latest=true`.',
  },
  TAG_NONE: {
    summary: 'No rule gave a tag.',
    cause: 'No rule is meant for this event: a rule for git tags gives nothing on a branch, for example.',
    remedy:
      'Add a rule for this event, such as `type=ref,event=branch` or `type=sha`, or do not run the job for it.',
  },
});
