import { catalogue } from '../model/problem.ts';

/** What keeps `release init` from writing a configuration. */
export const initProblems = catalogue({
  INIT_CONFIG_EXISTS: {
    summary: 'There is a configuration already.',
    cause:
      '`release init` writes new files only. It found a release.config file at the top of the repository.',
    remedy:
      'Go on with the file that is there; `release doctor` looks at it. To begin anew, move it away and run `release init` again; `release init --dry-run` only prints what it would write.',
  },
  INIT_NOTHING: {
    summary: 'The repository holds nothing that could be released.',
    cause:
      'A release moves versions, and makes something of what they stand for. The last commit has no chart, no manifest with a version, no Dockerfile and no program that is built.',
    remedy:
      'Commit what is to be released: a chart (Chart.yaml), or a manifest (package.json, jsr.json, deno.json) with a version such as 0.1.0. Any JSON or YAML file can hold the version of something else: write `track({ name, pins, paths })`, as docs/configuration.md shows.',
  },
  INIT_PLACE: {
    summary: 'The configuration cannot be written under that name.',
    cause: '`release init` writes TypeScript or JavaScript modules.',
    remedy: 'Take a name that ends in .ts, .mts or .mjs, or leave `--config` out for release.config.ts.',
  },
});
