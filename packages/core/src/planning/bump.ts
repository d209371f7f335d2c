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
  const texts = readOnce(tree);
  const edits = changes.flatMap(({ track: name, next }) => {
    const track = byName.get(name);
    return (track?.pins ?? []).map(async (pin, index): Promise<readonly Edit[]> => {
      const why = `${name} ${next}`;
      const pinned = facts.tracks[name]?.pins[index]?.value;
      if (pinned === undefined && pin.missing === 'skip') return [];
      const isFirst = pinned === undefined && track?.initial !== undefined;
      const own: Edit = isFirst
        ? { ...(await pinEdit({ ...pin, missing: 'insert' }, undefined, next, why)), creates: true }
        : await pinEdit(pin, pinned, next, why);
      return [own, ...(await lockfileEdits(texts, pin, next, why))];
    });
  });
  return (await Promise.all(edits)).flat();
}

/** The texts of a tree, each read once however many pins ask: they share the lock files above them. */
function readOnce(tree: Tree): Pick<Tree, 'text'> {
  const texts = new Map<string, Promise<string | undefined>>();
  return {
    text: (path) => {
      const text = texts.get(path) ?? tree.text(path);
      texts.set(path, text);
      return text;
    },
  };
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
    if (before === undefined && !own.every((edit) => edit.creates)) throw missing(path, own);
    const content = own.reduce((text, edit) => edit.apply(text), before ?? '');
    if (content === before) continue;
    planned.push({
      path,
      why: [...new Set(own.map((edit) => edit.why))],
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
  for (const edit of edits) groups.set(edit.path, [...(groups.get(edit.path) ?? []), edit]);
  return groups;
}

function missing(path: string, edits: readonly Edit[]): Error {
  return planningProblems.refusal('EDIT_FILE_MISSING', {
    message: `${path} is to be changed for ${edits.map((edit) => edit.why).join(', ')}, but the commit has no such file.`,
    fix: `Commit ${path}, or correct the path in release.config.ts.`,
    where: { file: path },
  });
}
