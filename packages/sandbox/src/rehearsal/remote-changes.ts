import type { RehearsedItem, RehearsedPlace } from '@launchway/core/engine';
import { git } from './git.ts';

/** What of a repository differs from the refs it had before. */
export async function placeIn(
  folder: string,
  name: string,
  before: ReadonlyMap<string, string>,
): Promise<RehearsedPlace> {
  const items: RehearsedItem[] = [];
  for (const [ref, object] of await refsOf(folder)) {
    const old = before.get(ref);
    if (old === object) continue;
    const subject = await git(folder, 'log', '-1', '--format=%h %s', object);
    items.push({ name: ref.replace(/^refs\/(?:heads\/)?/, ''), detail: subject });
    if (ref.startsWith('refs/heads/')) items.push(...(await changedFiles(folder, old, object)));
  }
  return { kind: 'git', name, items };
}

const words: Readonly<Record<string, string>> = { A: 'new', M: 'changed', D: 'removed', T: 'changed' };

async function changedFiles(
  folder: string,
  old: string | undefined,
  object: string,
): Promise<readonly RehearsedItem[]> {
  const from = old ?? (await before(folder, object));
  const listed = await git(folder, 'diff-tree', '-r', '--no-renames', '--name-status', '-z', from, object);
  const parts = listed.split('\0');
  return parts.flatMap((status, index) => {
    const path = index % 2 === 0 ? parts[index + 1] : undefined;
    return path === undefined ? [] : [{ name: path, detail: words[status] ?? status }];
  });
}

/** What a branch that was not there before is compared with: its last commit's parent, else nothing at all. */
const before = (folder: string, object: string): Promise<string> =>
  git(folder, 'rev-parse', '--verify', '--quiet', `${object}^`).catch(() =>
    git(folder, 'hash-object', '-t', 'tree', '/dev/null'),
  );

/** The refs of a repository with their objects. */
export async function refsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const lines = (await git(folder, 'for-each-ref', '--format=%(refname) %(objectname)')).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [ref = '', object = ''] = line.split(' ');
      return ref === '' ? [] : [[ref, object] as const];
    }),
  );
}
