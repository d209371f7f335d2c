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
  readonly spread?: { readonly package: string; readonly name: string };
  /** What a person should know about it, one sentence a line. */
  readonly remarks?: readonly string[];
  /** True for one that is written as a comment, for a person to fill in. */
  readonly isOff?: boolean;
}

/** A configuration that is yet to be written: one flow. */
export interface Outline {
  readonly flow: string;
  readonly branches: readonly string[];
  readonly zeroMajor?: 'semver';
  readonly plugins: readonly PluginCall[];
}

/** The packages a configuration needs, the core first. */
export function packagesOf({ plugins }: Outline): readonly string[] {
  const named = plugins
    .filter(({ isOff }) => isOff !== true)
    .flatMap((call) => [call.package, ...(call.spread === undefined ? [] : [call.spread.package])]);
  return [...new Set([core, ...named.sort()])];
}

export const core = '@launchway/core';

/** The name of a package of ours. */
export const plugin = (name: string): string => `@launchway/plugin-${name}`;
