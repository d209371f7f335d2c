/** A value of a configuration that is yet to be written. */
export type Value = string | number | boolean | null | readonly Value[] | Fields;

export interface Fields {
  readonly [name: string]: Value | undefined;
}

/** One plugin of a flow, as it will stand in the configuration. */
export interface PluginCall {
  readonly package: string;
  /** The function that makes it. */
  readonly name: string;
  readonly options?: Fields;
  /** Another function of a package whose options come first. */
  readonly spread?: { readonly package: string; readonly name: string; readonly options?: Fields };
  /** What a person should know about it, one sentence a line. */
  readonly remarks?: readonly string[];
  /** True for one that is written as a comment, for a person to fill in. */
  readonly isOff?: boolean;
}

/** A configuration that is yet to be written. */
export interface Outline {
  readonly branches: readonly string[];
  readonly zeroMajor?: 'semver';
  /** Plugins that every flow has: those that decide the versions. */
  readonly shared: readonly PluginCall[];
  readonly flows: readonly OutlinedFlow[];
}

export interface OutlinedFlow {
  readonly name: string;
  /** The CI that it is for, where its branch does not tell it from another flow. */
  readonly ci?: 'github' | 'gitlab';
  /** Plugins besides those that every flow has. */
  readonly plugins: readonly PluginCall[];
}

/** Every plugin of a configuration. */
export const callsOf = ({ shared, flows }: Outline): readonly PluginCall[] => [
  ...shared,
  ...flows.flatMap(({ plugins }) => plugins),
];

/** The packages a configuration needs, the core first. */
export function packagesOf(outline: Outline): readonly string[] {
  const named = callsOf(outline)
    .filter(({ isOff }) => isOff !== true)
    .flatMap((call) => [call.package, ...(call.spread === undefined ? [] : [call.spread.package])]);
  return [...new Set([core, ...named.sort()])];
}

export const core = '@launchway/core';

/** The name of a package of ours. */
export const plugin = (name: string): string => `@launchway/plugin-${name}`;
