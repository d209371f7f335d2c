import type { Plugin } from '../model/plugin.ts';

/** When a flow is meant: every condition that is given must hold. */
export interface When {
  /** Globs of branch names. */
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

/** A named route from a trigger to published things. */
export interface Flow {
  readonly when?: When;
  /** What a breaking change is below 1.0.0: a minor (`shift`, the default: all moves one place down) or a major. */
  readonly zeroMajor?: 'shift' | 'semver';
  readonly plugins: readonly PluginEntry[];
}

export interface Config {
  /** The JSON Schema, for editors. */
  readonly $schema?: string;
  readonly flows: Readonly<Record<string, Flow>>;
}

/** Gives the configuration back, typed. */
export function defineConfig(config: Config): Config {
  return config;
}
