import { catalogue } from '@launchway/core';

/** What can be wrong with a release on GitLab. */
export const gitlabProblems = catalogue({
  GITLAB_UNKNOWN: {
    summary: 'It is not known which GitLab or which project is meant.',
    cause:
      'Neither the options nor the CI say it, and the git remote is not on a GitLab that can be told by its name.',
    remedy: "Name both: `gitlab({ url: 'https://git.example.org', project: 'group/project' })`.",
  },
  GITLAB_IMAGE_UNKNOWN: {
    summary: 'It is not known which image or tag a cluster is to use.',
    cause:
      'GitLab sets CI_REGISTRY_IMAGE where the project has a container registry; elsewhere nobody names the image.',
    remedy: 'Name it with `--repository` and `--tag`, or switch the container registry of the project on.',
  },
  GITLAB_NAME_TWICE: {
    summary: 'Two links or packages have the same name or address.',
    cause: 'GitLab wants names and addresses of links to be unique within a release.',
    remedy: 'Give each a name and an address of its own.',
  },
  GITLAB_TRACK_UNKNOWN: {
    summary: 'The options name a track that no plugin brings.',
    cause: 'The name is misspelt, or the plugin that brings the track is missing from the flow.',
    remedy: "Correct `track` in the options of gitlab(), or leave it out for all tracks' tags.",
  },
  GITLAB_CA_MISSING: {
    summary: 'The certificates of the authority to trust are not where the options say.',
    cause:
      'The option `ca` names a file that is not there, neither in the commit nor on this machine, or that holds no certificate in the form PEM.',
    remedy:
      'Give the path in the repository, the path from the root of the machine, or the text, which begins with `-----BEGIN CERTIFICATE-----`. Runners of GitLab that set `CI_SERVER_TLS_CA_FILE` need no option.',
  },
  GITLAB_TOKEN_MISSING: {
    summary: 'There is no token for GitLab.',
    cause:
      'None of the variables is set. Protected variables exist only in pipelines of protected branches and protected tags; tags are not protected unless somebody does it.',
    remedy:
      'In GitLab CI the job token is enough for releases and packages. For another token, set GITLAB_TOKEN in the CI/CD settings and protect the branch or the tags (`v*`), or do not protect the variable.',
  },
  GITLAB_TOKEN_KIND: {
    summary: 'The token is of a kind that may not do this.',
    cause:
      'Job tokens write releases and packages but no comments. Deploy tokens write packages and images alone. Trigger tokens start pipelines alone.',
    remedy:
      'Set GITLAB_TOKEN to a project access token with the scope `api` and the role Developer or Maintainer.',
  },
  GITLAB_TOKEN_SCOPE: {
    summary: 'The token has too few scopes, or is not in force.',
    cause: 'Releases, packages and comments need the scope `api`. Tokens expire, after a year at the latest.',
    remedy: 'Make a project access token with the scope `api`, and set it in the CI/CD settings.',
  },
  GITLAB_ROLE: {
    summary: 'The account behind the token has too small a role.',
    cause:
      'Releases and packages need the role Developer; tags that are protected need the role their rule names.',
    remedy:
      'Give the account or the token the role in the project, or change the rule of the protected tags.',
  },
  GITLAB_FEATURE_OFF: {
    summary: 'The project has switched off what the release needs.',
    cause:
      'Releases, the package registry and the container registry can be switched off, and a project can be archived.',
    remedy: 'Switch it on under Settings > General > Visibility, project features, permissions.',
  },
  GITLAB_FREEZE: {
    summary: 'A deploy freeze is on.',
    cause: 'The project has a freeze period now, and GitLab says so with CI_DEPLOY_FREEZE.',
    remedy: 'Release when it is over, or change the freeze periods under Settings > CI/CD.',
  },
  GITLAB_JOB_PUSH: {
    summary: 'The job token cannot push.',
    cause:
      'Pushing with a job token needs GitLab 18.4, and the setting "Allow Git push requests to the repository". It starts no pipeline either.',
    remedy:
      'Allow it under Settings > CI/CD > Job token permissions, or set GITLAB_TOKEN to a project access token with the scopes `api` and `write_repository`.',
  },
  GITLAB_NO_PIPELINE: {
    summary: 'Pushing the tag will start no pipeline.',
    cause:
      'A push with the job token starts none. Neither does a commit with [skip ci] in its message, nor a tag that no rule of .gitlab-ci.yml is for.',
    remedy:
      'Set `pipeline: true` to have one started, push with a project access token in GITLAB_TOKEN, or publish everything in this pipeline.',
  },
  GITLAB_EXPIRE_IN: {
    summary: 'A duration in the pipeline file is one that GitLab refuses.',
    cause:
      'GitLab reads `expire_in` when it reads the file, and expands no variable in it; the whole file is then refused.',
    remedy: 'Write the duration out, such as `30 days`, `2h20min` or `never`.',
  },
  GITLAB_TAG_ELSEWHERE: {
    summary: 'The release on GitLab belongs to another commit.',
    cause: 'The tag was made or moved by somebody else.',
    remedy:
      'Look at the tag on GitLab. Release the next version rather than moving a tag that others may have.',
  },
  GITLAB_TAG_MISSING: {
    summary: 'The tag is not on GitLab yet.',
    cause: 'It was pushed a moment ago and GitLab has not noticed, or the push went to another server.',
    remedy: 'Run `release` again; it does only what is missing. Check that the git remote is this project.',
  },
  GITLAB_MILESTONE_MISSING: {
    summary: 'The release names a milestone that GitLab does not have.',
    cause:
      'Titles are compared sign by sign. GitLab takes milestones of the project, and of its groups with a Premium subscription. A job token cannot look for them, so with one it shows when the release is made.',
    remedy:
      'Make the milestone, or correct `milestones` in the options of gitlab(); then run `release` again.',
  },
  GITLAB_SLASH_DECODED: {
    summary: 'A proxy hides releases whose tags have a slash.',
    cause:
      'The address of a release holds the name of its tag, with `%2F` for a slash. A proxy in front of GitLab decodes it, and GitLab finds nothing there. The release can be made, and found in the list of all, but notes, milestones and links of it cannot be changed.',
    remedy:
      'Let the proxy pass on `%2F` as it is: in nginx `proxy_pass` without a path after the host, in Apache `nocanon` and `AllowEncodedSlashes NoDecode`. Or give the track a tag without a slash, such as `tool-v{version}`.',
  },
  GITLAB_FILES_MISSING: {
    summary: 'Files that the release offers are not there.',
    cause:
      'A glob found nothing: the job that builds the files has not run, or its artifacts were not passed on.',
    remedy: 'Build them before the release, and pass them on as artifacts; or correct the glob.',
  },
  GITLAB_FILE_NAME: {
    summary: 'A file has a name that GitLab refuses, or that comes twice.',
    cause:
      'Names in generic packages are letters, digits and `.-_+~@/`, and no two files of one package may have the same.',
    remedy: 'Rename the file, or put it into another package.',
  },
  GITLAB_FILE_DIFFERS: {
    summary: 'A file of this version is on GitLab already, with other content.',
    cause:
      'It was built twice and came out differently, or somebody else has uploaded it. A second upload would be added beside the first, and nobody could tell what they get. Files that plugins offer are replaced as long as no release announces them, which GitLab lets Maintainers alone do; files of `packages` never.',
    remedy:
      "Files of `packages`: pass on the artifacts of the job that built them first, or set `existing: 'keep'`. Files that plugins offer: when no release of the version is on GitLab, delete the files under Deploy > Package registry, or run again with a token of the role Maintainer. When there is one, release the next version. A reproducible build does not come to this.",
  },
});
