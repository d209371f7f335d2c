import type { JsonObject } from './json.ts';

/** How far a version moves. */
export type Bump = 'major' | 'minor' | 'patch';

/** Every kind of bump, the highest first. */
export const bumps: readonly Bump[] = ['major', 'minor', 'patch'];

/** Orders bumps: a higher one weighs more, none nothing. */
export const weightOf = (bump: Bump | null): number =>
  bump === null ? 0 : bumps.length - bumps.indexOf(bump);

/** Tells whether something is the name of a kind of bump. */
export const isBump = (value: unknown): value is Bump => bumps.some((bump) => bump === value);

/** One place that holds a track's version. */
export interface Pin {
  /** Path from the top of the repository, with `/`. */
  readonly file: string;
  readonly format: 'yaml' | 'json';
  /** Keys from the root of the document to the scalar. */
  readonly pointer: readonly string[];
  /**
   * What to do when the value is missing: `refuse` (the default), `insert` it after the sibling key named by
   * {@link Pin.after}, or `skip` the pin: neither its file nor the value need be there, and the next pin counts instead.
   */
  readonly missing?: 'refuse' | 'insert' | 'skip';
  readonly after?: string;
}

/** When a track's version is also a git tag. */
export interface TagRule {
  /** The tag's name with `{version}` in it, such as `v{version}`. */
  readonly name: string;
  /** Globs: a tag is due when the tree differs here from the track's newest tag. Left out: always due. */
  readonly when?: readonly string[];
}

/** An independent version line. */
export interface Track {
  readonly name: string;
  /** The places that hold the version. The first that is there is the truth, the others follow. */
  readonly pins: readonly Pin[];
  /** Globs of the paths whose commits count. */
  readonly paths: readonly string[];
  /** Tracks whose bump is at least a patch of this one, because it ships them. */
  readonly follows?: readonly string[];
  readonly tag?: TagRule;
  /** The version of a first release when no pin says one. */
  readonly initial?: string;
  /** What its plugin tells plugins that publish it, such as the annotation of a chart that carries its notes. */
  readonly about?: JsonObject;
  /** The plugin that brings it; stamped by the core. */
  readonly plugin?: string;
}

/** Gives the tag's name of a version: `v{version}` becomes `v1.2.3`. */
export function tagName(rule: TagRule, version: string): string {
  return rule.name.replaceAll('{version}', version);
}

/** Gives the version that a tag's name holds by this rule, or nothing when the name is another's. */
export function tagVersion(rule: TagRule, tag: string): string | undefined {
  const [before = '', after = ''] = rule.name.split('{version}');
  if (!tag.startsWith(before) || !tag.endsWith(after) || tag.length <= before.length + after.length)
    return undefined;
  return tag.slice(before.length, tag.length - after.length);
}
