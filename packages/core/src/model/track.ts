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
  /** How the version is written there, with `{version}` in it, such as `v{version}`; by itself unless told. */
  readonly form?: string;
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

/** What stands for the version of a track that holds none yet. */
export const unreleased = '0.0.0';

/** Gives the names of tracks with those of all that follow them, also through others: what moves when they do. */
export function withFollowers(
  names: readonly string[],
  tracks: readonly Pick<Track, 'name' | 'follows'>[],
): ReadonlySet<string> {
  const moved = new Set(names);
  for (const name of moved) {
    for (const one of tracks) if (one.follows?.includes(name)) moved.add(one.name);
  }
  return moved;
}

/** Gives a version as a form writes it: `v{version}` becomes `v1.2.3`; without a form, the version by itself. */
export function formed(form: string | undefined, version: string): string {
  return form?.replaceAll('{version}', version) ?? version;
}

/** Gives the version that a text holds by a form, or nothing when it is written in another way. */
export function unformed(form: string, text: string): string | undefined {
  const [before = '', after = ''] = form.split('{version}');
  if (!text.startsWith(before) || !text.endsWith(after) || text.length <= before.length + after.length)
    return undefined;
  return text.slice(before.length, text.length - after.length);
}

/** Gives the tag's name of a version: `v{version}` becomes `v1.2.3`. */
export const tagName = (rule: TagRule, version: string): string => formed(rule.name, version);

/** Gives the version that a tag's name holds by this rule, or nothing when the name is another's. */
export const tagVersion = (rule: TagRule, tag: string): string | undefined => unformed(rule.name, tag);
