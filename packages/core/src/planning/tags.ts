import { pathTest } from '../facts/globs.ts';
import { isRefName } from '../git/refs.ts';
import type { Facts } from '../model/facts.ts';
import type { DueTag } from '../model/plugin.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import { type Track, tagName } from '../model/track.ts';
import type { VersionChange } from '../model/verdict.ts';
import { planningProblems } from './problems.ts';

/**
 * Gives the tags a release calls for: of every track that moves and whose tree differs, under its tag rule's paths,
 * from its newest tag. The release's own edits count.
 * @param edited paths that the release commit changes
 * @throws TAG_DUPLICATE, TAG_NAME_INVALID
 */
export function dueTags(
  tracks: readonly Track[],
  changes: readonly VersionChange[],
  facts: Facts,
  edited: readonly string[],
): readonly DueTag[] {
  const byName = new Map(tracks.map((track) => [track.name, track]));
  const due = changes.flatMap((change) => {
    const track = byName.get(change.track);
    if (track?.tag === undefined || !isDue(track, facts, edited)) return [];
    return [{ track: track.name, name: tagName(track.tag, change.next), message: `Release v${change.next}` }];
  });
  const first = new Map(due.toReversed().map((tag) => [tag.name, tag]));
  const problems = due.flatMap((tag) => [
    ...(first.get(tag.name) === tag ? [] : [duplicate(tag)]),
    ...(isRefName(tag.name) ? [] : [invalid(tag)]),
  ]);
  if (problems.length > 0) throw new ReleaseError(problems);
  return due;
}

function isDue(track: Track, facts: Facts, edited: readonly string[]): boolean {
  const when = track.tag?.when;
  if (when === undefined) return true;
  const known = facts.tracks[track.name];
  if (known === undefined || known.newestTag === undefined || known.tagPathsChanged) return true;
  return edited.some(pathTest(when));
}

function duplicate(tag: DueTag): Problem {
  return planningProblems.error('TAG_DUPLICATE', {
    message: `More than one track calls for the tag "${tag.name}"; one of them is "${tag.track}".`,
    fix: `Tell them apart in the template, such as \`tag: { name: '${tag.track}-v{version}' }\`.`,
  });
}

function invalid(tag: DueTag): Problem {
  return planningProblems.error('TAG_NAME_INVALID', {
    message: `The tag of the track "${tag.track}" would be "${tag.name}", which git does not allow.`,
    fix: "Correct the track's `tag.name`; `v{version}` is the usual one.",
  });
}
