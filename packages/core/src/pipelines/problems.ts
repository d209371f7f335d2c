import { catalogue } from '../model/problem.ts';

/** What can be wrong where pipelines are written or compared. */
export const pipelineProblems = catalogue({
  CI_FORGE_UNKNOWN: {
    summary: 'It is not known which forge the pipelines of a flow are for.',
    cause:
      'The flow does not say it in `when.ci`, none of its plugins is for one forge alone, and the address of the remote `origin` tells neither GitHub nor GitLab.',
    remedy: "Say it in the flow: `when: { ci: 'gitlab' }`; or once, with `--github` or `--gitlab`.",
  },
  CI_FORGES_DIFFER: {
    summary: 'The plugins of one flow are for different forges.',
    cause: 'A flow runs in one CI. Two of its plugins each work on another forge alone.',
    remedy: 'Make two flows of it, or say in `when.ci` where it runs.',
  },
  CI_NO_FLOW: {
    summary: 'No flow of the configuration runs in a CI that pipelines can be written for.',
    cause:
      "`release ci` writes pipelines for GitHub and GitLab. Every flow says `when: { ci: 'other' }` or `'none'`.",
    remedy: 'Add a flow for one of them, or write the pipelines of your CI by hand.',
  },
  CI_NAME_TWICE: {
    summary: 'Two jobs, or two files, of a flow’s pipelines would have one name.',
    cause:
      'Plugins name the jobs that build for them, and files are named after plugins. Two instances of one plugin use the same words unless they are told others.',
    remedy:
      "Name them: `docker({ job: { name: 'api-image' } })`, or give the plugin another `id`. `release`, `publish`, `plan`, `prepare` and `push` are names of the release’s own jobs.",
  },
  CI_FILE_FOREIGN: {
    summary: 'A file stands where a pipeline would be written, and is not Launchway’s.',
    cause:
      'Its first line does not say that `release ci` wrote it, so it is somebody’s own work. It is left alone, and nothing was written.',
    remedy:
      'Rename it, and keep the jobs of your own in it; or delete it where the new pipeline takes its place. Then run `release ci` again.',
  },
  CI_FILE_STALE: {
    summary: 'A pipeline that `release ci` wrote before is not of this configuration any more.',
    cause: 'The flow or plugin that called for it is gone or was renamed. It still runs.',
    remedy: 'Delete it: `git rm FILE`.',
  },
  CI_DRIFTED: {
    summary: 'The committed pipelines are not what the configuration calls for.',
    cause:
      'The configuration, a plugin or Launchway changed since they were written, or somebody changed them by hand. On GitLab also a variable that is read when they are written, such as that of the retention.',
    remedy: 'Run `release ci`, look at the change, and commit it.',
  },
  CI_NOT_INCLUDED: {
    summary: '.gitlab-ci.yml does not include the pipeline that `release ci` writes.',
    cause:
      'The jobs are in a file of their own, so that yours are left alone. GitLab reads it only where .gitlab-ci.yml includes it.',
    remedy: 'Add the `include` that the message shows to .gitlab-ci.yml.',
  },
  CI_STAGE_MISSING: {
    summary: '.gitlab-ci.yml names its own stages, and some that the release needs are not among them.',
    cause:
      'Its list of `stages` takes the place of the one in the included file. GitLab refuses jobs of unknown stages.',
    remedy: 'Add the stages that the message names to `stages`, in that order.',
  },
  CI_GLOB: {
    summary: 'A glob cannot be said in the language of the forge.',
    cause:
      'Filters of GitHub and GitLab know less than the globs of a configuration: no `!(...)`, no ranges such as `{1..3}`, and on GitHub another meaning of `?` and `+`.',
    remedy: 'Write it with `*`, `**` and `{a,b}`, or write out each name.',
  },
  CI_RETENTION: {
    summary: 'The time that files are to be kept is not one that the forge reads.',
    cause:
      'GitHub keeps files for 1 to 90 days. GitLab reads texts such as `30 days` or `2 weeks`, expands no variable there, and refuses the whole pipeline file for one that it cannot read.',
    remedy: 'Give a number of days from 1 to 90 for GitHub, and a duration such as `30 days` for GitLab.',
  },
  CI_PACKAGE_MISSING: {
    summary: 'The repository has no package.json, so a pipeline cannot install Launchway.',
    cause: 'Pipelines install the version of Launchway and its plugins that package.json names.',
    remedy:
      'Run `npm init --yes` and `npm install --save-dev @launchway/core` with the plugins, and commit package.json and package-lock.json; or say in the flow how it is installed: `ci: { install: [[...]] }`.',
  },
  CI_REGISTRY_UNNAMED: {
    summary: 'A registry that speaks plain HTTP is not named.',
    cause:
      'Docker-in-Docker is told by name which registries may be spoken to without TLS, before any variable is known.',
    remedy: "Name its host and port: `insecure: ['registry.lab:5050']`.",
  },
});
