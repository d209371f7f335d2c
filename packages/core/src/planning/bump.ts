import { posix } from 'node:path';
import { unifiedDiff } from '../edits/diff.ts';
import { lockfileEdits } from '../edits/lockfiles.ts';
import { pinEdit } from '../edits/pins.ts';
import type { Edit } from '../model/edit.ts';
import type { Facts } from '../model/facts.ts';
import { sha256 } from '../model/json.ts';
import type { PlannedEdit } from '../model/plan.ts';
import type { Tree } from '../model/ports.ts';
import type { Track } from '../model/track.ts';
import type { VersionChange } from '../model/verdict.ts';
import { planningProblems } from './problems.ts';

/** The edits that move the pins of every changed track, with the lock files that follow them. */
export async function pinEdits(
  tracks: readonly Track[],
  changes: readonly VersionChange[],
  facts: Facts,
  tree: Tree,
): Promise<readonly Edit[]> {
  const byName = new Map(tracks.map((track) => [track.name, track]));
  const moved = changes.flatMap(({ track: name, next: version }) => {
    const track = byName.get(name);
    return (track?.pins ?? []).flatMap((pin, index) => {
      const held = facts.tracks[name]?.pins[index]?.value;
      if (held === undefined && pin.missing === 'skip') return [];
      const isFirst = held === undefined && track?.initial !== undefined;
      return [{ pin, held, isFirst, version, why: `${name} ${version}` }];
    });
  });
  const own = moved.map(
    async ({ pin, held, isFirst, version, why }): Promise<Edit> =>
      isFirst
        ? { ...(await pinEdit({ ...pin, missing: 'insert' }, undefined, version, why)), creates: true }
        : pinEdit(pin, held, version, why),
  );
  return [...(await Promise.all(own)), ...(await lockfileEdits(tree, moved))];
}

/**
 * Composes edits per path, in order, and gives what becomes of each file. A file that stays as it is gives nothing.
 * @throws EDIT_FILE_MISSING for an edit of a file that is not there
 */
export async function composeEdits(edits: readonly Edit[], tree: Tree): Promise<readonly PlannedEdit[]> {
  const planned: PlannedEdit[] = [];
  const files = [...groupByPath(edits)].map(
    async ([path, own]) => [path, own, await tree.text(path)] as const,
  );
  for (const [path, own, before] of await Promise.all(files)) {
    const isThere = before !== undefined || own.every((edit) => edit.creates);
    if (!isThere || isOutside(path)) throw missing(path, own);
    const content = own.reduce((text, edit) => edit.apply(text), before ?? '');
    if (content === before) continue;
    planned.push({
      path,
      why: [...new Set(own.flatMap((edit) => edit.why))],
      before: before === undefined ? null : sha256(before),
      after: sha256(content),
      diff: unifiedDiff(path, before, content),
      content,
    });
  }
  return planned.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function groupByPath(edits: readonly Edit[]): Map<string, Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    const path = posix.normalize(edit.path);
    groups.set(path, [...(groups.get(path) ?? []), edit]);
  }
  return groups;
}

const isOutside = (path: string): boolean => /^(?:\.\.)?\//.test(path);

function missing(path: string, edits: readonly Edit[]): Error {
  return planningProblems.refusal('EDIT_FILE_MISSING', {
    message: `${path} is to be changed for ${edits.flatMap((edit) => edit.why).join(', ')}, but the commit has no such file.`,
    fix: `Commit ${path}, or correct the path in release.config.ts.`,
    where: { file: path },
  });
}
