import { checkOptions } from '../config/rules/options.ts';
import { defined } from '../model/defined.ts';
import { plainPath } from '../model/path.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Pin, TagRule } from '../model/track.ts';
import { builtinRules } from './option-rules.ts';
import { versionSync } from './version-sync.ts';

/** A file that holds the version at `version`, or a place spelled out. */
export type PinOption =
  | string
  | {
      readonly file: string;
      readonly pointer?: string | readonly string[];
      readonly format?: Pin['format'];
      /** How the version is written there, such as `v{version}`. */
      readonly form?: string;
    };

/** A version line: where it is kept, what counts for it, and its tags. See {@link Track}. */
export interface TrackOptions {
  readonly name: string;
  /** The places that hold the version; the first is the truth. */
  readonly pins: readonly PinOption[];
  /** Globs of the paths whose commits count. */
  readonly paths: readonly string[];
  readonly tag?: TagRule;
  readonly follows?: readonly string[];
  readonly initial?: string;
}

/** A version line of its own, kept in any YAML or JSON files; `release check` holds several to one version. */
export function track(options: TrackOptions): Plugin {
  const misused = checkOptions('track', options, builtinRules.track);
  if (misused) return misused;
  const { pins, paths, ...rest } = options;
  const own = { ...rest, paths: paths.map(fromTop), pins: pins.map(toPin) };
  const checks = own.pins.length > 1 ? { checks: [versionSync(own)] } : {};
  return { name: 'track', id: `track-${options.name}`, tracks: [own], ...checks };
}

/** `./src/**` -> `src/**`: paths begin at the top of the repository without saying so. */
const fromTop = (path: string): string => path.replace(/^(!?)(?:\.\/+)+/, '$1');

/**
 * Gives the pin of a file: YAML by `.yaml` or `.yml`, else JSON, and the value at `version`, unless told. Dots part the
 * keys of a text.
 */
export function toPin(option: PinOption): Pin {
  const place = typeof option === 'string' ? { file: option } : option;
  const { file, pointer = 'version', format = /\.ya?ml$/.test(file) ? 'yaml' : 'json', form } = place;
  const keys = typeof pointer === 'string' ? pointer.split('.') : pointer;
  return { file: plainPath(file), format, pointer: keys, ...defined({ form }) };
}
