import { catalogue } from '../model/problem.ts';

/** What can be wrong with a configuration and the choice of its flow. */
export const configProblems = catalogue({
  CONFIG_NOT_FOUND: {
    summary: 'There is no configuration.',
    cause:
      'Launchway looks for release.config.ts (or .mts, .js, .mjs, .cjs, .json, .yaml, .yml) in the top folder of the git repository, and nowhere else.',
    remedy: 'Make one with `release init`, or name the file with `--config FILE`.',
  },
  CONFIG_SEVERAL: {
    summary: 'There is more than one configuration.',
    cause:
      'Two files such as release.config.ts and release.config.yaml stand side by side, and only one can be meant.',
    remedy: 'Delete all but one, or name the one with `--config FILE`.',
  },
  CONFIG_FOREIGN: {
    summary: 'The configuration found is that of another release tool.',
    cause:
      'semantic-release, release-please, changesets and Launchway can live in one repository, but do not read each other’s files. semantic-release also uses the name release.config.js.',
    remedy:
      'Write a release.config.ts for Launchway (`release init` makes one), and remove or rename the other file when the move is done.',
  },
  CONFIG_UNREADABLE: {
    summary: 'The configuration cannot be read.',
    cause: 'The file is a folder, a broken link, or its permissions keep this user out.',
    remedy: 'Look at the file with `ls -l` and mend what it shows.',
  },
  CONFIG_EMPTY: {
    summary: 'The configuration says nothing.',
    cause: 'The file is empty, or exports nothing.',
    remedy: 'Let the file export `defineConfig({ flows: { ... } })` as its default.',
  },
  CONFIG_SYNTAX: {
    summary: 'The configuration does not parse.',
    cause: 'There is a mistake in the TypeScript, JavaScript, JSON or YAML at the place named.',
    remedy: 'Mend the line shown. In JSON, comments and trailing commas are mistakes, too.',
  },
  CONFIG_FAILED: {
    summary: 'The configuration stopped with an error of its own.',
    cause:
      'A TypeScript or JavaScript configuration is a program, and it threw an error while it ran, or imports something that cannot be found.',
    remedy: 'Mend the line shown. When a package cannot be found, install it with npm in the repository.',
  },
  CONFIG_UNKNOWN_KEY: {
    summary: 'The configuration has a key that does not exist.',
    cause:
      'It is mistyped, stands one level too high or too low, or belongs to another plugin. Launchway never ignores a key it does not know.',
    remedy: 'Take the name the message proposes, or remove the key.',
  },
  CONFIG_MISSING_KEY: {
    summary: 'The configuration lacks something.',
    cause: 'A key that has no default was left out.',
    remedy: 'Add the key named in the message.',
  },
  CONFIG_INVALID: {
    summary: 'The configuration has a value of the wrong kind.',
    cause: 'A value is not what its key takes: a text in place of a list, a number in place of a text.',
    remedy: 'Give what the message asks for.',
  },
  PLUGIN_INVALID: {
    summary: 'Something in `plugins` is not a plugin.',
    cause:
      'A plugin is what a function such as `chart({...})` gives back. Often the call is missing, or the whole module is given.',
    remedy: 'Call the plugin’s function with its options: `plugins: [chart({ chart: "charts" })]`.',
  },
  PLUGIN_NOT_INSTALLED: {
    summary: 'A plugin is named that is not installed in the repository.',
    cause:
      'In JSON and YAML a plugin is named by its package, which is looked up from the top of the repository.',
    remedy: 'Install it with `npm install --save-dev NAME`, or correct the name.',
  },
  PLUGIN_EXPORT: {
    summary: 'A plugin’s package does not export the function that makes it.',
    cause:
      'The function is named after the last part of the package’s name (`@launchway/plugin-helm-catalog` exports `helmCatalog`). This package exports no such function, or several others.',
    remedy: 'Name the function after a `#`, such as `"my-package#myPlugin"`.',
  },
  PLUGIN_NOT_MADE: {
    summary: 'A plugin stopped with an error while it was being made.',
    cause: 'The package’s module or its function threw an error.',
    remedy: 'Look at its options first; if they are right, report it to the plugin’s authors.',
  },
  FLOW_UNKNOWN: {
    summary: 'There is no flow of this name.',
    cause: '`--flow` names a flow that the configuration does not have.',
    remedy: 'Take one of the names the message lists.',
  },
  FLOW_NONE: {
    summary: 'No flow is meant for this branch, tag and CI.',
    cause:
      'The configuration has several flows, each with a `when`, and none of them matches where this run is.',
    remedy: 'Run on a branch a flow is for, change its `when`, or name the flow with `--flow NAME`.',
  },
  FLOW_AMBIGUOUS: {
    summary: 'More than one flow is meant.',
    cause: 'Several flows match this branch, tag and CI, and only one can be released at a time.',
    remedy:
      'Make their `when` exclude each other (`ci: "github"` and `ci: "gitlab"`), or name one with `--flow NAME`.',
  },
  FLOW_ELSEWHERE: {
    summary: 'The flow is not meant for this branch.',
    cause:
      'The only flow has a `when` that does not match where this run is. It can be planned and looked at here, but not released.',
    remedy: 'Release from a branch the flow is for, or say that you mean it with `--flow NAME`.',
  },
});
