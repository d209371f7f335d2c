import { defined } from '@launchway/core';
import type { Repository } from '@launchway/oci';
import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import { type Repair, repairs } from '../tags/converge.ts';
import { decideTags, type TagDecision } from '../tags/floating.ts';
import { type ListedTag, type RequestedTag, rivals } from '../tags/rivals.ts';

/** The floating tags that a release may have. */
export interface Line {
  readonly version: string;
  readonly tags: readonly RequestedTag[];
  /** The release's own exact tags. */
  readonly exact: readonly string[];
  /** The release's image, where it is known. */
  readonly digest?: string;
  readonly majorZero: boolean;
}

/** What a repository holds, and what that means for a release's floating tags. */
export interface Survey {
  /** Whether the list has the release's own tags. A list that lacks them tells less than there is. */
  readonly complete: boolean;
  readonly listed: readonly ListedTag[];
  readonly decisions: readonly TagDecision[];
}

/**
 * Lists a repository's tags and asks for the digests that matter: of the floating tags, and of the highest versions.
 * @param depth how many versions of each line are asked for, so that it can be told which of them held a tag
 */
export async function survey(repository: Repository, line: Line, depth = 1): Promise<Survey> {
  const present = (await repository.listTags()).filter((tag) => !isDouble(tag, line));
  const bare = present.map((tag): ListedTag => ({ tag }));
  const highest = line.tags.flatMap((tag) =>
    rivals(tag, line.version, bare)
      .slice(0, depth)
      .map((rival) => rival.tag),
  );
  const floating = line.tags.map(({ name }) => name).filter((name) => present.includes(name));
  const asked = new Set([...floating, ...highest].filter((tag) => !line.exact.includes(tag)));
  const digests = new Map(await Promise.all([...asked].map((tag) => digestOf(repository, tag))));
  // The release's own tags are there, whether the list has them yet or not.
  if (line.digest !== undefined) for (const tag of line.exact) digests.set(tag, line.digest);
  const all = line.digest === undefined ? present : [...new Set([...present, ...line.exact])];
  // What is listed counts, also where the registry then says that there is no such tag.
  const listed = all.map((tag) => ({ tag, ...defined({ digest: digests.get(tag) }) }));
  const complete = line.exact.every((tag) => present.includes(tag));
  return { complete, listed, decisions: decideTags({ ...line, requested: line.tags, existing: listed }) };
}

/** Whether nothing is left to do: no tag to give, none to mend. */
export const isSettled = (seen: Survey, line: Line): boolean =>
  seen.decisions.every(({ action }) => action === 'hold' || action === 'unchanged') &&
  repairsOf({ ...line, tags: mendable(seen, line) }, seen).length === 0;

/** The tags that must name another version. A lower one than the release's own is no reason: its tags may be of another kind. */
export const repairsOf = (line: Line, { listed }: Survey): readonly Repair[] =>
  repairs(line.version, line.tags, listed).filter(({ version }) => compare(version, line.version) >= 0);

/**
 * The tags that are a release's to mend: those it may have, and those it has although it may not, since a higher version
 * came while an earlier run was setting them.
 */
export function mendable(seen: Survey, line: Line): readonly RequestedTag[] {
  const held = new Set(seen.decisions.filter(({ action }) => action === 'hold').map(({ tag }) => tag));
  return line.tags.filter(({ name }) => !held.has(name) || names(seen, name, line.digest));
}

/** Whether a tag names an image. */
export const names = ({ listed }: Survey, tag: string, digest: string | undefined): boolean =>
  digest !== undefined && listed.some((each) => each.tag === tag && each.digest === digest);

/** Another spelling of the release's own version, `v1.2.3` beside `1.2.3`, is no rival. */
function isDouble(tag: string, { version, exact }: Line): boolean {
  return (
    /^v?\d+\.\d+\.\d+/.test(tag) && !exact.includes(tag) && parse(tag)?.version === parse(version)?.version
  );
}

async function digestOf(repository: Repository, tag: string): Promise<readonly [string, string | undefined]> {
  return [tag, (await repository.headManifest(tag))?.digest];
}
