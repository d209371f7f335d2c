import { posix } from 'node:path';
import { unifiedDiff } from '../edits/diff.ts';
import { lockfileEdits } from '../edits/lockfiles.ts';
import { pinEdit, readPin } from '../edits/pins.ts';
import { hookProblems } from '../hooks/problems.ts';
import type { Edit } from '../model/edit.ts';
import type { Facts } from '../model/facts.ts';
import { grouped } from '../model/grouped.ts';
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
 * Reads pins again in files that plugins have changed too.
 * @param others the edits of plugins
 * @param edits what becomes of each file
 * @throws PIN_OVERWRITTEN where a pin does not hold its new version then
 */
export async function provePins(
  tracks: readonly Track[],
  changes: readonly VersionChange[],
  others: readonly Edit[],
  edits: readonly PlannedEdit[],
): Promise<void> {
  const byPath = groupByPath(others);
  for (const { path, content } of edits) {
    const own = byPath.get(path);
    if (own === undefined) continue;
    for (const { track: name, next } of changes) {
      const pins = tracks.find((track) => track.name === name)?.pins ?? [];
      for (const pin of pins.filter(({ file, missing }) => file === path && missing !== 'skip')) {
        const held = await readPin(content, pin).catch(() => undefined);
        if (held?.value !== next) throw overwritten(path, `${name} ${next}`, own);
      }
    }
  }
}

function overwritten(path: string, version: string, others: readonly Edit[]): Error {
  const why = others.flatMap((edit) => edit.why);
  return planningProblems.refusal('PIN_OVERWRITTEN', {
    message: `${path} is changed for ${why.join(', ')} as well, and would not hold ${version} any more.`,
    fix: `Give ${why.join(', ')} a file of their own, in which no version is held.`,
    where: { file: path },
  });
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
    const content = own.reduce((text, edit) => applied(edit, text), before ?? '');
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

function applied(edit: Edit, text: string): string {
  const changed: unknown = edit.apply(text);
  if (typeof changed === 'string') return changed;
  throw hookProblems.refusal('PLUGIN_OUTPUT_INVALID', {
    message: `The edit of ${edit.path} for ${[edit.why].flat().join(', ')} gives no text.`,
    fix: 'Correct its `apply`: it gets the text of the file, and returns that of the new one.',
  });
}

const groupByPath = (edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> =>
  grouped(edits, ({ path }) => posix.normalize(path));

const isOutside = (path: string): boolean => /^(?:\.\.)?\//.test(path);

function missing(path: string, edits: readonly Edit[]): Error {
  return planningProblems.refusal('EDIT_FILE_MISSING', {
    message: `${path} is to be changed for ${edits.flatMap((edit) => edit.why).join(', ')}, but the commit has no such file.`,
    fix: `Commit ${path}, or correct the path in release.config.ts.`,
    where: { file: path },
  });
}
