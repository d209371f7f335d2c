import type { Plugin } from '../model/plugin.ts';

/** When a flow is meant: every condition that is given must hold. */
export interface When {
  /** Globs of branch names; one after `!` takes names away again. */
  readonly branch?: string | readonly string[];
  /** Globs of tag names, for a pipeline that runs for a tag. */
  readonly tag?: string | readonly string[];
  /** The CI the run is in. */
  readonly ci?: 'github' | 'gitlab' | 'other' | 'none';
}

/** A plugin, or in JSON and YAML the module that makes it with its options. */
export type PluginEntry =
  | Plugin
  | string
  | readonly [module: string, options: Readonly<Record<string, unknown>>];

/** How the pipelines of a flow are written; what they do is told by the flow and its plugins. */
export interface PipelineOptions {
  /**
   * `push` (the default): each push to the flow's branches releases what is due. `hand`: people bump versions with
   * `release bump`, and pipelines publish what they find.
   */
  readonly release?: 'push' | 'hand';
  /**
   * Whether one job plans, people approve, and others with fewer rights each apply a part. A text names the environment
   * that asks for approval.
   */
  readonly split?: boolean | string;
  /** Version of Node; 22 unless told. */
  readonly node?: string;
  /** The runner's label on GitHub, `ubuntu-latest` unless told; the tags it must have on GitLab. */
  readonly runner?: string | readonly string[];
  /** Commands that install Launchway, each a list of arguments; what the lock file calls for unless told. */
  readonly install?: readonly (readonly string[])[];
  /** Globs of the paths whose push publishes a plugin's part, by plugin, where people bump versions. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  /** Names of secrets and variables that the releasing step gets besides those that plugins ask for. */
  readonly secrets?: readonly string[];
  readonly variables?: readonly string[];
}

/** A named route from a trigger to published things. */
export interface Flow {
  readonly when?: When;
  /** How its pipelines are written by `release ci`. */
  readonly ci?: PipelineOptions;
  /** What a breaking change is below 1.0.0: a minor (`shift`, the default: all moves one place down) or a major. */
  readonly zeroMajor?: 'shift' | 'semver';
  readonly plugins: readonly PluginEntry[];
}

/** What `release.config.*` holds: the flows by their names. */
export interface Config {
  /** The JSON Schema, for editors. */
  readonly $schema?: string;
  readonly flows: Readonly<Record<string, Flow>>;
}

/** Gives the configuration back as it is: editors know its type by it. It is checked when it is loaded, not here. */
export function defineConfig(config: Config): Config {
  return config;
}
