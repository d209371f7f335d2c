import { grouped } from '../../model/grouped.ts';
import type { DueTag } from '../../model/plugin.ts';
import type { Track } from '../../model/track.ts';
import type { VersionChange } from '../../model/verdict.ts';

/** The release commit's message unless told; `{changes}` is what {@link describeChanges} gives. */
export const defaultMessage = 'chore(release): bump {changes}';

/** What a message's template may name. */
export interface MessageContext {
  readonly changes: readonly VersionChange[];
  readonly versions: Readonly<Record<string, string>>;
  readonly tags: readonly DueTag[];
  readonly tracks: readonly Track[];
}

/**
 * Fills in the release commit's message: `{changes}`, `{version}` (of the first track that moves), `{version:TRACK}`
 * and `{tags}`. Other braces stay.
 */
export function commitMessage(template: string, { changes, versions, tags, tracks }: MessageContext): string {
  return template.replace(
    /\{(changes|version|tags)(?::([^}]+))?\}/g,
    (whole, what: string, track?: string) => {
      if (what === 'changes') return describeChanges(changes, tracks);
      if (what === 'tags') return tags.map(({ name }) => name).join(', ');
      return versions[track ?? changes[0]?.track ?? ''] ?? whole;
    },
  );
}

/** Fills in a tag's message: `{version}`, `{track}` and `{tag}`. */
export function tagMessage(template: string, tag: DueTag, version: string): string {
  const values: Readonly<Record<string, string>> = { version, track: tag.track, tag: tag.name };
  return template.replace(/\{(version|track|tag)\}/g, (whole, name: string) => values[name] ?? whole);
}

/**
 * Says how versions move: `chart to v0.2.27`; `to v0.2.27 (app v1.1.1)` where one track ships the others and its file holds their
 * versions; `cli to v1.3.0 (core v2.1.0)` where it follows them; `chart to v1.2.3, shared to v0.4.0` where they are apart.
 */
function describeChanges(changes: readonly VersionChange[], tracks: readonly Track[]): string {
  const moved = new Set(changes.map(({ track }) => track));
  const moving = tracks.filter(({ name }) => moved.has(name));
  const outer = moving.filter(mayShip(moving));
  const byName = new Map(moving.map((track) => [track.name, track]));
  const shippers = new Map(moving.map((track) => [track.name, shipperOf(track, outer)?.name]));
  const byShipper = grouped(changes, ({ track }) => shippers.get(track));
  const leading = byShipper.get(undefined) ?? [];
  const phrases = leading.map(({ track, next }) => {
    const shipped = byShipper.get(track) ?? [];
    const isOneFile = shipped.every((change) => standsIn(byName.get(change.track), byName.get(track)));
    const inside = shipped.map((change) => `${change.track} v${change.next}`).join(', ');
    if (shipped.length === 0) return `${track} to v${next}`;
    return `${leading.length === 1 && isOneFile ? '' : `${track} `}to v${next} (${inside})`;
  });
  return phrases.join(', ');
}

/** The track that ships another one and is shipped by none itself, of those that may ship any. */
function shipperOf(inner: Track, outer: readonly Track[]): Track | undefined {
  const candidates = outer.filter((track) => doesShip(track, inner));
  return candidates.find((track) => !outer.some((other) => doesShip(other, track)));
}

/** Tells at a glance which tracks ship none of some: mostly all. */
function mayShip(inner: readonly Track[]): (outer: Track) => boolean {
  const files = new Set(inner.flatMap(({ pins: [, ...others] }) => others.map(({ file }) => file)));
  return ({ follows = [], pins: [first] }) => follows.length > 0 || files.has(first?.file ?? '');
}

/** A track ships another that it follows, or whose version also stands in its own first file. */
function doesShip(outer: Track, inner: Track): boolean {
  if (outer.name === inner.name) return false;
  const [, ...others] = inner.pins;
  return outer.follows?.includes(inner.name) === true || standsIn({ pins: others }, outer);
}

const standsIn = (inner: Pick<Track, 'pins'> | undefined, outer: Track | undefined): boolean =>
  inner?.pins.some(({ file }) => file === outer?.pins[0]?.file) === true;
